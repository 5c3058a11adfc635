// Sends the secret after the # to the server after a click, and removes it from the address bar and the history.
(() => {
  const root = document.getElementById('sign-in');
  const secret = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);

  function show(name) {
    for (const state of root.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
  }

  // What the person has confirmed so far.
  const said = {};

  /** Whom the link signs in, and where it was asked for. */
  function showElsewhere(facts) {
    for (const place of root.querySelectorAll('[data-fact]')) place.textContent = facts[place.dataset.fact] ?? '';
    for (const part of root.querySelectorAll('[data-if]')) part.hidden = !facts[part.dataset.if];
    for (const part of root.querySelectorAll('[data-if-not]')) part.hidden = Boolean(facts[part.dataset.ifNot]);
    show('elsewhere');
    root.querySelector('[data-state="elsewhere"] h1').focus();
  }

  /** Someone else is signed in here. */
  function askAboutOther(problem) {
    document.dispatchEvent(new CustomEvent('other-person', { detail: problem }));
    show('other');
    root.querySelector('[data-state="other"] h1').focus();
  }

  async function signIn(more) {
    Object.assign(said, more);
    show('busy');
    try {
      const answer = await fetch(root.dataset.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret, ...said }),
      });
      const problem = answer.status === 409 && (await answer.json());
      if (problem?.code === 'asked_elsewhere') return showElsewhere(problem.shown);
      if (problem) return askAboutOther(problem);
      if (!answer.ok) return show(answer.status === 404 ? 'cut' : 'dead');
      location.replace((await answer.json()).next);
    } catch {
      show('dead');
    }
  }

  // Another link that is pasted into the address bar of this page doesn't load the page again.
  window.addEventListener('hashchange', () => location.reload());
  root.querySelector('[data-open]').addEventListener('click', () => void signIn());
  root.querySelector('[data-confirm]').addEventListener('click', () => void signIn({ confirmed: true }));
  root.querySelector('[data-elsewhere]').addEventListener('click', () => void signIn({ askedElsewhere: true }));
  if (!secret) location.replace('/sign-in');
  else if (root.dataset.atOnce === 'yes') void signIn();
  else show('confirm');
})();
