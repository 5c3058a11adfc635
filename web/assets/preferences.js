// Hands what is behind the # over to the server, and takes it out of the address bar and the history.
(() => {
  const open = document.getElementById('open');
  const token = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (!token) {
    document.getElementById('unknown').hidden = false;
    return;
  }
  open.hidden = false;
  open.elements.token.value = token;
  open.requestSubmit();
})();
