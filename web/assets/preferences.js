// Sends the token after the # to the server, and removes it from the address bar and the history.
(() => {
  const open = document.getElementById('open');
  const token = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  // Another link that is pasted into the address bar of this page doesn't load the page again.
  window.addEventListener('hashchange', () => location.reload());
  if (!token) {
    document.getElementById('unknown').hidden = false;
    return;
  }
  open.hidden = false;
  open.elements.token.value = token;
  open.requestSubmit();
})();
