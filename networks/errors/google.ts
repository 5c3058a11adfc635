/** Google: `errors[].reason` from the YouTube API, `details[].reason` and `status` from all APIs, and `error` from the token endpoint. */
import { OAUTH } from './oauth.js';
import { appRows, isOAuthError, record, records, readErrorCode, readOAuthError } from './rules.js';
import type { ErrorRules, Json, Row } from './rules.js';

/** A Workspace administrator doesn't let this person use the app. */
export const ORGANIZATION_POLICY = 'admin_policy_enforced';

/** The OAuth client and the Google Cloud project. */
const APPLICATION: readonly Row[] = [
  ...appRows('client', 'googleLogin', 'disabled_client', 'deleted_client'),
  ...appRows('redirect', 'googleLogin', 'redirect_uri_mismatch', 'origin_mismatch'),
  ...appRows('access', 'googleLogin', 'org_internal', 'restricted_client'),
  ...appRows('access', 'googleGlobal', 'insufficientAudience', 'insufficientAuthorizedParty'),
  ...appRows('version', 'googleGlobal', 'unknownApi'),
  ...appRows('plan', 'googleGlobal', 'dailyLimitExceeded402', 'quotaExceeded402', 'user402'),
  // The API is turned off in the project, or the request names no project that can use it.
  ...appRows('access', 'googleGlobal', 'accessNotConfigured', 'access_not_configured'),
  ...appRows('access', 'googleReasons', 'SERVICE_DISABLED', 'USER_PROJECT_DENIED'),
  ...appRows(
    'access',
    'googleGlobal',
    'dailyLimitExceededUnreg',
    'rateLimitExceededUnreg',
    'userRateLimitExceededUnreg',
  ),
  ...appRows('plan', 'googleReasons', 'BILLING_DISABLED', 'LOCATION_TAX_POLICY_VIOLATED'),
  ...appRows('blocked', 'googleReasons', 'CONSUMER_SUSPENDED', 'CONSUMER_INVALID'),
  // An API key, and where it can be used from.
  ...appRows('origin', 'googleGlobal', 'ipRefererBlocked', 'keyInvalid', 'keyExpired', 'sslRequired'),
  ...appRows('origin', 'googleReasons', 'API_KEY_INVALID', 'API_KEY_SERVICE_BLOCKED', 'API_KEY_HTTP_REFERRER_BLOCKED'),
  ...appRows('origin', 'googleReasons', 'API_KEY_IP_ADDRESS_BLOCKED', 'API_KEY_ANDROID_APP_BLOCKED'),
  ...appRows('origin', 'googleReasons', 'API_KEY_IOS_APP_BLOCKED', 'SECURITY_POLICY_VIOLATED'),
];

/** The request was wrong, or it was about a video, playlist, or comment that is gone. */
const ABOUT_THE_REQUEST = [
  'badRequest',
  'invalid',
  'invalidParameter',
  'missingRequiredParameter',
  'unexpectedParameter',
  'parseError',
  'incompatibleParameters',
  'invalidFilters',
  'invalidPageToken',
  'INVALID_ARGUMENT',
  'commentsDisabled',
  'commentNotFound',
  'commentThreadNotFound',
  'playlistNotFound',
  'videoNotFound',
];

/** More requests than Google takes at the moment. */
const LIMITS = [
  'concurrentLimitExceeded',
  'limitExceeded',
  'servingLimitExceeded',
  'variableTermLimitExceeded',
  'variableTermExpiredDailyExceeded',
];

export const GOOGLE: ErrorRules = {
  rows: [
    ...OAUTH,
    ...ABOUT_THE_REQUEST.map((code): Row => [code, 'not_a_disconnect', 'youtube']),
    ...LIMITS.map((code): Row => [code, 'transient', 'googleGlobal']),
    ['rate_limit_exceeded', 'transient', 'googleOAuthLimits'],
    ['expired', 'token_expired', 'googleGlobal'],
    ['accountDeleted', 'account_not_found', 'googleGlobal'],
    ['accountDisabled', 'checkpoint', 'googleGlobal'],
    ['accountUnverified', 'checkpoint', 'googleGlobal'],
    ['authError', 'token_expired', 'googleErrors'], // the API doesn't say why; a refresh does
    ['UNAUTHENTICATED', 'token_expired', 'googleErrors'],
    ['insufficientPermissions', 'permission_missing', 'youtube'],
    ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'permission_missing', 'googleErrors'],
    ['accountDelegationForbidden', 'permission_missing', 'youtube'],
    ['channelForbidden', 'permission_missing', 'youtube'],
    ['authenticatedUserAccountSuspended', 'checkpoint', 'youtube'],
    ['channelSuspended', 'checkpoint', 'youtube'],
    ['authenticatedUserAccountClosed', 'account_not_found', 'youtube'],
    ['channelClosed', 'account_not_found', 'youtube'],
    ['channelNotFound', 'account_not_found', 'youtube'],
    ['youtubeSignupRequired', 'account_not_found', 'youtube'], // this Google account has no channel, or no longer has one
    ['rateLimitExceeded', 'transient', 'youtube'],
    ['userRateLimitExceeded', 'transient', 'googleErrors'],
    ['quotaExceeded', 'transient', 'youtube'],
    ['dailyLimitExceeded', 'transient', 'googleErrors'],
    ['RATE_LIMIT_EXCEEDED', 'transient', 'googleErrors'],
    ['RESOURCE_EXHAUSTED', 'transient', 'googleErrors'],
    ['backendError', 'transient', 'googleErrors'],
    ['UNAVAILABLE', 'transient', 'googleErrors'],
    ['ACCESS_TOKEN_EXPIRED', 'token_expired', 'googleReasons'],
    ['ACCOUNT_STATE_INVALID', 'checkpoint', 'googleReasons'], // the person's Google account is suspended or being recovered
    [ORGANIZATION_POLICY, 'permission_missing', 'googleLogin'],
    ['policy_enforced', 'permission_missing', 'googleLogin'], // Advanced Protection lets in only apps that it trusts
    // Relink's own Google Cloud project and OAuth client.
    ...APPLICATION,
  ],
  codes(body) {
    const error = record(body.error);
    return [
      ...records(error?.errors).flatMap((item) => readErrorCode(item.reason)),
      ...records(error?.details).flatMap((item) => readErrorCode(item.reason)),
      ...readErrorCode(error?.status),
      ...readOAuthError(body.error ?? body.error_code),
    ];
  },
  // Gateways also write `{"error": {"code": 403, "message": "Forbidden"}}`.
  isOwn: ({ error, ...body }) => isOAuthError({ error: error ?? body.error_code, ...body }) || isGoogles(record(error)),
};

const isGoogles = (error: Json | undefined): boolean =>
  error !== undefined &&
  (records(error.errors).some(({ reason }) => typeof reason === 'string') ||
    (typeof error.status === 'string' && /^[A-Z]+(?:_[A-Z]+)*$/.test(error.status)) ||
    records(error.details).length > 0);
