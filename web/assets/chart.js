// Reads the chart aloud: a day is chosen with the slider (keyboard, finger, screen reader) or by pointing at the picture,
// and its values are written below. Each day's words come from the picture's own titles.
(() => {
  const sliderOf = (chart) => chart.querySelector('input[type="range"]');

  function show(chart) {
    const slider = sliderOf(chart);
    const day = chart.querySelectorAll('[data-day]')[Number(slider.value)];
    if (!day) return;
    const words = day.querySelector('title').textContent;
    slider.setAttribute('aria-valuetext', words);
    chart.querySelector('.reading').textContent = words;
    chart.querySelector('.marker').setAttribute('x', day.querySelector('.whole-day').getAttribute('x'));
  }

  function point(event) {
    const picture = event.target.closest?.('[data-chart] svg');
    if (!picture) return;
    const chart = picture.closest('[data-chart]');
    const slider = sliderOf(chart);
    const { left, width } = picture.getBoundingClientRect();
    // The slider keeps the value between the first day and the last.
    slider.value = String(Math.floor(((event.clientX - left) / width) * (Number(slider.max) + 1)));
    show(chart);
  }

  document.addEventListener('input', ({ target }) => target.id === 'chart-day' && show(target.closest('[data-chart]')));
  for (const name of ['pointerdown', 'pointermove']) document.addEventListener(name, point);
  // New values arrive while someone is reading: the day stays chosen.
  document.body.addEventListener('htmx:after:swap', () => document.querySelectorAll('[data-chart]').forEach(show));
})();
