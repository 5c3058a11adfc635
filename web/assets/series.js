// Configure → series: the dates update as the days are typed. Nothing is saved.
(() => {
  const form = document.querySelector('[data-series-preview]');
  const preview = document.getElementById('series-preview');
  const PAUSE_MS = 250;
  let timer;
  let latest = 0;

  async function refresh() {
    const request = (latest += 1);
    const query = new URLSearchParams(new FormData(form));
    const answer = await fetch(`${form.dataset.seriesPreview}?${query}`, { headers: { 'HX-Request': 'true' } });
    // Ignore a response that a newer request has overtaken, or one that says the session has ended. Saving will report
    // that.
    if (request === latest && answer.status === 200) preview.innerHTML = await answer.text();
  }

  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh().catch(() => undefined), PAUSE_MS);
  });
  form.querySelector('[data-series-button]').hidden = true;
})();
