// Opens sign-ins in a separate window, and polls the server more often while one is open. The server is the source of
// truth.
(() => {
  const WINDOW = 'relink-sign-in';
  const POLL_MS = 1000;
  const waiting = document.getElementById('waiting');
  const problem = document.getElementById('problem');
  let popup = null;
  let timer = 0;
  /** How the sign-in in the window ended; null while it is under way. */
  let ended = null;
  /** The news from before the sign-in. Different news are its result. */
  let before = '';
  let isResultDue = false;
  /** What a sign-in that worked left undone, and what the person can start from here. */
  let rest = [];

  const news = () => document.getElementById('green-bar')?.textContent ?? '';

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
      if (ended === null) sayClosed();
    }, POLL_MS);
  }

  /** Without a word from the window, only the server knows whether anything came of it. */
  function sayClosed() {
    ended = 'closed';
    const list = document.getElementById('account-list');
    // A page without a list shows what the server knows when it is loaded again.
    if (!list) return location.reload();
    list.addEventListener('htmx:finally:request', () => setTimeout(() => isResultDue && say(problem.dataset.closed)), {
      once: true,
    });
    refresh();
  }

  function hear({ data }) {
    refresh();
    if (!popup) return;
    if (data.ended === 'done' && !document.getElementById('account-list')) return location.reload();
    ended = data.ended === 'again' ? null : data.ended;
    waiting.hidden = ended !== null;
    rest = ended === 'done' ? [data.words, data.ways] : [];
    if (ended === 'refused') say(data.words, data.ways);
    else say([]);
  }

  /** Shows the result where the person is looking, and lets the keyboard and screen readers go on from it. */
  function showResult() {
    const bar = document.querySelector('#green-bar .bar');
    if (!isResultDue || !bar || news() === before) return;
    isResultDue = false;
    say(...(rest.length > 0 ? rest : [[]]));
    reveal(bar);
  }

  function reveal(bar) {
    bar.tabIndex = -1;
    bar.focus({ preventScroll: true });
    bar.scrollIntoView({ block: 'center' });
  }

  function openWindow() {
    const [width, height] = [Math.min(640, screen.availWidth), Math.min(760, screen.availHeight)];
    const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
    const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
    return window.open('/connect/opening', WINDOW, `popup,width=${width},height=${height},left=${left},top=${top}`);
  }

  /** @param ways what the person can start from here, as in the window that said so */
  function say(words, ways = []) {
    problem.textContent = '';
    const lines = [words].flat().filter(Boolean);
    if (lines.length === 0) return;
    const bar = document.createElement('div');
    bar.className = 'bar alert';
    const body = document.createElement('div');
    for (const line of lines) body.append(Object.assign(document.createElement('p'), { textContent: line }));
    if (ways.length > 0) body.append(buttonsFor(ways));
    bar.append(body);
    problem.append(bar);
    reveal(bar);
  }

  function buttonsFor(ways) {
    const actions = Object.assign(document.createElement('div'), { className: 'actions' });
    for (const { label, fields } of ways) {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: problem.dataset.start });
      form.dataset.signIn = '';
      for (const [name, value] of Object.entries(fields))
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      form.append(Object.assign(document.createElement('button'), { className: 'quiet', textContent: label }));
      actions.append(form);
    }
    return actions;
  }

  async function begin(form) {
    const button = form.querySelector('button');
    // Open the window right away, inside the click. Later, the browser would block it.
    popup = openWindow();
    say([]);
    ended = null;
    before = news();
    isResultDue = true;
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
  new BroadcastChannel('relink').addEventListener('message', hear);
  document.body.addEventListener('htmx:after:swap', showResult);
  window.addEventListener('focus', refresh);
  window.addEventListener('pageshow', (event) => event.persisted && refresh());
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
})();
