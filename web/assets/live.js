// Hears from the server that something has changed; what is true is then asked for by the parts of the page that show it.
(() => {
  const source = new EventSource('/v1/events');
  let first = true;
  source.addEventListener('dashboard', () => {
    // The first tells where the page begins; it is news after a cut only.
    if (!first) document.body.dispatchEvent(new Event('changed'));
    first = false;
  });
  const look = () => document.body.dispatchEvent(new Event('changed'));
  source.addEventListener('error', () => (first = false));
  document.addEventListener('visibilitychange', () => document.hidden || look());
  window.addEventListener('pageshow', (event) => event.persisted && look());
  window.addEventListener('pagehide', () => source.close());
})();
