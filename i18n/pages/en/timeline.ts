/** The page of one disconnect: what happened, in words and as a picture. */
import { count } from './common.js';
import { EVENTS } from './timeline-events.js';

const LAST_STEP = 5;
const TRY_AGAIN = 'Trying again can help.';

export const TIMELINE = {
  title: (account: string) => `What happened to ${account}`,
  back: (account: string) => `Back to ${account}`,
  facts: 'About this disconnect',
  state: 'State',
  states: {
    open: 'Disconnected',
    reconnected: 'Connected again',
    inactive: 'Ended: the account is no longer in use',
    deleted: 'Ended: the account was deleted',
    withdrawn: 'Withdrawn as a mistake',
  },
  nextEmail: 'Next email',
  noOwner: 'none any more: the account was deleted',
  paused: 'Emails paused until',
  pausedWhy: (day: string, reason: string) => (reason ? `${day}. Reason: ${reason}` : day),
  reconnect: 'Reconnect',

  gap: 'The gap in the record',
  gapClosed: (from: string, to: string, duration: string) =>
    `From ${from} to ${to} nothing of this account was captured: ${duration}.`,
  gapOpen: (from: string, duration: string) =>
    `Since ${from} nothing of this account is captured: ${duration} so far. The gap ends when the account is connected again.`,
  gapEnded: 'It counts until the disconnect ended, since nothing was captured before.',
  gapNone: 'There is no gap: the report was a mistake, and the account was captured all the time.',
  fromCaptured: 'It begins with what was captured last.',
  fromNoticed: 'It begins when the disconnect was noticed; when the account was captured last is not known.',

  picture: (from: string, to: string, duration: string, gap: boolean) =>
    gap
      ? `Time line from ${from} to ${to}. Nothing was captured for ${duration}.`
      : `Time line from ${from} to ${to}. The account was captured all the time.`,
  pictureMarks: (marks: readonly string[]) =>
    marks.length > 0 ? `Marked are: ${marks.join(', ')}.` : 'Nothing else is marked.',
  bands: { captured: 'captured', gap: 'not captured', paused: 'emails paused' },
  marks: {
    email: (n: number) => count(n, 'email'),
    failed: (n: number) => `${count(n, 'email')} that did not arrive`,
    person: (n: number) => count(n, 'visit or attempt', 'visits and attempts'),
    refused: (n: number) => count(n, 'attempt without success', 'attempts without success'),
    other: (n: number) => count(n, 'other event'),
  },
  today: 'now',

  events: 'Everything that happened',
  sentences: EVENTS,
  /** Of a kind that has no words yet. */
  unknownEvent: (actor: string) => `${actor} did something that is recorded here without further details.`,
  delivery: {
    email_delivered: 'arrived',
    email_delayed: 'delayed',
    email_bounced: 'came back',
    email_complained: 'marked as spam',
    email_suppressed: 'not delivered',
    email_failed: 'not sent',
  },
  moreEvents: (n: number) => `Only the first ${n.toLocaleString('en-US')} are shown here. The file has all of them.`,
  empty: 'Nothing is recorded yet.',

  email: {
    first: (series: number) => (series === 1 ? 'The first email' : `The first email of round ${series}`),
    reminder: (step: number, series: number) =>
      series === 1 ? `Reminder ${step} of ${LAST_STEP}` : `Reminder ${step} of ${LAST_STEP} in round ${series}`,
    disconnected_again: 'The email “disconnected again”',
    reconnected: 'The confirmation “reconnected”',
    transferred: 'The email to the new Account Owner',
    unknown: 'An email',
  },
  refusals: {
    account_gone: 'The account is no longer in the archive.',
    account_inactive: 'The account is marked as closed or no longer in use.',
    transfer_in_progress: 'The account was just being transferred to another Account Owner.',
    owned_by_other_owner: 'The account lives under a different Account Owner. It must be transferred first.',
    parent_profile_owned_by_other_owner:
      'The Parent Profile lives under a different Account Owner. It must be transferred first.',
    wrong_identity: 'That sign-in is of a different account.',
    not_managed: 'That profile does not manage the account, or did not allow it in the network’s dialog.',
    nothing_authorized: 'That sign-in allowed nothing that could be connected.',
    link_dead: 'The Personalized Link had been renewed or had ended.',
    not_permitted: 'The person may not do this any more.',
    denied: 'The sign-in was cancelled at the network, or archiving was not allowed there.',
    rejected: `The network refused the sign-in. ${TRY_AGAIN}`,
    unavailable: `The network did not answer. ${TRY_AGAIN}`,
    misconfigured: 'The network does not accept how Relink is set up there. An operator of Relink must look at it.',
    other: 'The reason was not recorded.',
  },

  withdraw: {
    title: 'Was it a mistake?',
    lead: 'Withdraw the report if the account was connected all the time. It counts as connected at once, no more emails go out about it, nobody is told “reconnected”, and the gap disappears from the report. This cannot be taken back; the timeline stays.',
    reason: 'Reason for withdrawing',
    button: 'Withdraw the report',
  },
  done: {
    paused: 'The emails are paused.',
    resumed: 'The pause has ended.',
    withdrawn: 'The report is withdrawn. The account counts as connected.',
  },

  csv: 'Download as a file (CSV)',
  columns: {
    local: 'Time (archive’s time zone)',
    utc: 'Time (UTC)',
    account: 'Account',
    network: 'Network',
    what: 'What happened',
    who: 'By whom',
  },
  csvGapBegin: (known: boolean) =>
    known ? 'The gap in the record begins: last captured.' : 'The gap in the record begins: noticed as disconnected.',
  csvGapEnd: 'The gap in the record ends.',
};
