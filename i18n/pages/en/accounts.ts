/** The Account Owner's own page. */
import { count, listed } from './common.js';

export const ACCOUNTS = {
  title: 'Your accounts',
  heading: 'Your social media accounts',
  of: (archiveName: string) => `Archived as public records by ${archiveName}`,
  owner: (name: string) => `Signed in through the Personalized Link of ${name}`,
  needsYou: (n: number) => (n === 1 ? '1 account needs you' : `${n.toLocaleString('en-US')} accounts need you`),
  loss: 'While an account is disconnected, its posts are not archived.',

  disconnected: 'Disconnected',
  linked: 'From your email',
  since: 'Disconnected since',
  why: 'Why',
  remedy: 'What to do',
  throughProfile: 'Parent Profile',
  days: (n: number) => (n === 0 ? 'today' : count(n, 'day')),
  more: (n: number) => `And ${count(n, 'more account')}.`,

  reconnect: 'Reconnect',
  reconnectAll: (n: number) => (n === 2 ? 'Reconnect both' : `Reconnect all ${n.toLocaleString('en-US')}`),
  oneSignIn: (n: number, provider: string) =>
    `One sign-in at ${provider} can repair ${n === 2 ? 'both' : `all ${n.toLocaleString('en-US')}`}`,
  throughWhom: (name: string) => `through the Parent Profile ${name}`,

  connected: 'Connected',
  connectedNone: 'No account is connected yet.',
  inactive: 'Inactive',
  inactiveNote: 'Marked as closed or no longer in use. If one of them is in use again, tell your administrator.',

  detached: {
    title: (n: number) =>
      n === 1 ? 'An account needs your permission soon' : `${count(n, 'account')} need your permission soon`,
    note: 'Still archived, but only until the permission ends that was given through somebody else’s personal profile. Sign in once with your own.',
    button: 'Give permission',
  },
  ending: {
    title: (n: number) =>
      n === 1
        ? 'A permission ends soon: please renew it'
        : `The permissions of ${count(n, 'account')} end soon: please renew them`,
    note: 'Still archived. Sign in once more before the day named here, and nothing is lost.',
    button: 'Renew',
  },
  endsOn: (day: string) => `permission ends on ${day}`,
  allWell: 'All your accounts are connected',
  allWellNote: 'There is nothing to do. We will email you when one of them needs you.',
  empty: 'No accounts yet',
  emptyNote: 'Connect the first one: choose its network below.',

  connectNew: 'Connect a new account',
  connectNewNote:
    'Choose a network and sign in there. What you allow in its dialog is added to the archive under your name.',
  connectNetwork: (label: string) => `Connect ${label}`,
  viaProfile: 'with your personal profile',
  viaAccount: 'with the account’s own sign-in',
  notSetUp: 'not set up here yet',

  reconnectedBar: (names: readonly string[]) =>
    names.length === 1 ? `${names[0]} is connected again.` : `${listed(names)} are connected again.`,
  addedBar: (names: readonly string[]) =>
    names.length === 1 ? `${names[0]} is now connected.` : `${listed(names)} are now connected.`,

  waiting: 'Finish signing in in the other window. This page updates by itself.',
  problem: 'The sign-in could not be opened. Check your connection, then try again.',
  ended: 'Your visit has ended',
  endedNote: 'For your safety this page closes after a while. Open the link in your email again to go on.',

  how: {
    title: 'How reconnecting works',
    steps: [
      'Press Reconnect. The network’s own page opens in a new window.',
      'Sign in there if it asks, and leave every box ticked.',
      'The window closes, and the green bar here says that the account is connected again.',
    ],
    profile:
      'For Facebook Pages, Instagram and LinkedIn Pages you sign in with your personal profile. It only authorizes the connection and is never archived itself.',
  },
  about: {
    title: 'About this page',
    lines: [
      'Your link opens this page without a password. It can start sign-ins for your accounts, and nothing else: nobody can post, read messages or see a password through it.',
      'Please keep it to yourself.',
    ],
  },
  ask: {
    title: 'Questions?',
    line: 'The Primary Administrator of your archive can help:',
    nobody: 'Ask an administrator of your archive.',
  },
  inApp: {
    title: 'You are in the built-in browser of another app',
    line: 'Sign-ins often fail here. Go back to your email, copy the link of its button, and paste it into Safari, Chrome, Edge or Firefox.',
    copy: 'Copy the address of this page',
    copied: 'Copied',
  },
};
