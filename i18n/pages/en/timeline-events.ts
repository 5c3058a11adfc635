/** What happened, one sentence each. */
import type { EventSentences } from '../timeline-model.js';
import { listed } from './common.js';

const because = (why: string) => (why ? ` Reason: ${why}` : '');
const as = (name: string) => (name ? ` with the sign-in of ${name}` : '');
const at = (addresses: readonly string[]) => (addresses.length > 0 ? ` (${listed(addresses)})` : '');

export const EVENTS: EventSentences = {
  reported: ({ actor, reason }) => `${actor} reported that the account is disconnected: ${reason}.`,
  reopened: ({ actor, reason }) =>
    `${actor} reported it again shortly after it was connected: ${reason}. The emails go on where they were.`,
  refresh_tried: ({ worked }) =>
    worked
      ? 'Relink renewed the permission at the network by itself.'
      : 'Relink tried to renew the permission at the network by itself; that did not help.',
  token_checked: ({ works, believed }) =>
    works
      ? believed
        ? 'Relink asked the network: the permission works. It was reported before all the same, so the report is believed.'
        : 'Relink asked the network: the permission works.'
      : 'Relink asked the network whether the permission still works; it does not say so.',
  surge_held: () =>
    'Many accounts of this network were reported at once, so the emails wait until an administrator decides, or for two hours.',
  surge_hold_released: ({ actor }) => `${actor} released the emails that the surgeHold had kept back.`,
  renewal_asked: ({ ends }) => `The Account Owner was asked to renew the permission, which ends on ${ends}.`,

  email_sent: ({ email, to, cc }) =>
    cc.length > 0 ? `${email} was sent to ${to}, with a copy to ${listed(cc, 10)}.` : `${email} was sent to ${to}.`,
  email_delivered: ({ email }) => `${email} arrived.`,
  email_delayed: ({ email }) => `${email} is delayed; its delivery is being tried again.`,
  email_bounced: ({ email, addresses }) => `${email} came back: the address does not take it${at(addresses)}.`,
  email_complained: ({ email, addresses }) => `${email} was marked as spam by its recipient${at(addresses)}.`,
  email_suppressed: ({ email, addresses }) =>
    `${email} was not delivered: the address had failed or complained before${at(addresses)}.`,
  email_failed: ({ email }) => `${email} could not be sent.`,
  step_skipped: ({ email }) => `${email} was left out, because the emails were paused.`,

  paused: ({ actor, until, why }) => `${actor} paused the emails until ${until}.${because(why)}`,
  resumed: ({ actor }) => `${actor} ended the pause of the emails.`,

  link_opened: ({ actor }) => `${actor} opened the page with the accounts.`,
  link_copied: ({ actor }) => `${actor} copied the Personalized Link to pass it on.`,
  link_email_requested: ({ actor }) => `${actor} had the Personalized Link sent by email.`,
  reconnect_begun: ({ actor }) => `${actor} began to reconnect the account.`,
  reconnect_refused: ({ actor, refusal, signedInAs }) =>
    `${actor} tried to reconnect the account${as(signedInAs)}. It was refused, nothing was changed: ${refusal}`,
  attempt_failed: ({ actor, refusal }) => `${actor} tried to reconnect the account, without success: ${refusal}`,

  reconnected: ({ actor, signedInAs, byMachine }) =>
    byMachine
      ? 'The account is connected again. Nobody had to do anything.'
      : `${actor} reconnected the account${as(signedInAs)}. It is captured again.`,
  transferred: ({ actor, owners }) =>
    `${actor} transferred the account from ${owners.from} to ${owners.to}. The emails go on with ${owners.to}.`,
  inactive: ({ actor, why }) =>
    `${actor} marked the account as closed or no longer in use. The disconnect ended.${because(why)}`,
  deleted: ({ actor }) => `${actor} deleted the account from the archive. The disconnect ended.`,
  withdrawn: ({ actor, why, byCheck }) =>
    byCheck
      ? 'The permission works, so the report was taken back and nobody was written to. If it is reported again, it is believed.'
      : `${actor} withdrew the report as a mistake.${because(why)}`,

  connected: ({ actor, signedInAs }) => `${actor} connected the account${as(signedInAs)}.`,
  credential_read: ({ actor }) => `${actor} read the permission with which the account is captured.`,
  credential_renewed: ({ actor, signedInAs }) => `${actor} renewed the permission of the account${as(signedInAs)}.`,
  credential_deleted: ({ actor }) => `${actor} had the stored permission of the account deleted.`,
  account_added: ({ actor }) => `${actor} added the account to the archive.`,
  account_changed: ({ actor }) => `${actor} changed the account’s name or Parent Profile.`,
  account_inactive: ({ actor, why }) => `${actor} marked the account inactive.${because(why)}`,
  account_active: ({ actor }) => `${actor} took back that the account is inactive.`,
  account_deleted: ({ actor }) => `${actor} deleted the account from the archive.`,
  transfer_requested: ({ actor }) => `${actor} asked for a transfer.`,
  transfer_completed: ({ actor, owners }) => `A transfer to ${owners.to} was done for ${actor}.`,
  transfer_refused: ({ actor }) => `A transfer that ${actor} asked for was refused; nothing was moved.`,
  transfer_failed: ({ actor }) => `A transfer that ${actor} asked for could not be done in time; nothing was moved.`,
  reason_changed: ({ reason }) => `The reason is known better now: ${reason}.`,
  parent_profile_added: ({ actor }) => `${actor} added a Parent Profile.`,
  parent_profile_erased: ({ actor }) =>
    `${actor} had the name and the id of a Parent Profile deleted, as the person asked.`,
  invitation_requested: ({ actor }) => `${actor} had the invitation to sign in sent again.`,
  user_added: ({ actor }) => `${actor} added a person to the archive.`,
  user_changed: ({ actor }) => `${actor} changed a person’s entry.`,
  user_removed: ({ actor }) => `${actor} removed a person from the archive.`,
  primary_administrator_demoted: ({ actor }) => `${actor} named another Primary Administrator.`,
  signed_in: ({ actor }) => `${actor} signed in.`,
  settings_changed: ({ actor }) => `${actor} changed the archive’s settings.`,
  preferences_changed: ({ actor }) => `${actor} changed which emails they get.`,
  api_key_created: ({ actor }) => `${actor} created an API key.`,
  api_key_revoked: ({ actor }) => `${actor} revoked an API key.`,
};
