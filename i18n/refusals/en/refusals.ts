/** What was refused, and what to do about it. */
import type { FieldProblemCode, FieldProblemParams } from '../../../domain/field-problem.js';
import { NETWORKS, type NetworkName } from '../../../domain/networks.js';
import type { RefusalParams } from '../../../domain/refusal.js';
import type { FieldSentences, RefusalSentences } from '../sentences.js';
import { FIELDS } from './fields.js';
import { number } from './numbers.js';
import { TRANSFER_PROBLEMS } from './transfers.js';

function fieldSentence<C extends FieldProblemCode>(problem: { code: C; params: FieldProblemParams[C] }): string {
  const say: FieldSentences[C] = FIELDS[problem.code];
  return say(problem.params);
}

const more = (n: number, atLeast = false) => (n > 0 ? ` (and ${atLeast ? 'at least ' : ''}${n} more)` : '');

const named = ({ network, name }: { network: NetworkName; name: string }) =>
  `The ${NETWORKS[network].label} account ${name}`;

const WHO_MAY: Record<RefusalParams['forbidden']['audience'], string> = {
  nobody: 'Only the archive itself, with an API key, may do this.',
  managers: 'Only the Primary Administrator and Full Access System Administrators may do this. Ask one of them.',
  administrators: 'Only administrators of the archive may do this. Ask one of them.',
  everyone: 'Only administrators and Account Owners of the archive may do this.',
  api_keys: 'Only API keys can act for a user.',
  signed_in: 'Only people who signed in may do this, about themselves.',
};

const THINGS: Record<Exclude<RefusalParams['not_found']['what'], 'address'>, string> = {
  account: 'account',
  account_owner: 'Account Owner',
  api_key: 'API key',
  disconnect: 'disconnect',
  parent_profile: 'Parent Profile',
  resource: 'resource',
  session: 'session',
  surge_hold: 'surge hold',
  transfer: 'transfer',
  user: 'user',
};

function transferImpossible({ problems }: RefusalParams['transfer_impossible']): string {
  const [first] = problems;
  const why = first ? TRANSFER_PROBLEMS[first.kind][first.code] : '';
  return `Nothing was transferred. ${why}${more(problems.length - 1)}`;
}

const signedInAsOther = ({ signedInAs, account }: RefusalParams['wrong_identity']) =>
  `The sign-in was as ${signedInAs}, which does not authorize ${named(account)}.`;

const INACTIVE: Record<Exclude<RefusalParams['account_inactive']['during'], 'reconnect'>, string> = {
  capture: 'The account is marked inactive: nothing of it is captured.',
  report:
    'The account is marked inactive, so nobody is chased for it. Set its status to "disconnected" first if it is in use again.',
  reconnected: 'The account is marked inactive. Set its status to "disconnected" first if it is in use again.',
};

const BAD_TOKENS: Record<Extract<RefusalParams['bad_signature'], { from: 'google' }>['why'], string> = {
  algorithm: 'Only RS256 is accepted.',
  audience: 'The token is for another client.',
  claims: 'The token is no security event: iss, aud, iat, jti and events are needed.',
  form: 'The body is not a signed token.',
  issuer: 'The token is of another issuer.',
  no_key_id: 'The token does not name its key.',
  not_set_up: 'Google is not set up here.',
  signature: 'The signature is wrong.',
  time: 'The token is too old, or of the future.',
  type: 'The token is of another type.',
  unknown_key: 'The issuer has no such key.',
};

