/** To the new owner at once after a transfer (product.md: "one email (step 0 wording, the new owner's link)"). */
import type { Locale } from '../domain/locales.js';
import { networkLabel } from '../domain/networks.js';
import { countedOf, LISTED } from './account-groups.js';
import type { ListedAccount, TransferredEmail } from './content.js';
import { letterTemplate, type DisconnectWording } from './disconnect-letter.js';
import { plain } from './plain.js';
import { wordsIn } from './words/index.js';

/** Two full lists would not fit under Gmail's limit: the second gets what the first leaves, and never less than this. */
const FEWEST = 10;

export const transferred = letterTemplate<TransferredEmail>((content) => {
  const { locale, accounts, archiveName, previousOwnerName, detached = [] } = content;
  const { common, letters } = wordsIn(locale);
  const n = accounts.length + detached.length;
  const from = previousOwnerName ? plain(previousOwnerName) : null;
  return {
    subject: letters.first.subject(plain(content.productName)),
    eyebrow: letters.first.eyebrow,
    headline: accounts.length > 0 ? common.disconnected(countedOf(accounts)) : common.nowYours(countedOf(detached)),
    intro: (by) => letters.transferred.intro({ archive: plain(archiveName), n, by }, from),
    ...(detached.length > 0 && { aside: asideOf(detached, Math.max(FEWEST, LISTED - accounts.length), locale) }),
  };
});

/** product.md: "a connected one goes on capturing until its authorization ends, and the new owner is emailed once". */
function asideOf(detached: ListedAccount[], room: number, locale: Locale): DisconnectWording['aside'] {
  return {
    sentence: wordsIn(locale).letters.transferred.detached(detached.length),
    lines: detached.slice(0, room).map((account) => ({
      name: plain(account.accountName),
      detail: networkLabel(account.network, locale),
    })),
    more: Math.max(0, detached.length - room),
  };
}
