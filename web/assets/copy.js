// Copies a Personalized Link to the clipboard. The server sends the link on the click, and it is never stored in the
// page.
(() => {
  // If the browser doesn't give pages a clipboard, the forms lead to a page that shows the link.
  if (!navigator.clipboard) return;

  /** The copy needs a sign-in from the last few minutes. `box` says so. */
  class SignInFirst extends Error {
    constructor(box) {
      super('the sign-in is too old');
      this.box = box;
    }
  }

  async function submit(form) {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(new FormData(form)),
    });
    if (answer.status === 403) throw new SignInFirst((await answer.json()).ask);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }

  /** Shown here, because loading another page would lose what the person typed in another form of this one. */
  function showSignIn(region, box) {
    region.innerHTML = box;
    const shown = region.firstElementChild;
    shown.dataset.page = location.pathname + location.search;
    shown.focus();
  }

  /**
   * Requests the clipboard inside the click and supplies the text later, because some browsers refuse a later request.
   */
  function write(text) {
    if (!window.ClipboardItem) return text.then((written) => navigator.clipboard.writeText(written));
    const blob = text.then((written) => new Blob([written], { type: 'text/plain' }));
    return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  }

  function say(region, words) {
    const bar = document.createElement('p');
    bar.className = 'bar good';
    bar.textContent = words;
    region.replaceChildren(bar);
  }

  async function copy(form) {
    const button = form.querySelector('button');
    const region = document.getElementById(form.dataset.copyInto);
    region.replaceChildren();
    button.setAttribute('aria-busy', 'true');
    const answer = submit(form);
    try {
      await write(answer.then(({ url }) => url));
      say(region, (await answer).said);
    } catch {
      const refused = await answer.then(
        () => null,
        (error) => error,
      );
      if (refused instanceof SignInFirst) return showSignIn(region, refused.box);
      // The session ended, the request was refused, or there was no clipboard after all. The page behind the form
      // explains it or shows the link.
      form.submit();
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-copy-into]')) return;
    event.preventDefault();
    void copy(event.target);
  });

  for (const button of document.querySelectorAll('[data-copy-field]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const field = document.getElementById(button.dataset.copyField);
      field.select();
      navigator.clipboard.writeText(field.value).then(
        () => say(document.getElementById('copied'), button.dataset.done),
        () => undefined,
      );
    });
  }
})();
