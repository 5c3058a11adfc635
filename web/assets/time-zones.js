// Most people look for their own time zone, which only the browser knows. It moves to the top of the list; nothing is
// chosen for them.
(() => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const list of document.querySelectorAll('[data-time-zones]')) {
    const option = [...list.options].find(({ value }) => value === own);
    const first = [...list.options].find(({ value }) => value !== '');
    if (option && option !== first) first.before(option);
  }
})();
