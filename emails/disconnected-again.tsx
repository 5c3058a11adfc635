/** Flapping: one short email at once instead of a second first one (at most one in 24 hours). */
import { countedOf } from './account-groups.js';
import type { DisconnectedAgainEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';
import { wordsIn } from '../i18n/emails/index.js';

export const disconnectedAgain = letterTemplate<DisconnectedAgainEmail>(({ locale, archiveName, accounts }) => {
  const { common, letters } = wordsIn(locale);
  return {
    subject: letters.again.subject(accounts.length),
    eyebrow: letters.again.eyebrow,
    headline: common.disconnectedAgain(countedOf(accounts)),
    intro: (by) => letters.again.intro({ archive: sanitizeName(archiveName), n: accounts.length, by }),
  };
});
