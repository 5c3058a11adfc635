/** The list of accounts of an Account Owner, or of the whole archive, and the page of one account. */
import { count } from './common.js';

export const ACCOUNT_LIST = {
  all: 'All accounts',
  allLead: 'Every account of the archive; what is disconnected comes first.',
  of: (owner: string) => `Accounts of ${owner}`,
  mine: 'My accounts',
  lead: (disconnected: number) =>
    disconnected === 0
      ? 'All of them are connected.'
      : `${count(disconnected, 'account')} ${disconnected === 1 ? 'needs' : 'need'} to be reconnected.`,
  onBehalf: (owner: string) =>
    `Have the sign-in of an account at hand? You can reconnect it here on behalf of ${owner}.`,
  configure: 'Send the personalized link, or change the person',
  undeliverable: 'Emails to this Account Owner do not arrive. Correct the address under Configure.',
  search: 'Name contains',
  status: 'Status',
  anyStatus: 'any',
  filter: 'Show',
  statuses: { connected: 'Connected', disconnected: 'Disconnected', inactive: 'Inactive' },
  account: 'Account',
  owner: 'Account Owner',
  profile: 'Parent Profile',
  noProfile: 'none',
  since: 'Disconnected since',
  reason: 'Why',
  next: 'Next email',
  emails: 'Emails sent',
  sent: (sent: number, delivered: number, failed: number) =>
    [
      `${sent} sent`,
      ...(delivered > 0 ? [`${delivered} delivered`] : []),
      ...(failed > 0 ? [`${failed} did not arrive`] : []),
    ].join(', '),
  none: 'none yet',
  pausedUntil: (day: string) => `paused until ${day}`,
  reconnect: 'Reconnect',
  details: 'Details',
  detailsOf: (name: string) => ` of ${name}`,
  timeline: 'What happened so far',
  empty: 'No accounts yet',
  emptyLead: 'They appear here as soon as the Account Owner has connected them, or the archive has added them.',
  noMatch: 'No account matches. Change the search, or show any status.',
  total: (n: number, more: boolean) => (more ? `more than ${count(n, 'account')}` : count(n, 'account')),
};

export const ACCOUNT_PAGE = {
  back: (owner: string) => `Accounts of ${owner}`,
  facts: 'About this account',
  network: 'Network',
  status: 'Status',
  whyInactive: 'Why inactive',
  disconnect: 'The disconnect',
  remedy: 'What to do',
  permission: {
    title: 'Permission',
    given: (day: string) => `given on ${day}`,
    ends: (day: string) => `ends on ${day}`,
    none: 'Relink holds none, so it cannot look: only the archive notices when the account is disconnected.',
    lastCheck: 'Last check',
    checking: 'Relink is asking the network; reload this page in a moment.',
    found: {
      healthy: 'the permission works',
      unclear: {
        transient: 'the network gave no clear answer, so nothing was changed; Relink asks again by itself',
        not_a_disconnect: 'the network answered about Relink, not about this account; the operator is to look',
        unknown: 'the network refused and did not say why; Relink asks again before it believes it',
      },
    },
    check: 'Check the permission now',
  },
  checks: 'Before reconnecting',
  checksLead: 'Things to consider, so that the reconnect works at the first try.',
  ok: 'fine',
  notOk: 'to be settled first',
  check: {
    account_active: {
      title: 'Is the account still in use?',
      in_use: 'It is not marked as closed.',
      marked_inactive: 'It is marked inactive. If it is in use again, take the mark back.',
      not_found:
        'The network says that there is no such account any more. If it was closed for good, mark it inactive.',
    },
    account_owner: {
      title: 'Is it under the right Account Owner?',
      there: 'It sits under the person above, who should reconnect it.',
      unreachable:
        'Emails to its Account Owner do not arrive. Correct the address; or, if the person has left, transfer the account.',
      missing: 'Its Account Owner is not in the archive. Add the person, and transfer the account to them.',
    },
    parent_profile_owner: {
      title: 'Is its Parent Profile under the same Account Owner?',
      not_needed: 'None is needed.',
      none_yet: 'It has none yet: the Account Owner signs in with a personal profile that manages the account.',
      same_owner: 'It is.',
      detached:
        'A transfer left behind the one that authorized it. The Account Owner should sign in soon with a personal profile of their own that manages the account.',
      other_owner:
        'The personal profile that last signed in is a Parent Profile under a different Account Owner. Use another one, or transfer it.',
      removed:
        'The network ends each connection through it within minutes. Transfer the account to somebody whose personal profile still manages it.',
    },
    transfer: {
      title: 'Is it being transferred?',
      none: 'No transfer is under way.',
      running: 'A transfer is under way. Try again when it has ended.',
    },
  },
  action: {
    mark_inactive: 'Mark it inactive…',
    mark_active: 'Take the mark back…',
    add_owner: 'Add and transfer…',
    transfer_account: 'Transfer the account…',
    transfer_parent_profile: 'Transfer the Parent Profile…',
  },
  pause: {
    title: 'Pause its emails',
    lead: 'Nobody is emailed about this disconnect until then. The pause ends by itself; emails that fall due meanwhile are skipped. Records are still being lost.',
    until: 'Until (end of that day)',
    reason: 'Reason',
    button: 'Pause emails',
    now: (day: string, reason: string) => `Paused until ${day}: ${reason}`,
    change: 'Or pause until another day:',
    changeButton: 'Change the pause',
    resume: 'End the pause now',
  },
  inactive: {
    title: 'Mark it inactive',
    lead: 'For an account that was closed or is no longer in use. Nobody is emailed about it any more, and nobody is told “reconnected”.',
    reason: 'Reason',
    button: 'Mark inactive',
    takeBack: {
      title: 'In use again?',
      lead: 'The account counts as disconnected then, and its Account Owner is asked to reconnect it.',
      button: 'Take the mark back',
    },
  },
  history: 'Disconnects so far',
  noHistory: 'It was never disconnected.',
  closed: {
    reconnected: 'reconnected',
    inactive: 'ended: marked inactive',
    deleted: 'ended: deleted',
    withdrawn: 'withdrawn as a mistake',
    open: 'open',
  },
  done: {
    paused: 'The emails are paused.',
    resumed: 'The pause has ended.',
    checking: 'Relink asks the network. Reload this page in a moment to see what it found.',
    inactive: 'The account is marked inactive.',
    active: 'The mark is taken back; the Account Owner is asked to reconnect.',
  },
};
