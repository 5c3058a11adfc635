/** LinkedIn: `serviceErrorCode`, `code`, and `error` from its token endpoint. */
import { OAUTH } from './oauth.js';
import { readErrorCode } from './rules.js';
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
  ],
  codes: (body) => [...readErrorCode(body.serviceErrorCode), ...readErrorCode(body.code), ...readErrorCode(body.error)],
  misconfigured: [
    'invalid_client',
    'invalid_client_id',
    'invalid_redirect_uri',
    'unauthorized_client',
    'unauthorized_scope_error',
  ],
};
