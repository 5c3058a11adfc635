/** To the new owner at once after a transfer ("one email (step 0 wording, the new owner's link)"). */
import { countedOf } from './account-groups.js';
import type { TransferredEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';
import { wordsIn } from '../i18n/emails/index.js';

export const transferred = letterTemplate<TransferredEmail>(({ locale, accounts, archiveName, productName }) => {
  const { common, letters } = wordsIn(locale);
  return {
    subject: letters.first.subject(sanitizeName(productName)),
    eyebrow: letters.first.eyebrow,
    headline: common.disconnected(countedOf(accounts)),
    intro: (by) => letters.transferred.intro({ archive: sanitizeName(archiveName), n: accounts.length, by }),
  };
});
