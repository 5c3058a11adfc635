// The end of a sign-in: tells the page behind it that there is news, and closes the window if it was opened for the
// sign-in.
(() => {
  const CLOSE_AFTER_MS = 700;
  const opened = Boolean(window.opener) || window.name === 'relink-sign-in';
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin only
  new BroadcastChannel('relink').postMessage('news');
  if (!opened) return;
  const close = document.querySelector('[data-close]');
  if (close) {
    close.hidden = false;
    close.addEventListener('click', () => window.close());
  }
  for (const back of document.querySelectorAll('[data-back]')) back.hidden = true;
  if (document.querySelector('[data-done]') && !document.querySelector('main .message')) {
    setTimeout(() => window.close(), CLOSE_AFTER_MS);
  }
})();
