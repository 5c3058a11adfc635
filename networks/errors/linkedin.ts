/** LinkedIn: `serviceErrorCode`, `code`, and `error` from its token endpoint. */
import { OAUTH } from './oauth.js';
import { appRows, isOAuthError, readErrorCode, readOAuthError } from './rules.js';
import type { ErrorRules } from './rules.js';

export const LINKEDIN: ErrorRules = {
  rows: [
    ...OAUTH,
    [65600, 'unknown', 'linkedinTokens'], // "invalid": LinkedIn doesn't say why
    [65601, 'token_revoked', 'linkedinTokens'],
    [65602, 'token_expired', 'linkedinTokens'],
    ['INVALID_ACCESS_TOKEN', 'unknown', 'linkedin'],
    ['REVOKED_ACCESS_TOKEN', 'token_revoked', 'linkedin'],
    ['EXPIRED_ACCESS_TOKEN', 'token_expired', 'linkedin'],
    [100, 'permission_missing', 'linkedin'], // "Not enough permissions to access"
    ['ACCESS_DENIED', 'permission_missing', 'linkedin'],
    [101, 'transient', 'linkedinRates'],
    ['TOO_MANY_REQUESTS', 'transient', 'linkedinRates'],
    ['ILLEGAL_ARGUMENT', 'not_a_disconnect', 'linkedin'],
    // Our own app: its version of the API, its client, its redirect URI, and its products.
    ...appRows('version', 'linkedinVersions', 'NONEXISTENT_VERSION', 'VERSION_MISSING'),
    ...appRows('version', 'linkedinUnseen', 'VERSION_DEPRECATED'),
    ...appRows('client', 'linkedinLogin', 'invalid_client_id', 'invalid_client_secret'),
    ...appRows('redirect', 'linkedinLogin', 'invalid_redirect_uri', 'redirect_uri_mismatch'),
    // "Scope … is not authorized for your application"
    ...appRows('access', 'linkedinLogin', 'unauthorized_scope_error'),
  ],
  codes: (body) => [
    // LinkedIn writes 0 if it has no code.
    ...readErrorCode(body.serviceErrorCode).filter((code) => code !== '0'),
    ...readErrorCode(body.code),
    ...readOAuthError(body.error),
  ],
  isOwn: (body) =>
    readErrorCode(body.serviceErrorCode).length > 0 ||
    isOAuthError(body) ||
    // Gateways and frameworks also write status and message, but with other fields around them.
    (typeof body.status === 'number' &&
      (typeof body.message === 'string' || typeof body.code === 'string') &&
      !FOREIGN_FIELDS.some((field) => field in body)),
};

const FOREIGN_FIELDS = ['path', 'timestamp', 'error', 'errors', 'title', 'success', 'fault'];
