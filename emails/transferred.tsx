/** To the new owner at once after a transfer (product.md: "one email (step 0 wording, the new owner's link)"). */
import { LISTED, networkLabel } from './account-groups.js';
import type { ListedAccount, Template, TransferredEmail } from './content.js';
import { disconnectHtml, disconnectText, type DisconnectWording } from './disconnect-letter.js';
import { firstSubject } from './first.js';
import { accountsAre } from './sentences.js';
import { count, plain } from './words.js';

/** Two full lists would not fit under Gmail's limit: the second gets what the first leaves, and never less than this. */
const FEWEST = 10;

function wording(content: TransferredEmail): DisconnectWording {
  const detached = content.detached ?? [];
  const { accounts } = content;
  const total = accounts.length + detached.length;
  const from = content.previousOwnerName ? ` from ${plain(content.previousOwnerName)}` : '';
  return {
    subject: firstSubject(content.productName),
    eyebrow: 'Immediate action required',
    headline: accounts.length > 0 ? accountsAre(accounts, 'disconnected') : accountsAre(detached, 'now yours'),
    intro: (way) =>
      `${count(total, 'account')} of ${plain(content.archiveName)} moved to you${from}, for you to keep connected. Please reconnect now: ${way} opens your personal page, no login to the archive is needed.`,
    ...(detached.length > 0 && { aside: asideOf(detached, Math.max(FEWEST, LISTED - accounts.length)) }),
  };
}

/** product.md: "a connected one goes on capturing until its authorization ends, and the new owner is emailed once". */
function asideOf(detached: ListedAccount[], room: number): DisconnectWording['aside'] {
  const [its, it] = detached.length === 1 ? ['its', 'it'] : ['their', 'them'];
  return {
    sentence: `Still captured, but only until ${its} present permission ends, since the profile that gave it did not move with ${it}. Please give permission through your own personal profile:`,
    lines: detached.slice(0, room).map((account) => ({
      name: plain(account.accountName),
      detail: networkLabel(account),
    })),
    more: Math.max(0, detached.length - room),
  };
}

export const transferred: Template<TransferredEmail> = {
  subject: (content) => wording(content).subject,
  html: (content) => disconnectHtml(content, wording(content)),
  text: (content) => disconnectText(content, wording(content)),
};
