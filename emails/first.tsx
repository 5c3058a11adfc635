/** Step 0: article: "ArchiveSocial: Immediate action required - Please reconnect your account(s)". */
import type { FirstEmail, Template } from './content.js';
import { disconnectHtml, disconnectText, type DisconnectWording } from './disconnect-letter.js';
import { accountsAre, theAccounts } from './sentences.js';
import { plain } from './words.js';

export function firstSubject(productName: string): string {
  return `${plain(productName)}: Immediate action required - Please reconnect your account(s)`;
}

function wording(content: FirstEmail): DisconnectWording {
  const accounts = theAccounts(content.accounts);
  return {
    subject: firstSubject(content.productName),
    eyebrow: 'Immediate action required',
    headline: accountsAre(content.accounts, 'disconnected'),
    intro: (way) =>
      `${plain(content.archiveName)} can no longer archive ${accounts} below. Please reconnect now: ${way} opens your personal page, no login to the archive is needed.`,
  };
}

export const first: Template<FirstEmail> = {
  subject: (content) => wording(content).subject,
  html: (content) => disconnectHtml(content, wording(content)),
  text: (content) => disconnectText(content, wording(content)),
};
