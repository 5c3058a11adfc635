/** Meta's Graph API (Facebook, Instagram, Threads): `error.code`, and `error.error_subcode` as "code/subcode". */
import { appRows, record, readErrorCode, wordedCodes } from './rules.js';
import type { ErrorRules, Json, Row, WordedError } from './rules.js';

/** 102 (session) and 190 (access token) share their subcodes. */
const SUBCODES: readonly Row[] = [
  [452, 'password_changed', 'graphStoredSession'], // in the same words as 460
  [458, 'token_revoked', 'graph'], // the app isn't installed, or no longer is
  [459, 'checkpoint', 'graph'],
  [460, 'password_changed', 'graph'],
  [463, 'token_expired', 'graph'],
  [464, 'checkpoint', 'graph'], // unconfirmed user, who must first confirm the account at Facebook
  [466, 'token_revoked', 'graphSubcodes'], // explicitly invalidated through an API call
  [467, 'token_revoked', 'graph'],
  [468, 'token_expired', 'graphSubcodes'], // the app wasn't used for a long time
  [490, 'checkpoint', 'graphCheckpoint'], // "enrolled in a blocking, logged-in checkpoint"
  [492, 'parent_profile_removed', 'graph'], // the person behind a Page's token no longer has a role on the Page
  // A subcode that isn't in the list: the token is dead, but the cause is unknown.
  ['*', 'unknown', 'graph'],
];

/** Among the codes from 200 to 299, these are about the app's own access level, not about a permission that a person gave. */
const ABOUT_THE_APP = [270];

/** "API Permission (multiple values depending on permission)": the whole range. */
const PERMISSIONS: readonly Row[] = Array.from({ length: 100 }, (_, i) => 200 + i)
  .filter((code) => !ABOUT_THE_APP.includes(code))
  .map((code): Row => [code, 'permission_missing', 'graph']);

/** The limits for each kind of business use. */
const BUSINESS_RATES = [80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014];

/** The app at Meta: its id, secret, review, access level, status, and the API version that it calls. */
const APPLICATION: readonly Row[] = [
  // 101: "Error validating application". The other code stands for "Error validating client secret." (WORDED).
  ...appRows('client', 'graphLogin', 101, '1/client_secret'),
  ...appRows('client', 'graphAppDeleted', '190/application'),
  // Threads has an app id and a secret of its own.
  ...appRows('client', 'threadsLogin', 1349026),
  ...appRows('client', 'threadsTokens', 'OAuthException/client'),
  // The redirect URI isn't the app's; it differs from the one of the sign-in; its domain isn't entered.
  ...appRows('redirect', 'graphLogin', 191, '100/36008', 1349048, 1349168),
  ...appRows('redirect', 'threadsTokens', 'OAuthException/redirect'),
  // "Make sure your app has the necessary capability or permissions to make this call."
  ...appRows('access', 'graph', 3),
  // "not allowed for apps with development access level"
  ...appRows('access', 'graphMarketing', 270),
  ...appRows('access', 'graphFeatures', '10/app_review'),
  // At the authorization page: the app isn't live, or Facebook Login is off.
  ...appRows('access', 'graphLogin', 1349126, 1349220),
  // "The user has not accepted the invite to test the app": the app is in development mode.
  ...appRows('access', 'threadsTesters', 1349245),
  ...appRows('blocked', 'graphAppBlocked', '200/application'),
  // The method, the API, or the field is deprecated.
  ...appRows('version', 'graphConstants', 11, 12),
  // "You are calling a deprecated version"
  ...appRows('version', 'graphMarketing', 2635),
  // The endpoint doesn't support the new Pages experience, with a subcode or only in words; nor does it take a person's token.
  ...appRows('version', 'graphPages', '200/2069030', '190/2069032', '210/2069032'),
  ...appRows('version', 'graphNewPages', '200/new_pages'),
  ...appRows('version', 'graphDeprecated', '200/deprecated'),
  // The server's IP address isn't in the app's list.
  ...appRows('origin', 'graphConstants', 5),
  ...appRows('origin', 'graphProof', '100/appsecret_proof', '190/appsecret_proof'),
];

const APP_SECRET_PROOF =
  /^(?:Invalid appsecret_proof provided in the API argument|API calls from the server require an appsecret_proof argument)\.?$/;
const APP_DELETED =
  /^Error validating application\. (?:Application has been (?:deleted|disabled|deactivated)|Invalid application ID|Cannot get application info(?: due to a system error)?)\.?$/;
const APP_BLOCKED =
  /^(?:API access (?:blocked|deactivated|disabled)\.?(?: To reactivate, go to the app dashboard\.?)?|Provide valid app ID\.?|Access to this data is temporarily disabled for non-active apps\b[^<>]*)$/i;

/** The request was made with a person's token. */
const PAGE_TOKEN =
  /^(?:This method must be called with a Page Access Token|A page access token is required to request this resource)\.?$/i;

