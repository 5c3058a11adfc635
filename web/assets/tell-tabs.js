// Tells the other tabs of this browser what a page's script has done. They hear it as a `storage` event.
document.addEventListener('tell-tabs', ({ detail }) => {
  try {
    localStorage.setItem(detail, String(Date.now()));
  } catch {
    // A browser that keeps nothing has nothing to tell.
  }
});
