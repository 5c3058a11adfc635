/** Relink's own page between a click and the network, and everything that can end there. */
import { count } from './common.js';

export const RECONNECT = {
  openingTitle: 'One moment…',
  opening: 'Opening the network’s sign-in page…',

  leaveTitle: (provider: string) => `Continue to ${provider}`,
  reconnectHeading: (account: string) => `Reconnect ${account}?`,
  connectHeading: (label: string) => `Connect a ${label}?`,
  leadReconnect: (archive: string) => `You are about to connect this account to the archive of ${archive} again.`,
  leadConnect: (archive: string, label: string) =>
    `You are about to connect a ${label} to the archive of ${archive}. Its posts will be archived as public records.`,
  network: 'Network',
  account: 'Account',
  archive: 'Archive',
  owner: 'Account Owner',
  begunBy: 'Begun',
  byUser: (name: string) => `by ${name}`,
  byLink: (owner: string) => `from ${owner}’s link`,
  go: (provider: string) => `Continue to ${provider}`,
  promise: (provider: string) => `You sign in at ${provider} itself. Your password is never seen here.`,
  unexpected: 'You did not expect this? Close this window: nothing happens without your click.',

  gone: {
    title: 'This sign-in has ended',
    lines: [
      'It was used already, or was open for more than ten minutes. If it was used, your page shows the result.',
      'Nothing else was changed. You can simply start again.',
    ],
  },
  otherBrowser: {
    title: 'This sign-in was begun in another browser',
    lines: [
      'For your safety it only ends where it began. Nothing was changed.',
      'Start again in the browser that you want to use, and allow cookies for this site.',
    ],
  },
  linkDead: {
    title: 'The link you came with no longer works',
    what: 'It was renewed or has ended meanwhile.',
    how: ['Open the newest link from your email.'],
  },
  denied: (provider: string) => ({
    title: 'You did not allow it',
    lines: [
      `The sign-in at ${provider} was cancelled, so nothing was changed.`,
      'To go on archiving, try again and confirm at the network.',
    ],
  }),
  rejected: (provider: string) => ({
    title: `${provider} did not accept the sign-in`,
    lines: ['Nothing was changed. Please try once more; usually that is enough.'],
  }),
  unavailable: (provider: string) => ({
    title: `${provider} cannot be reached at the moment`,
    lines: ['Nothing was changed. The network has trouble of its own: try again in a few minutes.'],
  }),
  misconfigured: (provider: string, whom: string) => ({
    title: `${provider} is not set up correctly here`,
    lines: ['Nothing was changed, and trying again will not help.', `Please tell ${whom}.`],
  }),
  back: 'Back to my accounts',
  again: 'Try again',
  close: 'Close this window',
  closing: 'This window closes by itself.',
};

export const RESULT = {
  reconnected: (n: number) => (n === 1 ? 'Connected again' : `${count(n, 'account')} connected again`),
  added: (n: number) => (n === 1 ? 'Account connected' : `${count(n, 'account')} connected`),
  renewed: 'Sign-in renewed',
  isAgain: 'is connected again.',
  isNow: 'is now connected.',
  isRenewed: 'is connected; its sign-in was renewed.',
  goesOn: 'Archiving goes on from here. You do not need to do anything else.',
  lost: 'Not allowed this time',
  lostNote:
    'The network did not name these accounts: a box was left unticked, or the personal profile no longer manages them. Try again and leave every box ticked.',
  isLost: 'is disconnected.',
  left: 'Left as they were',
};
