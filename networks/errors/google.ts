/** Google: `errors[].reason` from the YouTube API, `details[].reason` and `status` from all APIs, and `error` from the token endpoint. */
import { OAUTH } from './oauth.js';
import { record, records, readErrorCode } from './rules.js';
import type { ErrorRules } from './rules.js';

export const GOOGLE: ErrorRules = {
  rows: [
    ...OAUTH,
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
    // The API is turned off in Relink's own project.
    ['accessNotConfigured', 'not_a_disconnect', 'googleErrors'],
    ['SERVICE_DISABLED', 'not_a_disconnect', 'googleErrors'],
  ],
  codes(body) {
    const error = record(body.error);
    return [
      ...records(error?.errors).flatMap((item) => readErrorCode(item.reason)),
      ...records(error?.details).flatMap((item) => readErrorCode(item.reason)),
      ...readErrorCode(error?.status),
      ...readErrorCode(body.error),
    ];
  },
  misconfigured: ['invalid_client', 'unauthorized_client', 'deleted_client', 'redirect_uri_mismatch', 'invalid_scope'],
};
