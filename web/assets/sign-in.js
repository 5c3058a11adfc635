// Sends the secret after the # to the server after a click, and removes it from the address bar and the history.
(() => {
  const root = document.getElementById('sign-in');
  const secret = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);

  function show(name) {
    for (const state of root.querySelectorAll('[data-state]')) state.hidden = state.dataset.state !== name;
  }

  // What the page has asked. The server accepts the answer only to the question as it was asked.
  let question = null;

  function ask(state) {
    show(state);
    root.querySelector(`[data-state="${state}"] h1`).focus();
  }

  /** A part of an address, which isn't broken inside. */
  function pieceOf(text) {
    const piece = document.createElement('span');
    piece.className = 'piece';
    piece.textContent = text;
    return piece;
  }

  /** Whom the link signs in, where it was asked for, and whose session would end. */
  function showElsewhere(facts, current) {
    for (const place of root.querySelectorAll('[data-fact]'))
      place.replaceChildren(...[facts[place.dataset.fact] ?? []].flat().map(pieceOf));
    for (const part of root.querySelectorAll('[data-if]')) part.hidden = !facts[part.dataset.if];
    for (const part of root.querySelectorAll('[data-if-not]')) part.hidden = Boolean(facts[part.dataset.ifNot]);
    root.querySelector('[data-state="elsewhere"] [data-stay]').href =
      current?.through === 'link' ? '/connect/accounts' : '/';
    ask('elsewhere');
  }

  /** Someone else is signed in here. */
  function askAboutOther(problem) {
    document.dispatchEvent(new CustomEvent('other-person', { detail: problem }));
    ask('other');
  }

  async function showProblem(answer) {
    if (answer.status === 409) {
      const problem = await answer.json();
      question = problem.question;
      return problem.code === 'asked_elsewhere'
        ? showElsewhere(problem.shown, problem.current)
        : askAboutOther(problem);
    }
    const states = { 404: 'cut', 410: 'dead', 429: 'often' };
    ask(states[answer.status] ?? 'trouble');
  }

  async function post(more) {
    show('busy');
    try {
      const answer = await fetch(root.dataset.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret, ...more }),
      });
      if (answer.ok) return await answer.json();
      await showProblem(answer);
    } catch {
      ask('trouble');
    }
    return null;
  }

  /** Asks what must be asked, so that the first page that a person sees is the whole question. Changes nothing. */
  async function look() {
    if (await post({ look: true })) show('confirm');
  }

  async function signIn(more) {
    const answer = await post(more);
    if (!answer) return;
    // A tab that says "Check your email" goes on (sign-in-sent.js).
    document.dispatchEvent(new CustomEvent('tell-tabs', { detail: 'signed-in' }));
    location.replace(answer.next);
  }

  const begin = () => void (root.dataset.atOnce === 'yes' ? signIn() : look());

  // Another link that is pasted into the address bar of this page doesn't load the page again.
  window.addEventListener('hashchange', () => location.reload());
  root.querySelector('[data-open]').addEventListener('click', () => void signIn());
  for (const button of root.querySelectorAll('[data-confirm]'))
    button.addEventListener('click', () => void signIn({ confirmed: question }));
  for (const button of root.querySelectorAll('[data-again]')) button.addEventListener('click', begin);
  if (secret) begin();
  else location.replace('/sign-in');
})();
