/** The dashboard of administrators, and its notice. */
import { count } from './common.js';

export const DASHBOARD = {
  title: 'Dashboard',
  heading: (archive: string) => archive,
  lead: 'What is captured, what is not, and who can repair it.',
  notice: {
    title: (n: number) =>
      n === 1 ? '1 account is disconnected' : `${n.toLocaleString('en-US')} accounts are disconnected`,
    lead: 'While an account is disconnected, its posts are not archived. Relink emails its Account Owner until it is reconnected.',
    none: 'All accounts are connected',
    noneLead: 'Nothing is disconnected. This page tells you by itself when that changes.',
    noAccounts: 'No accounts yet',
    noAccountsLead:
      'Add Account Owners under Configure. Each gets a personal link to connect their accounts, and the accounts appear here.',
    owner: 'Account Owner',
    accounts: (n: number) => count(n, 'account'),
    since: (day: string, days: number) => `since ${day} (${days === 0 ? 'today' : count(days, 'day')})`,
    reconnect: 'Reconnect',
    reconnectOf: (name: string) => ` accounts of ${name}`,
    look: 'See accounts',
    more: (n: number) => `and ${count(n, 'more account')}`,
    moreOwners: (n: number) => `${count(n, 'more Account Owner')} with disconnected accounts:`,
    allDisconnected: 'see all disconnected accounts',
    paused: 'emails paused',
    undeliverable: 'Emails to this person do not arrive.',
    timeline: 'what happened so far',
    mine: 'Go to my accounts',
  },
  counts: {
    label: 'Accounts now',
    connected: 'connected',
    disconnected: 'disconnected',
    inactive: 'inactive',
  },
  history: {
    title: 'The last 90 days',
    chart: (min: string, max: string, worst: number, worstDay: string) =>
      worst === 0
        ? `Accounts from ${min} to ${max}: none was disconnected.`
        : `Accounts from ${min} to ${max}: at most ${count(worst, 'account')} disconnected, on ${worstDay}.`,
    connected: 'Connected',
    disconnected: 'Disconnected',
    today: 'today',
    choose: 'Whose history',
    all: 'All networks',
    table: 'By network',
    network: 'Network',
    reconnected: 'Reconnected in 90 days',
    median: 'Time to reconnect, median',
    worst: 'longest',
    never: 'none',
    empty: 'As soon as there are accounts, their history is drawn here.',
  },
  /** How long something took, in the largest unit that says enough. */
  duration: (ms: number): string => {
    const minutes = Math.round(ms / 60_000);
    if (minutes < 1) return 'less than a minute';
    if (minutes < 90) return count(minutes, 'minute');
    const hours = Math.round(minutes / 60);
    return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day');
  },
};
