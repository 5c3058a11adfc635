/** Step 0. Article: "ArchiveSocial: Immediate action required - Please reconnect your account(s)". */
import { messagesIn } from '../i18n/index.js';
import { countParams } from './account-groups.js';
import type { FirstEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';

export const first = letterTemplate<FirstEmail>(({ locale, productName, archiveName, accounts }) => {
  const { common, letters } = messagesIn(locale).emails;
  const params = { ...countParams(accounts, locale), archive: sanitizeName(archiveName) };
  return {
    subject: letters.first.subject({ product: sanitizeName(productName) }),
    preview: letters.first.preview(params),
    eyebrow: letters.first.eyebrow,
    headline: common.disconnected(params),
    intro: letters.first.intro(params),
  };
});
