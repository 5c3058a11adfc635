/** Flapping: one short email right away instead of a second first email (at most one in 24 hours). */
import { messagesIn } from '../i18n/index.js';
import { countParams } from './account-groups.js';
import type { DisconnectedAgainEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';

export const disconnectedAgain = letterTemplate<DisconnectedAgainEmail>(({ locale, archiveName, accounts }) => {
  const { again } = messagesIn(locale).emails.letters;
  const params = { ...countParams(accounts, locale), archive: sanitizeName(archiveName) };
  return {
    subject: again.subject(params),
    preview: again.preview(params),
    eyebrow: again.eyebrow,
    headline: again.headline(params),
    intro: again.intro(params),
  };
});
