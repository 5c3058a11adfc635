// Names both people on the question whether to go from one person's session to another's.
document.addEventListener('other-person', ({ detail: { current, next } }) => {
  for (const [which, { name, archive }] of Object.entries({ current, next })) {
    const holder = document.querySelector(`[data-holder="${which}"]`);
    holder.querySelector('[data-holder-name]').textContent = name;
    holder.querySelector('[data-holder-archive]').textContent = archive;
  }
  document.querySelector('[data-stay]').href = current.through === 'link' ? '/connect/accounts' : '/';
});
