// A double click sends a form once. Otherwise the second click would create a second key or email, or be told that the
// person whom the first one added is already there.
(() => {
  // If the answer takes longer than this, or is a file, the form can be sent again.
  const FREE_AFTER_MS = 5000;
  const sent = new Map();

  window.addEventListener('submit', (event) => {
    const { target: form } = event;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (Date.now() - (sent.get(form) ?? -Infinity) < FREE_AFTER_MS) return event.preventDefault();
    sent.set(form, Date.now());
    event.submitter?.setAttribute('aria-busy', 'true');
    setTimeout(() => event.submitter?.removeAttribute('aria-busy'), FREE_AFTER_MS);
  });
  // Back shows the page as it was left.
  window.addEventListener('pageshow', () => {
    for (const form of sent.keys())
      for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
    sent.clear();
  });
})();
