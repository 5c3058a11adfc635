// Leads on from "Check your email" once the person has signed in in another tab of this browser. Nothing is polled: the other tab says so,
// and the page looks once whenever someone comes back to it.
(() => {
  const { next, asks } = document.getElementById('sent').dataset;

  async function look() {
    const answer = await fetch('/sign-in', { redirect: 'manual' });
    // The sign-in page leads away whoever is signed in.
    if (answer.type === 'opaqueredirect') location.replace(next);
  }

  window.addEventListener('storage', ({ key }) => {
    if (key === 'signed-in') location.replace(next);
    if (key === 'link-opened') location.replace('/connect/accounts');
  });
  // Someone who signs in again is signed in already, so looking says nothing.
  if (asks === 'again') return;
  const lookNow = () => document.hidden || void look().catch(() => {});
  document.addEventListener('visibilitychange', lookNow);
  window.addEventListener('pageshow', (event) => event.persisted && lookNow());
})();
