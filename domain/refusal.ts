/**
 * The reasons that Relink refuses something. Each is a stable code (snake_case) with typed parameters rather than a sentence.
 * i18n/refusals/ puts it into the reader's language when it is displayed; its HTTP status is in http/status.ts.
 */
import type { FieldProblem, LineProblem, Nothing } from './field-problem.js';
import type { NetworkName, ParentProfileNetwork } from './networks.js';
import type { Permission } from './permissions.js';
import type { EmailState } from './recipients.js';
import type { TransferProblem } from './transfers.js';

/** What a sentence needs to name an account. */
interface NamedAccount {
  network: NetworkName;
  name: string;
}

/** What a sentence needs to name an API key, and a page to link to it. */
export interface NamedKey {
  id: string;
  name: string;
  /** The key's last characters. */
  hint: string;
}

/** Whose session a browser has, or would get. */
export interface SessionHolder {
  name: string;
  archive: string;
  archiveId: string;
}

export type CurrentHolder = SessionHolder & { through: 'link' | 'sign_in' };

/** Codes for any request. */
interface RequestRefusals {
  authentication_required: Nothing;
  invalid_api_key: Nothing;
  /** `audience`: who can make the call. `api_keys`: only API keys can act for a user. */
  forbidden: { audience: 'managers' | 'administrators' | 'everyone' | 'nobody' | 'api_keys' | 'signed_in' };
  scope_missing: { scope: string };
  /** The person signed in too long ago for this. */
  fresh_sign_in_required: Nothing;
  acting_user_required: Nothing;
  cross_site_request: { to: 'api' | 'page' };
  loopback_only: Nothing;
  too_many_requests: { to: 'api' | 'page' };
  /** `methods`: the value of the Allow header. */
  method_not_allowed: { methods: string };
  unsupported_media_type: { wrong: 'type'; accepts: string } | { wrong: 'encoding' | 'charset' };
  body_too_large: { to: 'api' | 'page' };
  body_incomplete: { why: 'ended_early' | 'wrong_length' };
  malformed_json: Nothing;
  json_too_deep: { levels: number };
  json_too_long: { of: 'object' | 'body'; max: number };
  bad_request: Nothing;
  headers_too_large: Nothing;
  /** The request took too long to arrive. */
  request_timeout: Nothing;
  /** The Expect header asks for what the server can't do. */
  expectation_failed: Nothing;
  /** `complete`: false when there may be more than are listed. */
  invalid_request: { errors: readonly FieldProblem[]; complete: boolean };
  idempotency_key_in_use: Nothing;
  idempotency_key_reused: Nothing;
  /** Doesn't say whether it doesn't exist or belongs to another archive: callers must not be able to tell the two apart. */
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
  too_many_streams: { of: 'caller' | 'archive'; max: number } | { of: 'everybody' };
  temporarily_unavailable: Nothing;
  /** Operators can find the error in the log by its request id. */
  internal_error: { requestId?: string };
}

/** Codes for an archive's people, settings, and keys. */
interface ArchiveRefusals {
  /** `name` is the person who has the address. */
  email_taken: { email: string; name: string };
  owner_has_accounts: { accountCount: number; parentProfileCount: number };
  primary_administrator_required: { before: 'other_role' | 'removal' };
  not_an_account_owner: Nothing;
  may_not_sign_in: Nothing;
  /** People rely on what the archive is called, so its own administrators can't change it. */
  set_by_operator: { setting: 'name' | 'productName' };
  /** People take an email's sender for whoever it names. Doesn't say whose name it is: archives don't hear of each other. */
  sender_name_taken: Nothing;
  address_undeliverable: { emailState: EmailState };
  series_settings: { errors: readonly FieldProblem[] };
  api_key_shown_once: { apiKeyId: string };
  /** The person can't be removed or lose the role while responsible for these keys. */
  has_api_keys: { apiKeyIds: readonly string[]; apiKeys: readonly NamedKey[] };
  /** Only administrators with full access can be responsible for keys. */
  cannot_have_api_keys: Nothing;
  /** `complete`: whether the list contains every error. */
  import_invalid: { errors: readonly LineProblem[]; complete: boolean };
}

