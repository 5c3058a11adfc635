// Tells the other tabs that the person has signed in again, and leads back if it was in this tab.
(() => {
  document.dispatchEvent(new CustomEvent('tell-tabs', { detail: 'signed-in-again' }));

  /** The page before the sign-in (fresh-sign-in.js), if it was in this tab. */
  function takeBefore() {
    try {
      const before = sessionStorage.getItem('before-sign-in');
      sessionStorage.removeItem('before-sign-in');
      return before;
    } catch {
      // A browser that keeps nothing doesn't know. What the page says about another tab has a way on, too.
      return null;
    }
  }

  const before = takeBefore();
  if (!before) return;
  for (const part of document.querySelectorAll('[data-other-tab]')) part.hidden = true;
  for (const part of document.querySelectorAll('[data-same-tab]')) part.hidden = false;
  document.querySelector('[data-same-tab] a').href = before;
})();
