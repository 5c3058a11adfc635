/** Step 0: article: "ArchiveSocial: Immediate action required - Please reconnect your account(s)". */
import { countedOf } from './account-groups.js';
import type { FirstEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';
import { wordsIn } from '../i18n/emails/index.js';

export const first = letterTemplate<FirstEmail>(({ locale, productName, archiveName, accounts }) => {
  const { common, letters } = wordsIn(locale);
  return {
    subject: letters.first.subject(sanitizeName(productName)),
    eyebrow: letters.first.eyebrow,
    headline: common.disconnected(countedOf(accounts)),
    intro: (by) => letters.first.intro({ archive: sanitizeName(archiveName), n: accounts.length, by }),
  };
});
