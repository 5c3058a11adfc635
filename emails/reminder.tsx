/** Steps 1 to 5: article: "The first reminder email is sent out two days later, then every five days after that, 4 more times." */
import { countedOf } from './account-groups.js';
import type { ReminderEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';
import { wordsIn } from '../i18n/emails/index.js';

export const reminder = letterTemplate<ReminderEmail>(({ locale, archiveName, accounts, number }) => {
  const { common, letters } = wordsIn(locale);
  return {
    subject: letters.reminder.subject,
    eyebrow: letters.reminder.eyebrow(number),
    headline: common.stillDisconnected(countedOf(accounts)),
    intro: (by) => letters.reminder.intro({ archive: sanitizeName(archiveName), n: accounts.length, by }),
  };
});
