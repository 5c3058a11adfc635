/** To the new owner at once after a transfer (product.md: "one email (step 0 wording, the new owner's link)"). */
import { LISTED, networkLabel } from './account-groups.js';
import type { Template, TransferredEmail } from './content.js';
import { disconnectHtml, disconnectText, type DisconnectWording } from './disconnect-letter.js';
import { firstSubject } from './first.js';
import { accountsAre } from './sentences.js';
import { count, plain } from './words.js';

function wording(content: TransferredEmail): DisconnectWording {
  const detached = content.detached ?? [];
  const { accounts } = content;
  const total = accounts.length + detached.length;
  const from = content.previousOwnerName ? ` from ${plain(content.previousOwnerName)}` : '';
  const are = total === 1 ? 'is' : 'are';
  return {
    subject: firstSubject(content.productName),
    eyebrow: 'Immediate action required',
    headline: accounts.length > 0 ? accountsAre(accounts, 'disconnected') : accountsAre(detached, 'now yours'),
    intro: (way) =>
      `${count(total, 'account')} of ${plain(content.archiveName)} moved to you${from}: ${total === 1 ? 'it' : 'they'} ${are} now yours to keep connected. Please reconnect now: ${way} opens your personal page, no login to the archive is needed.`,
    ...(detached.length > 0 && {
      aside: {
        sentence: `Still captured, but only until ${detached.length === 1 ? 'its' : 'their'} present permission ends, since the profile that gave it did not move with ${detached.length === 1 ? 'it' : 'them'}. Please give permission through your own personal profile:`,
        lines: detached.slice(0, LISTED).map((account) => ({
          name: plain(account.accountName),
          detail: networkLabel(account),
        })),
        more: Math.max(0, detached.length - LISTED),
      },
    }),
  };
}

export const transferred: Template<TransferredEmail> = {
  subject: (content) => wording(content).subject,
  html: (content) => disconnectHtml(content, wording(content)),
  text: (content) => disconnectText(content, wording(content)),
};
