/** What a transfer moved, said to the new Account Owner and to the one before. */
import { counted, grouped, type Counted } from '../numbers.js';

const things = ({ n, name }: Counted, profiles: number) =>
  n === 0 ? counted(profiles, 'Parent Profile', 'Parent Profiles') : n === 1 ? name : counted(n, 'account', 'accounts');

export const moved = {
  someAdministrator: 'An administrator',
  profile: (network: string) => `personal profile at ${network}: it only gives permission, and is not archived itself`,
  /** Of many owners, the first few. */
  andMore: (names: string, n: number) => `${names} and ${grouped(n)} more`,
  new: {
    eyebrow: 'Transferred to you',
    subject: (product: string, accounts: Counted, profiles: number) =>
      `${product}: ${things(accounts, profiles)} transferred to you`,
    headline: (accounts: Counted, profiles: number) =>
      `${things(accounts, profiles)} ${accounts.n > 1 || (accounts.n === 0 && profiles > 1) ? 'are' : 'is'} now yours`,
    intro: (mover: string, archive: string, from: string) =>
      `${mover} transferred what is listed below in the archive of ${archive} from ${from} to you. From now on you keep it connected: when a network ends a connection, you are emailed and reconnect it.`,
    paused:
      'Disconnected; an administrator paused the emails about it, so the reminders wait. You can reconnect on your page at any time:',
    captured: 'Nothing to do now:',
    alone: (n: number): string =>
      n === 1
        ? 'Still captured, but only until its present permission ends, since the personal profile that gave it did not move along. Please give permission through your own personal profile soon:'
        : 'Still captured, but only until their present permission ends, since the personal profile that gave it did not move along. Please give permission through your own personal profile soon:',
    profiles: 'Parent Profiles:',
  },
  old: {
    eyebrow: 'Transferred',
    subject: (product: string, accounts: Counted, profiles: number, to: string) =>
      `${product}: ${things(accounts, profiles)} transferred to ${to}`,
    headline: (accounts: Counted, profiles: number) =>
      `${things(accounts, profiles)} ${accounts.n > 1 || (accounts.n === 0 && profiles > 1) ? 'are' : 'is'} not yours any more`,
    intro: (mover: string, archive: string, to: string) =>
      `${mover} transferred what is listed below in the archive of ${archive} from you to ${to}. There is nothing for you to do: your personal link no longer shows it, and no email about it reaches you.`,
    accounts: 'Accounts:',
    profiles: 'Parent Profiles:',
    staying: (n: number): string =>
      n === 1
        ? 'This account stays with you, but the personal profile that gave permission for it is not yours any more. It is captured until that permission ends. Please give permission through another personal profile soon:'
        : 'These accounts stay with you, but the personal profile that gave permission for them is not yours any more. They are captured until that permission ends. Please give permission through another personal profile soon:',
  },
  open: 'Open my page',
};
