// Listens for a signal from the server that something has changed. The parts of the page that show it then fetch the
// current state.
(() => {
  const source = new EventSource('/v1/events');
  const look = () => document.body.dispatchEvent(new Event('changed'));
  // The first event counts too: something may have changed between the page load and the stream, or while the
  // connection was down.
  source.addEventListener('dashboard', look);
  document.addEventListener('visibilitychange', () => document.hidden || look());
  window.addEventListener('pageshow', (event) => event.persisted && look());
  window.addEventListener('pagehide', () => source.close());
})();
