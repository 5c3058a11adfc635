// Names both people on the question whether to go from one person's session to another's.
document.addEventListener('other-person', ({ detail: { current, next, shown } }) => {
  for (const [which, { name, archive }] of Object.entries({ current, next })) {
    const holder = document.querySelector(`[data-holder="${which}"]`);
    holder.querySelector('[data-holder-name]').textContent = name;
    holder.querySelector('[data-holder-archive]').textContent = archive;
  }
  const answers = document.querySelector('[data-state="other"]');
  answers.querySelector('[data-title]').textContent = shown.title;
  answers.querySelector('[data-line]').textContent = shown.line;
  answers.querySelector('[data-confirm]').textContent = shown.goOn;
  const stay = answers.querySelector('[data-stay]');
  stay.textContent = shown.stay;
  stay.href = current.through === 'link' ? '/connect/accounts' : '/';
});
