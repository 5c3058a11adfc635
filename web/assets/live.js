// Hears from the server that something has changed; what is true is then asked for by the parts of the page that show it.
(() => {
  const source = new EventSource('/v1/events');
  const look = () => document.body.dispatchEvent(new Event('changed'));
  // The first counts too: something may have changed between the page and the stream, or while the line was cut.
  source.addEventListener('dashboard', look);
  document.addEventListener('visibilitychange', () => document.hidden || look());
  window.addEventListener('pageshow', (event) => event.persisted && look());
  window.addEventListener('pagehide', () => source.close());
})();
