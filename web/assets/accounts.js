// Opens sign-ins in a separate window, and polls the server more often while one is open. The server is the source of
// truth.
(() => {
  const WINDOW = 'relink-sign-in';
  const POLL_MS = 1000;
  const waiting = document.getElementById('waiting');
  const problem = document.getElementById('problem');
  let popup = null;
  let timer = 0;

  function refresh() {
    document.getElementById('account-list')?.dispatchEvent(new Event('look'));
  }

  function follow() {
    clearInterval(timer);
    waiting.hidden = false;
    timer = setInterval(() => {
      refresh();
      if (popup && !popup.closed) return;
      clearInterval(timer);
      waiting.hidden = true;
      popup = null;
      // The page of one account has no list that updates itself.
      if (!document.getElementById('account-list')) location.reload();
    }, POLL_MS);
  }

  function openWindow() {
    const [width, height] = [Math.min(640, screen.availWidth), Math.min(760, screen.availHeight)];
    const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
    const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
    return window.open('/connect/opening', WINDOW, `popup,width=${width},height=${height},left=${left},top=${top}`);
  }

  function say(words) {
    problem.textContent = '';
    if (!words) return;
    const bar = document.createElement('p');
    bar.className = 'bar alert';
    bar.textContent = words;
    problem.append(bar);
    problem.scrollIntoView({ block: 'nearest' });
  }

  async function begin(form) {
    const button = form.querySelector('button');
    // Open the window right away, inside the click. Later, the browser would block it.
    popup = openWindow();
    say('');
    button.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(Object.fromEntries(new FormData(form))),
      });
      if (answer.status === 401) return location.reload();
      const body = await answer.json();
      if (!answer.ok) {
        popup?.close();
        return say(body.detail ?? problem.dataset.words);
      }
      if (!popup || popup.closed) return location.assign(body.authorizeUrl);
      popup.location.replace(body.authorizeUrl);
      popup.focus();
      follow();
    } catch {
      popup?.close();
      say(problem.dataset.words);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-sign-in]')) return;
    event.preventDefault();
    void begin(event.target);
  });

  // These are only hints; any of them might never arrive.
  new BroadcastChannel('relink').addEventListener('message', refresh);
  window.addEventListener('focus', refresh);
  window.addEventListener('pageshow', (event) => event.persisted && refresh());
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
})();
