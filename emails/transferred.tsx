/** Sent to the new owner right after a transfer ("one email (step 0 wording, the new owner's link)"). */
import { messagesIn } from '../i18n/index.js';
import { countParams } from './account-groups.js';
import type { TransferredEmail } from './content.js';
import { letterTemplate } from './disconnect-letter.js';
import { sanitizeName } from './sanitize-name.js';

export const transferred = letterTemplate<TransferredEmail>(({ locale, accounts, archiveName, productName }) => {
  const { common, letters } = messagesIn(locale).emails;
  const params = { ...countParams(accounts, locale), archive: sanitizeName(archiveName) };
  return {
    subject: letters.first.subject({ product: sanitizeName(productName) }),
    preview: letters.transferred.preview(params),
    eyebrow: letters.first.eyebrow,
    headline: common.disconnected(params),
    intro: letters.transferred.intro(params),
  };
});
