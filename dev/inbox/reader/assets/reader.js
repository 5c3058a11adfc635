/** Refreshes the list and shows every time in the reader's own time zone. Without this script, the pages work by reloading. */
const POLL_MS = 2_000;
const list = document.querySelector('#list');
const search = document.querySelector('input[type=search]');
let shown = '';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

function writeMoments() {
  const today = new Date().toDateString();
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    const format = 'full' in time.dataset ? full : at.toDateString() === today ? clock : day;
    time.textContent = format.format(at);
  }
}

function source() {
  const url = new URL(list.dataset.source, location.href);
  if (list.dataset.open) url.searchParams.set('open', list.dataset.open);
  return url;
}

async function refresh() {
  const response = await fetch(source(), { cache: 'no-cache' });
  const html = response.ok ? await response.text() : shown;
  if (html === shown) return;
  shown = html;
  // A row that has keyboard focus keeps it.
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  list.innerHTML = html;
  writeMoments();
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

/** The inbox might be restarting, so a failed poll is ignored and the next one tries again. */
function poll() {
  if (document.visibilityState === 'visible') refresh().catch(() => undefined);
}

search.addEventListener('input', () => {
  const url = new URL('/list', location.href);
  if (search.value.trim()) url.searchParams.set('to', search.value.trim());
  list.dataset.source = url.pathname + url.search;
  poll();
});

async function setMode(mode) {
  await fetch('/api/mode', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode }),
  });
  poll();
}

document.addEventListener('click', ({ target }) => {
  const { mode } = target.dataset;
  if (!mode) return;
  target.closest('details')?.removeAttribute('open');
  void setMode(mode);
});

document.addEventListener('visibilitychange', poll);
setInterval(poll, POLL_MS);
writeMoments();
