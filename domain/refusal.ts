/**
 * What is refused: a stable code (snake_case) with typed parameters, and no sentence. It is said in the reader's language where it is
 * shown (i18n/refusals/); its HTTP status is in http/status.ts.
 */
import type { FieldProblem, LineProblem, Nothing } from './field-problem.js';
import type { NetworkName, ParentProfileNetwork } from './networks.js';
import type { EmailState } from './recipients.js';
import type { TransferProblem } from './transfers.js';

/** An account as a sentence names it. */
interface NamedAccount {
  network: NetworkName;
  name: string;
}

/** Of a request, whatever it asks for. */
interface RequestRefusals {
  authentication_required: Nothing;
  invalid_api_key: Nothing;
  /** Whom the call is for. `api_keys`: only they may act for a user. */
  forbidden: { audience: 'managers' | 'administrators' | 'everyone' | 'nobody' | 'api_keys' | 'signed_in' };
  scope_missing: { scope: string };
  acting_user_required: Nothing;
  cross_site_request: { to: 'api' | 'page' };
  loopback_only: Nothing;
  too_many_requests: { to: 'api' | 'page' };
  /** `methods`: as in the header Allow. */
  method_not_allowed: { methods: string };
  unsupported_media_type: { wrong: 'type'; accepts: string } | { wrong: 'encoding' | 'charset' };
  body_too_large: { to: 'api' | 'page' };
  body_incomplete: { why: 'ended_early' | 'wrong_length' };
  malformed_json: Nothing;
  json_too_deep: { levels: number };
  bad_request: Nothing;
  invalid_request: { errors: readonly FieldProblem[] };
  idempotency_key_in_use: Nothing;
  idempotency_key_reused: Nothing;
  /** Neither "does not exist" nor "belongs to another archive": the two look the same from outside. */
  not_found: {
    what:
      | 'account'
      | 'account_owner'
      | 'address'
      | 'api_key'
      | 'disconnect'
      | 'parent_profile'
      | 'resource'
      | 'session'
      | 'surge_hold'
      | 'transfer'
      | 'user';
  };
  too_many_streams: { of: 'caller'; max: number } | { of: 'everybody' };
  temporarily_unavailable: Nothing;
  /** The operator finds it in the log by the request's id. */
  internal_error: { requestId?: string };
}

/** Of the people of an archive, its settings and its keys. */
interface ArchiveRefusals {
  email_taken: Nothing;
  owner_has_accounts: { accountCount: number; parentProfileCount: number };
  primary_administrator_required: { before: 'other_role' | 'removal' };
  not_an_account_owner: Nothing;
  may_not_sign_in: Nothing;
  address_undeliverable: { emailState: EmailState };
  series_settings: { errors: readonly FieldProblem[] };
  api_key_shown_once: { apiKeyId: string };
  /** `complete`: there is nothing wrong beside what is listed. */
  import_invalid: { errors: readonly LineProblem[]; complete: boolean };
}

/** Of accounts and what authorizes them. */
interface AccountRefusals {
  already_in_archive: { elsewhere: boolean; accountId?: string; ownerId?: string | null };
  account_connected: Nothing;
  account_inactive: { during: 'capture' | 'report' | 'reconnected' } | { during: 'reconnect'; account: NamedAccount };
  disconnected: Nothing;
  no_credential: Nothing;
  parent_profile_already_in_archive: { elsewhere: boolean; parentProfileId?: string; ownerId?: string };
  parent_profile_not_used: { network: NetworkName };
  parent_profile_of_other_network: {
    network: NetworkName;
    needed: ParentProfileNetwork;
    given: ParentProfileNetwork;
  };
  /** What is on its way to another Account Owner stays as it is until it has arrived. `receiver`: it goes to this person. */
  transfer_in_progress: { of: 'account' | 'parent_profile' | 'receiver' } | { of: 'named'; name: string };
  transfer_impossible: { problems: readonly TransferProblem[] };
  /** None of what is to be moved is there. */
  transfer_invalid: { problems: readonly TransferProblem[] };
  transfer_too_large: { count: number; max: number };
}

/** Of a reconnect. An owner is told no more of another one than that it is somebody else. */
interface ReconnectRefusals {
  owned_by_other_owner: { account: NamedAccount };
  parent_profile_owned_by_other_owner:
    { during: 'reconnect'; name: string } | { during: 'adding'; parentProfileId: string; ownerId: string };
  /** The account signs in for itself, and somebody else did. */
  wrong_identity: { signedInAs: string; account: NamedAccount };
  /** A personal profile signed in that does not manage the account, or did not allow it. */
  not_managed: { signedInAs: string; account: NamedAccount };
  nothing_authorized: { signedInAs: string; network: NetworkName };
  network_not_configured: { network: NetworkName };
  not_permitted: Nothing;
  link_dead: Nothing;
  link_unknown: Nothing;
  no_session: Nothing;
  sign_in_dead: Nothing;
  /** Somebody else is signed in. */
  other_person: Nothing;
}

/** Of disconnects and their emails. */
interface DisconnectRefusals {
  disconnect_closed: { closedAs: string | null };
  not_a_disconnect:
    | { verdict: 'transient' | 'not_a_disconnect'; why: 'network_error'; rawCode?: string }
    | { verdict: 'transient'; why: 'just_connected' };
  surge_hold_ended: Nothing;
}

/** Of what networks and the email provider say. */
interface WebhookRefusals {
  bad_signature: { from: 'resend' | 'meta' } | { from: 'google'; err: string; why: BadTokenReason };
  keys_unavailable: Nothing;
  no_person: Nothing;
}

/** What is wrong with a security event token. */
export type BadTokenReason =
  | 'algorithm'
  | 'audience'
  | 'claims'
  | 'form'
  | 'issuer'
  | 'no_key_id'
  | 'not_set_up'
  | 'signature'
  | 'time'
  | 'type'
  | 'unknown_key';

export interface RefusalParams
  extends RequestRefusals, ArchiveRefusals, AccountRefusals, ReconnectRefusals, DisconnectRefusals, WebhookRefusals {}

export type RefusalCode = keyof RefusalParams;

/** As it is stored, and as the sentence is made of it. */
export type RefusalData<C extends RefusalCode = RefusalCode> = {
  [K in C]: { code: K; params: RefusalParams[K] };
}[C];

class RefusalOf<C extends RefusalCode> extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: C,
    readonly params: RefusalParams[C],
  ) {
    super(code);
  }
}

/** The code tells which parameters there are: `if (refusal.code === 'email_taken') …`. */
export type Refusal<C extends RefusalCode = RefusalCode> = { [K in C]: RefusalOf<K> }[C];
/** `instanceof` gives the union of them, which a class with a parameter of its own does not. */
export const Refusal: {
  new <C extends RefusalCode>(code: C, params: RefusalParams[C]): Refusal<C>;
  readonly prototype: Refusal;
} = RefusalOf;

/** For values that are a refusal or something else: of a union, `instanceof` does not narrow the else. */
export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

export const notFound = (what: RefusalParams['not_found']['what']) => new Refusal('not_found', { what });
