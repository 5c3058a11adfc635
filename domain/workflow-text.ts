/**
 * The text that operators read in Temporal's Web UI. It's in English whatever language the users speak, and it's separate from their
 * messages (i18n/), so that rewording or translating those never changes the workflow bundle.
 */
import { NETWORKS, PROVIDER_LABELS, type NetworkName, type ProviderName } from './networks.js';
import { STEPS, type DueStep } from './series.js';

/** One-line summaries of what each workflow does. */
export const SUMMARIES = {
  disconnect: (network: NetworkName) =>
    `Disconnected account (${NETWORKS[network].label}): emails until it’s reconnected`,
  mailer: 'Sends the emails that are due in one archive',
  transfer: 'Transfers accounts and Parent Profiles to another Account Owner, all or nothing',
  tokenChecks: (provider: ProviderName) => `Checks every ${PROVIDER_LABELS[provider]} authorization`,
  tokenRenewals: (provider: ProviderName) =>
    `Renews ${PROVIDER_LABELS[provider]} authorizations before they expire and checks those in doubt`,
};

const formatTime = (ms: number) => new Date(ms).toISOString();
const emailOf = ({ series, step, dueAt }: DueStep) =>
  `email ${step + 1} of ${STEPS}, series ${series}, due ${formatTime(dueAt)}`;

export const DISCONNECT_TEXT = {
  timer: emailOf,
  waiting: (next: DueStep) => `The account is disconnected. Next: ${emailOf(next)}.`,
  paused: (next: DueStep, until: number) =>
    `The account is disconnected. Next: ${emailOf(next)}. Emails are paused until ${formatTime(until)}.`,
  closed: (closedAs: string) => `Closed as ${closedAs}. No more emails will be sent.`,
};

export const MAILER_TEXT = {
  timer: 'more emails',
  held: 'An operator has put all email on hold.',
  sent: 'Everything has been sent.',
  waiting: 'Emails are waiting to be combined with others to the same Account Owner, or for the mail provider.',
  more: 'There are more emails to send.',
  next: (note: string, waitMs: number) => `${note} Next check in at most ${Math.ceil(waitMs / 1000)} s.`,
};

export const TRANSFER_TEXT = {
  running: 'Transferring accounts and Parent Profiles to another Account Owner, all or nothing.',
  completed: 'Everything was transferred.',
  refused: 'Nothing was transferred: the new owner is no longer an Account Owner.',
  failed: 'Nothing was transferred: it couldn’t be done in time. The accounts can be reconnected again.',
  unknown: 'This transfer isn’t in the database.',
};

export const TOKEN_CHECKS_TEXT = {
  checked: (n: number) => `${n} accounts checked.`,
  unclear: (provider: ProviderName) => `${PROVIDER_LABELS[provider]} isn’t giving clear responses`,
};
