// Sends the secret after the # to the server, and removes it from the address bar and the history.
(() => {
  const states = document.getElementById('states');
  const inApp = states.dataset.inApp === 'yes';
  const fragment = location.hash;

  function show(name) {
    for (const state of states.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
    const heading = [...states.querySelectorAll('h1')].find((one) => !one.closest('[hidden]'));
    document.title = heading?.textContent ?? document.title;
    // So that a screen reader and the keyboard go on from here.
    heading?.focus();
  }

  function showOnly(name, value) {
    for (const part of states.querySelectorAll(`[data-${name}]`)) part.hidden = part.dataset[name] !== value;
  }

  function post(path, more = {}) {
    return fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fragment: fragment.slice(1), ...more }),
    });
  }

  // What the page has asked. The server accepts the answer only to the question as it was asked.
  let question = null;

  async function showProblem(answer) {
    const problem = await answer.json();
    const { code, why, cut, owner = 'unknown' } = problem;
    if (code === 'other_person') {
      question = problem.question;
      document.dispatchEvent(new CustomEvent('other-person', { detail: problem }));
      return show('other');
    }
    showOnly('why', why);
    showOnly('how', cut ? 'cut' : 'unknown');
    showOnly('owner', owner);
    if (answer.status === 410) return show('dead');
    if (answer.status !== 404 && answer.status !== 422) return show('trouble');
    show('broken');
  }

  async function open(more) {
    show('opening');
    history.replaceState(null, '', '/connect');
    try {
      const answer = await post('/connect/session', more);
      if (!answer.ok) return await showProblem(answer);
      const { next } = await answer.json();
      // A tab that says "Check your email" goes on (sign-in-sent.js).
      document.dispatchEvent(new CustomEvent('tell-tabs', { detail: 'link-opened' }));
      location.replace(next);
    } catch {
      show('trouble');
    }
  }

  function on(selector, listener) {
    const button = states.querySelector(selector);
    button.addEventListener('click', () => void listener(button));
  }

  on('[data-go-on]', () => open());
  on('[data-again]', () => open());
  on('[data-confirm]', () => open({ confirmed: question }));
  on('[data-copy]', async (button) => {
    const result = states.querySelector('[data-copy-result]');
    try {
      await navigator.clipboard.writeText(`${location.origin}/connect${fragment}`);
      result.textContent = button.dataset.done;
    } catch {
      result.textContent = button.dataset.failed;
    }
  });
  async function askForNewLink(button, words) {
    button.setAttribute('aria-busy', 'true');
    try {
      const answer = await post('/connect/new-link');
      if (answer.status === 429) words.textContent = words.dataset.tooOften;
      else if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      else {
        const { outcome = 'unknown' } = await answer.json();
        words.textContent = words.dataset[outcome];
        button.hidden = true;
      }
    } catch {
      words.textContent = words.dataset.failed;
    }
    button.removeAttribute('aria-busy');
    words.scrollIntoView({ block: 'nearest' });
  }

  for (const way of states.querySelectorAll('[data-new-link]')) {
    const button = way.querySelector('button');
    button.addEventListener('click', () => void askForNewLink(button, way.querySelector('[data-sent]')));
  }

  // Another link that is pasted into the address bar of this page doesn't load the page again.
  window.addEventListener('hashchange', () => location.reload());

  // Without a link, a session from a moment ago may still be there.
  if (fragment.length <= 1) location.replace('/connect/accounts');
  // In an app's browser, the secret stays in the address so the app's own "open in browser" works too.
  else if (inApp) show('in-app');
  else void open();
})();
