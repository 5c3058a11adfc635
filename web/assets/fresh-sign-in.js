// Notices when the person has signed in again, in another tab or in this one, and says that they can go on.
(() => {
  // copy.js puts a box on the page later, so they're looked up whenever they're needed.
  const findBoxes = () => [...document.querySelectorAll('[data-fresh-sign-in]')];
  let timer;
  let isDownloaded = false;

  function show(isFresh) {
    for (const box of findBoxes()) {
      box.classList.toggle('done', isFresh);
      box.querySelector('[data-stale]').hidden = isFresh;
      for (const link of box.querySelectorAll('[data-ready]')) link.hidden = !isFresh;
      const said = box.querySelector('[data-done]');
      const text = isFresh ? said.dataset.done : '';
      if (said.textContent !== text) said.textContent = text;
      if (!isFresh || !box.dataset.file || isDownloaded) continue;
      isDownloaded = true;
      location.assign(box.dataset.file);
    }
  }

  async function look() {
    const [box] = findBoxes();
    if (!box) return;
    // Asked by the page, not by the person, so it doesn't keep the session alive.
    const answer = await fetch(`/sign-in/fresh?of=${box.dataset.freshSignIn}`, { headers: { 'HX-Request': 'true' } });
    const { seconds } = await answer.json();
    show(seconds > 0);
    clearTimeout(timer);
    if (seconds > 0) timer = setTimeout(start, seconds * 1000);
  }
  const start = () => void look().catch(() => undefined);

  document.addEventListener('visibilitychange', () => document.hidden || start());
  window.addEventListener('focus', start);
  window.addEventListener('storage', ({ key }) => key === 'signed-in-again' && start());
  window.addEventListener('pageshow', ({ persisted }) => persisted && start());
  // A tab remembers its own pages only, so the page after the sign-in knows whether it is in the same tab.
  function remember(page) {
    try {
      sessionStorage.setItem('before-sign-in', page);
    } catch {
      // A browser that keeps nothing can't lead back. The sign-in works all the same.
    }
  }
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-stale] a')) remember(target.closest('[data-fresh-sign-in]').dataset.page);
  });
})();
