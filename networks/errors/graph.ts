/** Meta's Graph API (Facebook, Instagram, Threads): `error.code`, and `error.error_subcode` as "code/subcode". */
import { appRows, record, readErrorCode, wordedCodes } from './rules.js';
import type { ErrorRules, Row, WordedError } from './rules.js';

/** 102 (session) and 190 (access token) share their subcodes. */
const SUBCODES: readonly Row[] = [
  [458, 'token_revoked', 'graph'], // the app isn't installed, or no longer is
  [459, 'checkpoint', 'graph'],
  [460, 'password_changed', 'graph'],
  [463, 'token_expired', 'graph'],
  [464, 'checkpoint', 'graph'], // unconfirmed user, who must first confirm the account at Facebook
  [466, 'token_revoked', 'graphSubcodes'], // explicitly invalidated through an API call
  [467, 'token_revoked', 'graph'],
  [468, 'token_expired', 'graphSubcodes'], // the app wasn't used for a long time
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

/** The app at Meta: its id, secret, review, access level, status, and the API version that it calls. */
const APPLICATION: readonly Row[] = [
  // 101: "Error validating application". The other code stands for "Error validating client secret." (WORDED).
  ...appRows('client', 'graphLogin', 101, '1/client_secret'),
  ...appRows('client', 'graphAppDeleted', '190/application'),
  // The redirect URI isn't the app's; it differs from the one of the sign-in; its domain isn't entered.
  ...appRows('redirect', 'graphLogin', 191, '100/36008', 1349048),
  // "Make sure your app has the necessary capability or permissions to make this call."
  ...appRows('access', 'graph', 3),
  // "not allowed for apps with development access level"
  ...appRows('access', 'graphMarketing', 270),
  ...appRows('access', 'graphFeatures', '10/app_review'),
  // At the authorization page: the app isn't live, or Facebook Login is off.
  ...appRows('access', 'graphLogin', 1349126, 1349220),
  ...appRows('blocked', 'graphAppBlocked', '200/application'),
  // The method, the API, or the field is deprecated.
  ...appRows('version', 'graphConstants', 11, 12),
  // "You are calling a deprecated version"
  ...appRows('version', 'graphMarketing', 2635),
  // The endpoint doesn't support the new Pages experience.
  ...appRows('version', 'graphPages', '200/2069030'),
  // The server's IP address isn't in the app's list.
  ...appRows('origin', 'graphConstants', 5),
  ...appRows('origin', 'graphProof', '100/appsecret_proof', '190/appsecret_proof'),
];

const APP_SECRET_PROOF =
  /^(?:Invalid appsecret_proof provided in the API argument|API calls from the server require an appsecret_proof argument)\.?$/;
const APP_DELETED =
  /^Error validating application\. (?:Application has been (?:deleted|disabled|deactivated)|Invalid application ID)\.?$/;
const APP_BLOCKED =
  /^(?:API access (?:blocked|deactivated|disabled)\.?(?: To reactivate, go to the app dashboard\.?)?|Provide valid app ID\.?|Access to this data is temporarily disabled for non-active apps\b[^<>]*)$/i;

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
  ['200', APP_BLOCKED, '200/application'],
];

export const GRAPH: ErrorRules = {
  rows: [
    // "Wait and retry the operation."
    [1, 'transient', 'graph'],
    [2, 'transient', 'graph'],
    [4, 'transient', 'graph'],
    [17, 'transient', 'graph'],
    [32, 'transient', 'graphRates'],
    [341, 'transient', 'graph'],
    [613, 'transient', 'graphRates'],
    [80001, 'transient', 'graphRates'],
    [80002, 'transient', 'graphRates'],
    // Temporarily blocked for something the account did; the authorization is intact.
    [368, 'not_a_disconnect', 'graph'],
    // Relink's own mistakes: the request is wrong or names something that never existed.
    [100, 'not_a_disconnect', 'graph'],
    [506, 'not_a_disconnect', 'graph'],
    [803, 'not_a_disconnect', 'graph'],
    [2500, 'not_a_disconnect', 'graph'],
    ...APPLICATION,
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
    const error = record(body.error);
    const [code] = readErrorCode(error?.code);
    if (code === undefined) return [];
    const [subcode] = readErrorCode(error?.error_subcode);
    const worded = wordedCodes(WORDED, code, error?.message);
    return subcode === undefined ? [...worded, code] : [`${code}/${subcode}`, ...worded, `${code}/*`, code];
  },
  isOwn: (body) => record(body.error) !== undefined,
  isMarkedTransient: (body) => record(body.error)?.is_transient === true,
};
