// The end of a sign-in: tells the page behind it how it ended, in the words of this page, and closes the window if it
// was opened for the sign-in and there is nothing left to read.
(() => {
  const CLOSE_AFTER_MS = 700;
  const opened = Boolean(window.opener) || window.name === 'relink-sign-in';
  const channel = new BroadcastChannel('relink');
  const isDone = Boolean(document.querySelector('[data-done]'));
  const text = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());

  // A link to help is a way out of this page, not one of its words.
  const words = text('main .message > :is(h1, h2), main .message > p:not(.result-line, :has(> a))');
  // The words name buttons, so the page behind gets them too.
  const ways = [...document.querySelectorAll('main form[data-sign-in]')].map((form) => ({
    label: form.querySelector('button').textContent.trim(),
    fields: Object.fromEntries(new FormData(form)),
  }));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin only
  channel.postMessage({ ended: isDone ? 'done' : 'refused', words, ways });
  if (!opened) return;
  const close = document.querySelector('[data-close]');
  if (close) {
    close.hidden = false;
    close.addEventListener('click', () => window.close());
  }
  for (const back of document.querySelectorAll('[data-back]')) back.hidden = true;
  // Another try in this window: the page behind it waits again.
  document.addEventListener('submit', () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin only
    channel.postMessage({ ended: 'again', words: [], ways: [] });
  });
  if (isDone && !document.querySelector('main .message')) setTimeout(() => window.close(), CLOSE_AFTER_MS);
})();
