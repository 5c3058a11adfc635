/** The emails that ask an owner to reconnect: first, reminder, disconnected again, transferred. */
import { counted } from '../numbers.js';

export interface Said {
  archive: string;
  /** How many accounts the sentence speaks of. */
  n: number;
  /** What the reader has: the button of the HTML, or the link of the text. */
  by: 'button' | 'link';
}

const the = (n: number) => (n === 1 ? 'the account' : 'the accounts');

export const letters = {
  first: {
    // The article's, to the letter: people have filters for it.
    subject: (product: string) => `${product}: Immediate action required - Please reconnect your account(s)`,
    eyebrow: 'Immediate action required',
    intro: ({ archive, n, by }: Said) =>
      `${archive} can no longer archive ${the(n)} below. Please reconnect now: the ${by} opens your personal page, no login to the archive is needed.`,
  },
  reminder: {
    subject: 'Action required: Reconnect account',
    eyebrow: (number: number) => `Reminder ${number}`,
    intro: ({ archive, n, by }: Said) =>
      `${archive} still cannot archive ${the(n)} below. Reconnecting takes a minute: the ${by} opens your personal page, no login to the archive is needed.`,
  },
  again: {
    subject: (n: number) => `Action required: ${n === 1 ? 'Account' : 'Accounts'} disconnected again`,
    eyebrow: 'Disconnected again',
    intro: ({ archive, n }: Said) =>
      n === 1
        ? `The account below was reconnected, but the network ended the connection again shortly after, so ${archive} cannot archive it. Please reconnect once more, and read what to do below first.`
        : `The accounts below were reconnected, but the network ended the connection again shortly after, so ${archive} cannot archive them. Please reconnect once more, and read what to do below first.`,
  },
  transferred: {
    intro: ({ archive, n, by }: Said) =>
      `${counted(n, 'account', 'accounts')} of ${archive} moved to you, for you to keep connected. Please reconnect now: the ${by} opens your personal page, no login to the archive is needed.`,
  },
  reconnect: 'Reconnect',
  allAccounts: 'All accounts',
  seeAll: 'See all accounts',
  since: (network: string, when: string) => `${network} · disconnected since ${when}`,
  /** The words of a reason speak of one account ("it"). */
  why: (n: number): string => (n === 1 ? 'Why' : 'Why (each)'),
  remedy: (n: number): string => (n === 1 ? 'What to do' : 'What to do (each)'),
  help: 'Why does this happen?',
  /** The copied administrators see the owner's button too, and have their own way ("never needs the owner's link"). */
  copiedButton: (owner: string) => `The button is for ${owner}. Administrators who are copied do not need it:`,
  copiedLink: (owner: string) => `The link above is for ${owner}. Administrators who are copied do not need it:`,
  loss: (n: number, archive: string) =>
    `While ${n === 1 ? 'it is' : 'they are'} disconnected, public records are not captured: posts, comments and messages from this time may be missing from the archive of ${archive} for good.`,
  whySent: (archive: string) =>
    `You receive this email because you are the Account Owner of these accounts in the archive of ${archive}.`,
};
