// Configure → series: the dates follow the days while they are typed. Nothing is saved.
(() => {
  const form = document.querySelector('[data-series-preview]');
  const preview = document.getElementById('series-preview');
  const PAUSE_MS = 250;
  let timer;
  let asked = 0;

  async function refresh() {
    const turn = (asked += 1);
    const query = new URLSearchParams(new FormData(form));
    const answer = await fetch(`${form.dataset.seriesPreview}?${query}`, { headers: { 'HX-Request': 'true' } });
    // An answer that was overtaken, and a sign-in that ended: the page stays as it is, and saving says so.
    if (turn === asked && answer.status === 200) preview.innerHTML = await answer.text();
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh().catch(() => undefined), PAUSE_MS);
  });
  form.querySelector('[data-series-button]').hidden = true;
})();
