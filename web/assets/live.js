// Listens for a signal from the server that something has changed. The parts of the page that show it then fetch the
// current state.
(() => {
  const source = new EventSource('/v1/events');
  const refresh = () => document.body.dispatchEvent(new Event('changed'));
  // The first event counts too: something may have changed between the page load and the stream, or while the
  // connection was down.
  source.addEventListener('dashboard', refresh);
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  window.addEventListener('pageshow', (event) => event.persisted && refresh());
  window.addEventListener('pagehide', () => source.close());
})();
