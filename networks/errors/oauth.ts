/** The codes in the standards. A dead refresh token is the account's problem; a wrong client id or secret is Relink's. */
import type { Row } from './rules.js';

export const OAUTH: readonly Row[] = [
  ['invalid_grant', 'token_revoked', 'rfc6749'],
  ['invalid_client', 'not_a_disconnect', 'rfc6749'],
  ['unauthorized_client', 'not_a_disconnect', 'rfc6749'],
  // RFC 6749, 4.1.2.1: in the redirect back from the authorization page.
  ['temporarily_unavailable', 'transient', 'rfc6749'],
  ['server_error', 'transient', 'rfc6749'],
  // "Expired, revoked, malformed, or invalid for other reasons": assume the mildest of these.
  ['invalid_token', 'token_expired', 'rfc6750'],
  ['insufficient_scope', 'permission_missing', 'rfc6750'],
];
