// Hands the secret behind the # over to the server after a click, and takes it out of the address bar and the history.
(() => {
  const root = document.getElementById('enter');
  const secret = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);

  function show(name) {
    for (const state of root.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
  }

  async function enter(meant) {
    show('busy');
    try {
      const answer = await fetch(root.dataset.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret, ...(meant && { meant }) }),
      });
      if (answer.status === 409) return show('other');
      if (!answer.ok) return show('dead');
      location.replace((await answer.json()).next);
    } catch {
      show('dead');
    }
  }

  root.querySelector('[data-enter]').addEventListener('click', () => void enter(false));
  root.querySelector('[data-meant]').addEventListener('click', () => void enter(true));
  if (!secret) location.replace('/sign-in');
  else if (root.dataset.atOnce === 'yes') void enter(false);
  else show('confirm');
})();
