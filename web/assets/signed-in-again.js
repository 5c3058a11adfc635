// Tells the other tabs that the person has signed in again, and leads back if it was in this tab.
(() => {
  localStorage.setItem('signed-in-again', String(Date.now()));
  const before = sessionStorage.getItem('before-sign-in');
  if (!before) return;
  sessionStorage.removeItem('before-sign-in');
  for (const part of document.querySelectorAll('[data-other-tab]')) part.hidden = true;
  for (const part of document.querySelectorAll('[data-same-tab]')) part.hidden = false;
  document.querySelector('[data-same-tab] a').href = before;
})();
