/** Steps 1 to 5: article: "The first reminder email is sent out two days later, then every five days after that, 4 more times." */
import type { ReminderEmail, Template } from './content.js';
import { disconnectHtml, disconnectText, type DisconnectWording } from './disconnect-letter.js';
import { accountsAre, theAccounts } from './sentences.js';
import { plain } from './words.js';

function wording(content: ReminderEmail): DisconnectWording {
  return {
    subject: 'Action required: Reconnect account',
    eyebrow: `Reminder ${content.number}`,
    headline: accountsAre(content.accounts, 'still disconnected'),
    intro: (way) =>
      `${plain(content.archiveName)} still cannot archive ${theAccounts(content.accounts)} below. Reconnecting takes a minute: ${way} opens your personal page, no login to the archive is needed.`,
  };
}

export const reminder: Template<ReminderEmail> = {
  subject: (content) => wording(content).subject,
  html: (content) => disconnectHtml(content, wording(content)),
  text: (content) => disconnectText(content, wording(content)),
};
