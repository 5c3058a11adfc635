/** Meta's Graph API (Facebook, Instagram, Threads): `error.code`, and `error.error_subcode` as "code/subcode". */
import { record, readErrorCode } from './rules.js';
import type { ErrorRules, Row } from './rules.js';

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

/** "API Permission (multiple values depending on permission)": the whole range. */
const PERMISSIONS: readonly Row[] = Array.from({ length: 100 }, (_, i) => [200 + i, 'permission_missing', 'graph']);

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
    // Relink's own mistakes: the app lacks a capability, or the request is wrong or names something that never existed.
    [3, 'not_a_disconnect', 'graph'],
    [100, 'not_a_disconnect', 'graph'],
    [506, 'not_a_disconnect', 'graph'],
    [803, 'not_a_disconnect', 'graph'],
    [2500, 'not_a_disconnect', 'graph'],
    [10, 'permission_missing', 'graph'],
    ...PERMISSIONS,
    // "Expired, been revoked, or is otherwise invalid": assume the mildest of these.
    [102, 'token_expired', 'graph'],
    [190, 'token_expired', 'graph'],
    ...[102, 190].flatMap((code) =>
      SUBCODES.map(([subcode, verdict, source]): Row => [`${code}/${subcode}`, verdict, source]),
    ),
  ],
  codes(body) {
    const error = record(body.error);
    const [code] = readErrorCode(error?.code);
    if (code === undefined) return [];
    const [subcode] = readErrorCode(error?.error_subcode);
    return subcode === undefined ? [code] : [`${code}/${subcode}`, `${code}/*`, code];
  },
  // At the token endpoint, 1 is "Error validating client secret." (elsewhere it is transient); 36008 is a different redirect URI.
  misconfigured: ['1', '101', '191', '100/36008'],
  isMarkedTransient: (body) => record(body.error)?.is_transient === true,
};
