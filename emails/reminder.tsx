/**
 * Steps 1 to 5. Article: "The first reminder email is sent out two days later, then every five days after that, 4 more
 * times."
 */
import { formatDay } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';
import { countParams } from './account-groups.js';
import type { ReminderEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';

export const reminder = letterTemplate<ReminderEmail>(({ locale, timeZone, archiveName, accounts, number }) => {
  const { reminder: words } = messagesIn(locale).emails.letters;
  const params = { ...countParams(accounts, locale), archive: sanitizeName(archiveName) };
  const day = formatDay(accounts[0]!.disconnectedSince, timeZone, locale);
  return {
    subject: words.subject,
    preview: words.preview({ ...params, day }),
    eyebrow: words.eyebrow({ number }),
    headline: words.headline(params),
    intro: words.intro(params),
  };
});