/** Codes for accounts and what authorizes them. */
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
  /** Nothing changes while it is being transferred to another Account Owner. `receiver`: this person is the one receiving it. */
  transfer_in_progress: { of: 'account' | 'parent_profile' | 'receiver' } | { of: 'named'; name: string };
  transfer_impossible: { problems: readonly TransferProblem[] };
  /** Every problem is that something doesn't exist. */
  transfer_invalid: { problems: readonly TransferProblem[] };
  transfer_too_large: { count: number; max: number };
}

/** Codes for reconnects. An owner learns only that an account belongs to someone else, not to whom. */
interface ReconnectRefusals {
  /** `transferred`: a transfer took it from the person who asks. */
  owned_by_other_owner: { account: NamedAccount; transferred?: boolean };
  parent_profile_owned_by_other_owner:
    { during: 'reconnect'; name: string } | { during: 'adding'; parentProfileId: string; ownerId: string };
  /** The account has its own sign-in, and a different one was used. */
  wrong_identity: { signedInAs: string; account: NamedAccount };
  /** The personal profile that signed in doesn't manage the account, or the person didn't grant access to the account. */
  not_managed: { signedInAs: string; account: NamedAccount };
  nothing_authorized: { signedInAs: string; network: NetworkName };
  /** What was granted doesn't capture the account. `account`: null if the network names no accounts without the permission. */
  permission_missing: {
    signedInAs: string;
    network: NetworkName;
    account: NamedAccount | null;
    missing: readonly Permission[];
  };
  page_role_missing: { signedInAs: string; account: NamedAccount };
  no_channel: { signedInAs: string };
  instagram_not_professional: { signedInAs: string; account: NamedAccount | null };
  network_not_configured: { network: NetworkName };
  not_permitted: Nothing;
  /** `why` is known only to a person who has the link. */
  link_dead: { why?: 'renewed' | 'expired' };
  /** The session in which a sign-in at a network was begun was ended before the sign-in was. */
  session_ended: Nothing;
  /** `cut`: its end is missing. `owner`: whose link it is can be told, so the page can offer to email that person a new one. */
  link_unknown: { cut?: true; owner?: 'known' };
  no_session: Nothing;
  sign_in_dead: Nothing;
  /**
   * The link was asked for in another browser, or is an invitation (`asked` is null). The person must see whom it signs in. `current` has the
   * browser's session, if that is someone else. `question` stands for all of this, and is what the person confirms.
   */
  asked_elsewhere: {
    person: string;
    email: string;
    archive: string;
    timeZone: string;
    asked: { at: string; userAgent: string | null } | null;
    current: CurrentHolder | null;
    question: string;
  };
  /** The browser has someone else's session (`current`), and would get that of `next`. `question` is what the person confirms. */
  other_person: { current: CurrentHolder; next: SessionHolder; question: string };
}

/** Codes for disconnects and their emails. */
interface DisconnectRefusals {
  disconnect_closed: { closedAs: string | null };
  not_a_disconnect:
    | { verdict: 'transient' | 'not_a_disconnect' | 'application'; why: 'network_error'; rawCode?: string }
    | { verdict: 'transient'; why: 'just_connected' };
  surge_hold_ended: Nothing;
}

/** Codes for webhooks from networks and the email provider. */
interface WebhookRefusals {
  bad_signature: { from: 'resend' | 'meta' } | { from: 'google'; err: string; why: BadTokenReason };
  keys_unavailable: Nothing;
  no_person: Nothing;
}

/** Why a security event token isn't accepted. */
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

/** A refusal as plain data, for storing it and for composing its sentence. */
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

/** An error whose code determines its parameters: `if (refusal.code === 'email_taken') …`. */
export type Refusal<C extends RefusalCode = RefusalCode> = { [K in C]: RefusalOf<K> }[C];
/** Typed so that `instanceof` narrows to the union of all refusals, which a generic class doesn't allow. */
export const Refusal: {
  new <C extends RefusalCode>(code: C, params: RefusalParams[C]): Refusal<C>;
  readonly prototype: Refusal;
} = RefusalOf;

/** A type guard that also narrows the else branch of a union, which `instanceof` doesn't. */
export const isRefusal = (value: unknown): value is Refusal => value instanceof Refusal;

export const notFound = (what: RefusalParams['not_found']['what']) => new Refusal('not_found', { what });
