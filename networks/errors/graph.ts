/** Meta's Graph API: Facebook, Instagram, Threads. `error.code`, and `error.error_subcode` as "code/subcode". */
import { record, readErrorCode } from './rules.js';
import type { ErrorRules, Row } from './rules.js';

/** 102 (session) and 190 (access token) share their subcodes. */
const SUBCODES: readonly Row[] = [
  [458, 'token_revoked', 'graph'], // the app is not installed (any more)
  [459, 'checkpoint', 'graph'],
  [460, 'password_changed', 'graph'],
  [463, 'token_expired', 'graph'],
  [464, 'checkpoint', 'graph'], // unconfirmed user: to be confirmed at Facebook first
  [466, 'token_revoked', 'graphSubcodes'], // explicitly invalidated through an API call
  [467, 'token_revoked', 'graph'],
  [468, 'token_expired', 'graphSubcodes'], // the app was not used for long
  [492, 'parent_profile_removed', 'graph'], // who is behind a Page's token has no role on the Page any more
  // Dead for a cause that is not in the list: that it is dead is known, why is not.
  ['*', 'unknown', 'graph'],
];

/** "API Permission (multiple values depending on permission)": the whole block. */
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
    // Blocked for a while for what it did; the authorization is intact.
    [368, 'not_a_disconnect', 'graph'],
    // Ours: the app lacks a capability, the request is wrong, or names what there never was.
    [3, 'not_a_disconnect', 'graph'],
    [100, 'not_a_disconnect', 'graph'],
    [506, 'not_a_disconnect', 'graph'],
    [803, 'not_a_disconnect', 'graph'],
    [2500, 'not_a_disconnect', 'graph'],
    [10, 'permission_missing', 'graph'],
    ...PERMISSIONS,
    // "Expired, been revoked, or is otherwise invalid": the mildest of these.
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
  // At the token endpoint 1 is "Error validating client secret." (elsewhere it passes); 36008 is another redirect URI.
  misconfigured: ['1', '101', '191', '100/36008'],
  saysTransient: (body) => record(body.error)?.is_transient === true,
};
