/** The HTTP status of each refusal. */
import type { Refusal, RefusalCode, RefusalData } from '../domain/refusal.js';

type Status = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 417 | 422 | 429 | 431 | 500 | 503;

/** A status, or a function if the status depends on the parameters. */
type Statuses = { [C in RefusalCode]: Status | ((params: RefusalData<C>['params']) => Status) };

const STATUSES: Statuses = {
  authentication_required: 401,
  invalid_api_key: 401,
  forbidden: 403,
  scope_missing: 403,
  fresh_sign_in_required: 403,
  acting_user_required: 403,
  cross_site_request: 403,
  loopback_only: 403,
  too_many_requests: 429,
  method_not_allowed: 405,
  unsupported_media_type: 415,
  body_too_large: 413,
  body_incomplete: 400,
  malformed_json: 400,
  json_too_deep: 400,
  json_too_long: 400,
  bad_request: 400,
  headers_too_large: 431,
  request_timeout: 408,
  expectation_failed: 417,
  invalid_request: 422,
  idempotency_key_in_use: 409,
  idempotency_key_reused: 409,
  not_found: 404,
  too_many_streams: ({ of }) => (of === 'everybody' ? 503 : 429),
  temporarily_unavailable: 503,
  internal_error: 500,

  email_taken: 409,
  owner_has_accounts: 409,
  primary_administrator_required: 409,
  not_an_account_owner: 422,
  may_not_sign_in: 409,
  set_by_operator: 403,
  sender_name_taken: 409,
  address_undeliverable: 409,
  series_settings: 422,
  api_key_shown_once: 409,
  has_api_keys: 409,
  cannot_have_api_keys: 422,
  import_invalid: 422,

  already_in_archive: 409,
  account_connected: 409,
  account_inactive: 409,
  disconnected: 409,
  no_credential: 404,
  parent_profile_already_in_archive: 409,
  parent_profile_not_used: 422,
  parent_profile_of_other_network: 422,
  transfer_in_progress: 409,
  transfer_impossible: 409,
  transfer_invalid: 422,
  transfer_too_large: 422,

  owned_by_other_owner: 409,
  parent_profile_owned_by_other_owner: 409,
  wrong_identity: 409,
  not_managed: 409,
  nothing_authorized: 409,
  permission_missing: 409,
  page_role_missing: 409,
  no_channel: 409,
  instagram_not_professional: 409,
  network_not_configured: 503,
  not_permitted: 403,
  link_dead: 410,
  session_ended: 410,
  link_unknown: 404,
  no_session: 401,
  sign_in_dead: 410,
  asked_elsewhere: 409,
  other_person: 409,

  disconnect_closed: 409,
  not_a_disconnect: 422,
  surge_hold_ended: 409,

  bad_signature: ({ from }) => (from === 'resend' ? 401 : 400),
  keys_unavailable: 503,
  no_person: 400,
};

export const statusOf = (refusal: Refusal): Status => lookUp(refusal);

/**
 * Returns whether the person can fix the problem and send the same form again: something they typed, something that has changed since,
 * or a sign-in that is too old.
 */
export const isCorrectable = (refusal: Refusal): boolean =>
  refusal.code === 'fresh_sign_in_required' || [409, 422].includes(statusOf(refusal));

function lookUp<C extends RefusalCode>({ code, params }: { code: C; params: RefusalData<C>['params'] }): Status {
  const status: Statuses[C] = STATUSES[code];
  return typeof status === 'function' ? status(params) : status;
}
