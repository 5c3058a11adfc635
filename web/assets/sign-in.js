// Sends the secret after the # to the server after a click, and removes it from the address bar and the history.
(() => {
  const root = document.getElementById('sign-in');
  const secret = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);

  function show(name) {
    for (const state of root.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
  }

  /** Someone else is signed in here. */
  async function ask(answer) {
    document.dispatchEvent(new CustomEvent('other-person', { detail: await answer.json() }));
    show('other');
    root.querySelector('[data-state="other"] h1').focus();
  }

  async function signIn(confirmed) {
    show('busy');
    try {
      const answer = await fetch(root.dataset.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret, ...(confirmed && { confirmed }) }),
      });
      if (answer.status === 409) return await ask(answer);
      if (!answer.ok) return show(answer.status === 404 ? 'cut' : 'dead');
      location.replace((await answer.json()).next);
    } catch {
      show('dead');
    }
  }

  // Another link that is pasted into the address bar of this page doesn't load the page again.
  window.addEventListener('hashchange', () => location.reload());
  root.querySelector('[data-open]').addEventListener('click', () => void signIn(false));
  root.querySelector('[data-confirm]').addEventListener('click', () => void signIn(true));
  if (!secret) location.replace('/sign-in');
  else if (root.dataset.atOnce === 'yes') void signIn(false);
  else show('confirm');
})();
