/** The codes in the standards. A dead refresh token is the account's problem; a wrong client id, secret, or redirect URI is Relink's. */
import { appRows } from './rules.js';
import type { Row } from './rules.js';

export const OAUTH: readonly Row[] = [
  ['invalid_grant', 'token_revoked', 'rfc6749'],
  ...appRows('client', 'rfc6749', 'invalid_client', 'unauthorized_client'),
  // A scope, grant, or response that the app isn't approved for. The person's own choice is `access_denied`.
  ...appRows('access', 'rfc6749', 'invalid_scope', 'unsupported_grant_type', 'unsupported_response_type'),
  // RFC 6749, 4.1.2.1: in the redirect back from the authorization page.
  ['temporarily_unavailable', 'transient', 'rfc6749'],
  ['server_error', 'transient', 'rfc6749'],
  // "Expired, revoked, malformed, or invalid for other reasons": assume the mildest of these.
  ['invalid_token', 'token_expired', 'rfc6750'],
  ['insufficient_scope', 'permission_missing', 'rfc6750'],
];
