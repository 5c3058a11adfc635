/** Flapping: one short email at once instead of a second first one (product.md: at most one in 24 hours). */
import type { DisconnectedAgainEmail, Template } from './content.js';
import { disconnectHtml, disconnectText, type DisconnectWording } from './disconnect-letter.js';
import { accountsAre } from './sentences.js';
import { plain } from './words.js';

function wording(content: DisconnectedAgainEmail): DisconnectWording {
  const one = content.accounts.length === 1;
  return {
    subject: `Action required: ${one ? 'Account' : 'Accounts'} disconnected again`,
    eyebrow: 'Disconnected again',
    headline: accountsAre(content.accounts, 'disconnected again'),
    intro: () =>
      `${one ? 'The account below was' : 'The accounts below were'} reconnected, but the network ended the connection again shortly after, so ${plain(content.archiveName)} cannot archive ${one ? 'it' : 'them'}. Please reconnect once more, and read what to do below first.`,
  };
}

export const disconnectedAgain: Template<DisconnectedAgainEmail> = {
  subject: (content) => wording(content).subject,
  html: (content) => disconnectHtml(content, wording(content)),
  text: (content) => disconnectText(content, wording(content)),
};