const WORDED: readonly WordedError[] = [
  ['1', /^Error validating client secret\.?$/, '1/client_secret'],
  [
    '10',
    /^To use '[^']+', your use of this endpoint must be reviewed and approved by Facebook\b[^<>]*$/,
    '10/app_review',
  ],
  ['100', APP_SECRET_PROOF, '100/appsecret_proof'],
  ['190', APP_DELETED, '190/application'],
  ['190', APP_SECRET_PROOF, '190/appsecret_proof'],
  [
    '190',
    /^Any of the [a-z_, or]+ permission\(s\) must be granted before impersonating a user's page\.?$/,
    '190/impersonating',
  ],
  ['190', PAGE_TOKEN, '190/page_token'],
  ['200', APP_BLOCKED, '200/application'],
  [
    '200',
    /^New Pages experience not supported: This endpoint is not supported in the new Pages experience\.?$/i,
    '200/new_pages',
  ],
  ['200', /^This endpoint is deprecated\b[^<>]*$/, '200/deprecated'],
  ['210', PAGE_TOKEN, '210/page_token'],
  // The token endpoint of Threads, as that of Instagram, puts the HTTP status in the code's place.
  [
    'OAuthException',
    /^(?:Invalid request: (?:Request parameters are invalid: )?)?(?:Invalid platform app|Invalid client secret|Error validating client secret|Missing required field client_(?:id|secret))\.?$/i,
    'OAuthException/client',
  ],
  [
    'OAuthException',
    /^(?:Invalid request: (?:Request parameters are invalid: )?)?Invalid redirect_uri\.?$/i,
    'OAuthException/redirect',
  ],
];

export const GRAPH: ErrorRules = {
  rows: [
    // "Wait and retry the operation."
    [1, 'transient', 'graph'],
    [2, 'transient', 'graph'],
    // Instagram's own errors and timeouts: "Try again."
    [-1, 'transient', 'instagramErrors'],
    [-2, 'transient', 'instagramErrors'],
    [4, 'transient', 'graph'],
    [9, 'transient', 'graphConstants'],
    [17, 'transient', 'graph'],
    [18, 'transient', 'graphConstants'],
    [32, 'transient', 'graphRates'],
    [341, 'transient', 'graph'],
    [613, 'transient', 'graphRates'],
    ...BUSINESS_RATES.map((code): Row => [code, 'transient', 'graphRates']),
    // Temporarily blocked for something the account did; the authorization is intact.
    [368, 'not_a_disconnect', 'graph'],
    // Relink's own mistakes: the request is wrong or names something that never existed.
    [100, 'not_a_disconnect', 'graph'],
    [506, 'not_a_disconnect', 'graph'],
    [803, 'not_a_disconnect', 'graph'],
    [2500, 'not_a_disconnect', 'graph'],
    // Threads' token endpoint gives only a type. In the list of codes, it stands for any dead authorization.
    ['OAuthException', 'unknown', 'threadsTokens'],
    // A person's token where a Page's belongs: nothing that a person could reconnect.
    ['190/page_token', 'not_a_disconnect', 'graphPageToken'],
    ['210/page_token', 'not_a_disconnect', 'graphPageToken'],
    ...APPLICATION,
    // "Page ID … was migrated to page ID …": the Page was merged into another one, and its id is gone.
    [21, 'account_not_found', 'graphMerged'],
    // "Two factor authentication required": the Page is owned by a business portfolio that demands it.
    [415, 'checkpoint', 'graphTwoFactor'],
    // The Instagram account is "inactive, checkpointed, or restricted"; its owner finds out why in the app.
    ['25/2207050', 'checkpoint', 'instagramErrors'],
    // "Object does not exist, cannot be loaded due to missing permissions": for an id that used to work, the account is gone.
    ['100/33', 'account_not_found', 'graph'],
    [10, 'permission_missing', 'graph'],
    ...PERMISSIONS,
    // "Expired, been revoked, or is otherwise invalid": assume the mildest of these.
    [102, 'token_expired', 'graph'],
    [190, 'token_expired', 'graph'],
    ['190/impersonating', 'permission_missing', 'graphPages'],
    ...[102, 190].flatMap((code) =>
      SUBCODES.map(([subcode, verdict, source]): Row => [`${code}/${subcode}`, verdict, source]),
    ),
  ],
  codes(body) {
    const error = record(body.error) ?? withoutError(body);
    const [code] = readErrorCode(error?.code);
    if (code === undefined) return [];
    // 0 stands for no subcode.
    const [subcode] = readErrorCode(error?.error_subcode).filter((each) => each !== '0');
    const worded = wordedCodes(WORDED, code, error?.message);
    return subcode === undefined ? [...worded, code] : [`${code}/${subcode}`, ...worded, `${code}/*`, code];
  },
  isOwn: (body) => isMetas(record(body.error)) || withoutError(body) !== undefined,
  isMarkedTransient: (body) => record(body.error)?.is_transient === true,
};

/** Gateways write `{"error": {"code": 403, "message": "Forbidden"}}`, too, but only Meta names a type and a trace, or a code of its own. */
function isMetas(error: Json | undefined): boolean {
  if (error === undefined) return false;
  if (typeof error.type === 'string' || 'fbtrace_id' in error || 'error_subcode' in error) return true;
  return Number.isInteger(error.code) && !isHttpStatus(Number(error.code));
}

const isHttpStatus = (code: number) => code >= 400 && code < 600;

/**
 * Reads Meta's errors without `error`: `{"error_code": 1349245, "error_message": "…"}` at the authorization page, and
 * `{"error_type": "OAuthException", "code": 400, "error_message": "…"}` at the token endpoint of Threads, whose code is the HTTP status.
 */
function withoutError(body: Json): Json | undefined {
  const message = body.error_message ?? body.error_msg;
  if (typeof message !== 'string') return undefined;
  if (typeof body.error_type === 'string') return { code: body.error_type, message };
  // PHP writes some numbers as text.
  const known = typeof body.error_code === 'number' || /^\d+$/.test(String(body.error_code));
  return known ? { code: body.error_code, error_subcode: body.error_subcode, message } : undefined;
}