export const REFUSALS: RefusalSentences = {
  authentication_required: () => 'Send an API key: Authorization: Bearer <api key>.',
  invalid_api_key: () => 'This API key is unknown or was revoked. Use another one.',
  forbidden: ({ audience }) => WHO_MAY[audience],
  scope_missing: ({ scope }) => `This API key lacks the scope "${scope}". Use a key that has it.`,
  acting_user_required: () =>
    'A person reconnects: set the header X-Relink-Acting-User to the id of the user for whom you call.',
  cross_site_request: ({ to }) =>
    to === 'api'
      ? 'This came from a page of another site. Use the pages of Relink.'
      : 'This page only takes what its own buttons send. Try again there.',
  loopback_only: () =>
    'This is for this machine alone, under the names localhost, 127.0.0.1 and [::1]. Use one of them in the address.',
  too_many_requests: ({ to }) =>
    to === 'api'
      ? 'There were too many requests from your address. Try again in a minute.'
      : 'That was more than one address may ask for. Wait a minute, then try again.',
  method_not_allowed: ({ methods }) => `This address takes ${methods}.`,
  unsupported_media_type: (params) =>
    params.wrong === 'type'
      ? `Send the body as ${params.accepts}, with that Content-Type.`
      : params.wrong === 'encoding'
        ? 'Send the body with Content-Encoding gzip, deflate, br or none.'
        : 'Send the body as UTF-8.',
  body_too_large: ({ to }) =>
    to === 'api'
      ? 'The body is larger than this call takes. Send it in several requests.'
      : 'That was too much for this page.',
  body_incomplete: ({ why }) =>
    why === 'ended_early'
      ? 'The body ended early. Send the request again.'
      : 'The body is not as long as Content-Length says. Send the request again.',
  malformed_json: () => 'The body is not JSON. Look for a missing quote, comma or bracket.',
  json_too_deep: ({ levels }) =>
    `The body has arrays or objects nested more than ${levels} deep. No call takes that; send it flatter.`,
  bad_request: () => 'The request is malformed.',
  invalid_request({ errors }) {
    const [first] = errors;
    const where = first?.path ? `"${first.path}": ` : '';
    return `The request is not valid. ${where}${first ? fieldSentence(first) : ''}${more(errors.length - 1)}`;
  },
  idempotency_key_in_use: () => 'A request with this Idempotency-Key is still at work. Try again in a moment.',
  idempotency_key_reused: () => 'This Idempotency-Key was used for another request. Use a new key for each request.',
  not_found: ({ what }) =>
    what === 'address'
      ? 'There is nothing at this address. The API is described at /docs.'
      : `There is no such ${THINGS[what]} in this archive.`,
  too_many_streams: (params) =>
    params.of === 'caller'
      ? `Close one of your ${params.max} streams first.`
      : 'Too many follow Relink live just now. Try again soon.',
  temporarily_unavailable: () => 'Relink is busy or restarting. Try again soon.',
  internal_error: () => 'Something went wrong in Relink. The operator finds it in the log by the request id.',

  email_taken: () => 'Another user of this archive has this email address. Change that user instead.',
  owner_has_accounts: ({ accountCount, parentProfileCount }) =>
    `This Account Owner has ${accountCount} account(s) and ${parentProfileCount} Parent Profile(s). Transfer them to another Account Owner first.`,
  primary_administrator_required: ({ before }) =>
    `An archive has exactly one Primary Administrator. Name another one before this one ${before === 'removal' ? 'is removed' : 'has another role'}.`,
  not_an_account_owner: () => 'This user is not an Account Owner. Give the user the role "account_owner" first.',
  may_not_sign_in: () =>
    'This user may not sign in. Give them an administrator’s role or, as an Account Owner, the access "invite" first.',
  address_undeliverable: ({ emailState }) =>
    `Emails to this user do not arrive (${emailState}). Correct the email address, or copy the link and send it another way.`,
  series_settings: ({ errors: [first] }) => `The days make no series. ${first ? fieldSentence(first) : ''}`,
  api_key_shown_once: ({ apiKeyId }) =>
    `This Idempotency-Key made the API key ${apiKeyId}, which was shown then and cannot be shown again. If you do not have it, revoke it and make another one, with another Idempotency-Key.`,
  import_invalid({ errors, complete }) {
    const [first] = errors;
    const where = first ? `Line ${first.line}: ${fieldSentence(first)}` : '';
    return `Nothing was imported. ${where}${more(errors.length - 1, !complete)}`;
  },

  already_in_archive: ({ elsewhere }) =>
    elsewhere
      ? 'This account is in the archive under another Account Owner. Transfer it to move it.'
      : 'This account is in the archive already.',
  account_connected: () =>
    'The account is connected, not inactive. To say that it is disconnected, report it: POST /v1/disconnects.',
  account_inactive: (params) =>
    params.during === 'reconnect'
      ? `${named(params.account)} is marked inactive. If it is in use again, set its status to "disconnected" first.`
      : INACTIVE[params.during],
  disconnected: () => 'The account is disconnected. /v1/changes tells when it is connected.',
  no_credential: () => 'Relink holds no authorization of this account. It has one after the next reconnect.',
  parent_profile_already_in_archive: ({ elsewhere }) =>
    elsewhere
      ? 'This Parent Profile is in the archive under another Account Owner. Transfer it; it can be used under one owner only.'
      : 'This Parent Profile is in the archive already.',
  parent_profile_not_used: ({ network }) =>
    `Accounts of ${NETWORKS[network].label} sign in by themselves. Leave out parentProfileId.`,
  parent_profile_of_other_network: ({ network, needed, given }) =>
    `${NETWORKS[network].label} needs a Parent Profile of the network "${needed}", this one is of "${given}".`,
  transfer_in_progress(params) {
    if (params.of === 'receiver') return 'Accounts are being transferred to this Account Owner. Try again in a minute.';
    const what = params.of === 'named' ? params.name : `This ${THINGS[params.of]}`;
    return `${what} is being transferred to another Account Owner. Try again in a minute.`;
  },
  transfer_impossible: transferImpossible,
  transfer_invalid: transferImpossible,
  transfer_too_large: ({ count, max }) =>
    `This would move ${count} accounts and Parent Profiles. Move at most ${number(max)} in one transfer.`,

  owned_by_other_owner: ({ account }) =>
    `${named(account)} lives under a different Account Owner. Ask an administrator to transfer it first.`,
  parent_profile_owned_by_other_owner: (params) =>
    params.during === 'reconnect'
      ? `The Parent Profile ${params.name} lives under a different Account Owner. Ask an administrator to transfer it first.`
      : 'This Parent Profile is under another Account Owner. Transfer it first, or use one of this owner.',
  wrong_identity: signedInAsOther,
  not_managed: signedInAsOther,
  nothing_authorized: ({ signedInAs, network }) =>
    `The sign-in as ${signedInAs} authorizes no ${NETWORKS[network].label}.`,
  network_not_configured: ({ network }) =>
    `${NETWORKS[network].label} is not set up here yet. An operator of Relink must register it first.`,
  not_permitted: () => 'Only the Account Owner and administrators with full access may do this.',
  link_dead: () => 'The Personalized Link was renewed or has ended. Ask for a new one.',
  link_unknown: () => 'This link is not valid.',
  no_session: () => 'Your visit has ended. Open the link in your email again.',
  sign_in_dead: () => 'This sign-in link no longer works. Ask for a new one.',
  other_person: () => 'Somebody else is signed in here. Go on only if you mean to.',

  disconnect_closed: ({ closedAs }) => `This disconnect is closed (${closedAs}), nothing is sent about it any more.`,
  not_a_disconnect: ({ why, verdict }) =>
    why === 'just_connected'
      ? 'The account was connected a moment ago, and right after that the network also answers this falsely. Capture it again in ten minutes, and report it if it still fails.'
      : verdict === 'transient'
        ? 'The network’s answer means "try again later" (a rate limit, an outage), not that the account is disconnected. Try to capture it again.'
        : 'The network’s answer is about the request or the application, not about the account’s authorization. Nobody needs to reconnect it.',
  surge_hold_ended: () => 'This surge hold has ended already; look at the disconnects one by one.',

  bad_signature: (params) =>
    params.from === 'google'
      ? BAD_TOKENS[params.why]
      : params.from === 'meta'
        ? 'The signed_request is missing, wrong, too old, or of another app.'
        : 'The signature is wrong, too old, or of another secret.',
  keys_unavailable: () => 'Google could not be asked for its keys. Send the event again.',
  no_person: () => 'This names no person: data of people are deleted at their own request.',
};
