/**
 * What each network's error codes mean for an account. Read by classify.ts; the only place to change when a network
 * adds a code. Facebook: code or code/subcode; LinkedIn: serviceErrorCode or code; X: errors[].code or problem type;
 * Google: reason or status; all: the OAuth `error` of a token endpoint, and `http_<status>` as the last resort.
 */
import type { ProviderName } from '../domain/networks.js';
import type { Verdict } from '../domain/reasons.js';

type Table = Readonly<Record<string, Verdict>>;

/** RFC 6749 answers: a dead refresh token is the account's trouble, a wrong client id or secret is ours. */
const OAUTH: Table = {
  invalid_grant: 'token_revoked',
  invalid_client: 'not_a_disconnect',
  unauthorized_client: 'not_a_disconnect',
  temporarily_unavailable: 'transient',
  server_error: 'transient',
};

/** Meta: 10 and the whole block 200 to 299 are permissions. */
const FACEBOOK_PERMISSIONS: Table = Object.fromEntries(
  [10, ...Array.from({ length: 100 }, (_, i) => 200 + i)].map((code) => [String(code), 'permission_missing'] as const),
);

/** 102 (session) and 190 (access token) share their subcodes. */
const FACEBOOK_SUBCODES: Table = {
  458: 'token_revoked', // the person removed the app
  459: 'checkpoint',
  460: 'password_changed',
  463: 'token_expired',
  464: 'checkpoint', // unconfirmed user: to be confirmed at Facebook first
  466: 'token_revoked',
  467: 'token_revoked',
  468: 'token_expired', // unused for long
  492: 'parent_profile_removed', // the profile behind a Page token has no role on the Page any more
};

const FACEBOOK: Table = {
  // Wait and try again.
  1: 'transient',
  2: 'transient',
  4: 'transient',
  17: 'transient',
  32: 'transient', // rate limit of a Page
  341: 'transient',
  613: 'transient', // rate limit of a call
  80001: 'transient', // business rate limits: Pages, Instagram
  80002: 'transient',
  368: 'not_a_disconnect', // blocked for a while for its behaviour; the authorization is intact
  // A wrong request, not a wrong account (803: the alias was not found).
  100: 'not_a_disconnect',
  506: 'not_a_disconnect',
  803: 'not_a_disconnect',
  2500: 'not_a_disconnect',
  104: 'unknown', // no token was sent
  102: 'token_expired',
  190: 'token_expired',
  ...FACEBOOK_PERMISSIONS,
  ...Object.fromEntries(
    Object.entries(FACEBOOK_SUBCODES).flatMap(([subcode, verdict]) => [
      [`102/${subcode}`, verdict],
      [`190/${subcode}`, verdict],
    ]),
  ),
};

const LINKEDIN: Table = {
  65600: 'unknown', // "invalid": LinkedIn does not say why
  65601: 'token_revoked',
  65602: 'token_expired',
  INVALID_ACCESS_TOKEN: 'unknown',
  REVOKED_ACCESS_TOKEN: 'token_revoked',
  EXPIRED_ACCESS_TOKEN: 'token_expired',
  100: 'permission_missing',
  ACCESS_DENIED: 'permission_missing',
  101: 'transient', // throttled
  TOO_MANY_REQUESTS: 'transient',
};

const X: Table = {
  88: 'transient', // rate limit
  130: 'transient', // over capacity
  131: 'transient', // internal error
  89: 'token_expired', // "invalid or expired"; X does not tell them apart
  64: 'checkpoint', // suspended: to be settled at X first
  326: 'checkpoint', // locked
  50: 'account_not_found',
  'https://api.twitter.com/2/problems/client-forbidden': 'not_a_disconnect', // our app's plan
  'https://api.twitter.com/2/problems/usage-capped': 'transient',
  http_401: 'token_expired', // API v2 says no more than "Unauthorized"
};

const GOOGLE: Table = {
  authError: 'token_expired',
  UNAUTHENTICATED: 'token_expired',
  insufficientPermissions: 'permission_missing',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'permission_missing',
  authenticatedUserAccountSuspended: 'checkpoint',
  authenticatedUserAccountClosed: 'account_not_found',
  channelClosed: 'account_not_found',
  channelNotFound: 'account_not_found',
  channelSuspended: 'checkpoint',
  youtubeSignupRequired: 'account_not_found', // this Google account has no channel (any more)
  rateLimitExceeded: 'transient',
  userRateLimitExceeded: 'transient',
  quotaExceeded: 'transient',
  dailyLimitExceeded: 'transient',
  backendError: 'transient',
  accessNotConfigured: 'not_a_disconnect', // the API is off in our own project
};

export const CLASSIFICATION: Readonly<Record<ProviderName, Table>> = {
  facebook: FACEBOOK,
  linkedin: { ...OAUTH, ...LINKEDIN },
  x: { ...OAUTH, ...X },
  google: { ...OAUTH, ...GOOGLE },
};
