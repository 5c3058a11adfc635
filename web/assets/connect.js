// Sends the secret after the # to the server, and removes it from the address bar and the history.
(() => {
  const states = document.getElementById('states');
  const inApp = states.dataset.inApp === 'yes';
  const [link = '', secret = '', account = ''] = location.hash.slice(1).split('.');
  const fragment = location.hash;

  function show(name) {
    for (const state of states.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
    document.title = states.querySelector('[data-state]:not([hidden]) h1')?.textContent ?? document.title;
  }

  function post(path) {
    return fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link, secret, ...(account && { account }) }),
    });
  }

  async function open() {
    show('opening');
    history.replaceState(null, '', '/connect');
    try {
      const answer = await post('/connect/session');
      if (answer.ok) location.replace((await answer.json()).next);
      else if (answer.status === 410) show('dead');
      else show(answer.status === 404 || answer.status === 422 ? 'unknown' : 'trouble');
    } catch {
      show('trouble');
    }
  }

  function on(selector, listener) {
    const button = states.querySelector(selector);
    button.addEventListener('click', () => void listener(button));
  }

  on('[data-go-on]', open);
  on('[data-again]', open);
  on('[data-copy]', async (button) => {
    const result = states.querySelector('[data-copy-result]');
    try {
      await navigator.clipboard.writeText(`${location.origin}/connect${fragment}`);
      result.textContent = button.dataset.done;
    } catch {
      result.textContent = button.dataset.failed;
    }
  });
  on('[data-new-link]', async (button) => {
    const result = states.querySelector('[data-new-link-result]');
    button.disabled = true;
    const answer = await post('/connect/new-link').catch(() => null);
    result.textContent = answer?.ok ? result.dataset.done : result.dataset.failed;
    button.disabled = Boolean(answer?.ok);
  });

  // Without a link, a session from a moment ago may still be there.
  if (fragment.length <= 1) location.replace('/connect/accounts');
  else if (!secret) show('unknown');
  // In an app's browser, the secret stays in the address so the app's own "open in browser" works too.
  else if (inApp) show('in-app');
  else void open();
})();
