/** X: numbers (`errors[].code`), problem types (the last part of the URL in `type`), and `error` from the token endpoint. */
import { OAUTH } from './oauth.js';
import { appRows, isOAuthError, records, readErrorCode, readOAuthError } from './rules.js';
import type { ErrorRules, Row } from './rules.js';

/** The app at X: its plan, credits, access level, project, callback address, and the endpoints that it calls. */
const APPLICATION: readonly Row[] = [
  ...appRows('plan', 'xCredits', 'credits', 'credits-depleted'),
  // The plan's cap for the month or the day.
  ...appRows('plan', 'xProblems', 'usage-capped'),
  ...appRows('access', 'xAccess', 453),
  // The app isn't in a project with access, or the endpoint isn't for apps like it.
  ...appRows('access', 'xProblems', 'client-not-enrolled', 'client-forbidden', 'official-client-forbidden'),
  ...appRows('access', 'xProblems', 'unsupported-authentication', 'oauth1-permissions'),
  // "Client is not permitted to perform this action." "Application cannot perform write actions."
  ...appRows('access', 'xNumbers', 87, 261),
  // 416: invalid or suspended application. 99: the app's own credentials can't be verified.
  ...appRows('blocked', 'xNumbers', 416),
  ...appRows('client', 'xNumbers', 99),
  // The callback address isn't the app's, or the app isn't set up for web sign-ins.
  ...appRows('redirect', 'xNumbers', 415, 417),
  // "This endpoint has been retired and should not be used."
  ...appRows('version', 'xNumbers', 68, 251),
  // Gone: "Used to indicate that an API endpoint has been turned off."
  ...appRows('version', 'xNumbers', 'http_410'),
  // TLS is missing, or this machine's clock is wrong.
  ...appRows('origin', 'xNumbers', 92, 135),
];

export const X: ErrorRules = {
  rows: [
    ...OAUTH,
    [88, 'transient', 'xNumbers'], // rate limit
    [130, 'transient', 'xNumbers'], // over capacity
    [131, 'transient', 'xNumbers'], // internal error
    [89, 'token_expired', 'xNumbers'], // "invalid or expired": X doesn't tell them apart
    [64, 'checkpoint', 'xNumbers'], // suspended; the person must settle this with X first
    [63, 'checkpoint', 'xNumbers'], // the same, if the account was looked up by its id
    [326, 'checkpoint', 'xNumbers'], // locked
    [231, 'checkpoint', 'xNumbers'], // "User must verify login"
    [50, 'account_not_found', 'xNumbers'],
    ['resource-not-found/user', 'account_not_found', 'xProblems'],
    [220, 'permission_missing', 'xNumbers'], // "The authentication token in use is restricted"
    // Something that the account did looks automated; its authorization is intact.
    [226, 'not_a_disconnect', 'xNumbers'],
    ['invalid-request', 'not_a_disconnect', 'xProblems'],
    // About a single post: deleted, or not shown to this account.
    ['resource-not-found/tweet', 'not_a_disconnect', 'xProblems'],
    ['not-authorized-for-resource/tweet', 'not_a_disconnect', 'xProblems'],
    ['streaming-connection', 'transient', 'xProblems'],
    ['operational-disconnect', 'transient', 'xProblems'],
    ...APPLICATION,
    // Problems without a type of their own repeat the status. For a dead token, API v2 says only "Unauthorized".
    ['401', 'token_expired', 'xProblems'],
    ['http_401', 'token_expired', 'xProblems'],
    ['400', 'not_a_disconnect', 'xProblems'],
  ],
  codes: (body) => [
    ...records(body.errors).flatMap((item) => [
      ...readErrorCode(item.code),
      ...problem(item.type).flatMap((name) => [
        ...readErrorCode(item.resource_type).map((of) => `${name}/${of}`),
        name,
      ]),
    ]),
    // `client-forbidden` has a reason of its own, such as "client-not-enrolled".
    ...readErrorCode(body.reason),
    ...problem(body.type),
    ...(body.type === 'about:blank' ? readErrorCode(body.status) : []),
    ...readOAuthError(body.error),
  ],
  isOwn: (body) =>
    isOAuthError(body) ||
    (!FOREIGN_FIELDS.some((field) => field in body) &&
      (records(body.errors).some((item) => Number.isInteger(item.code) || isProblemType(item.type)) ||
        (typeof body.title === 'string' &&
          (isProblemType(body.type) || (!body.type && typeof body.detail === 'string'))))),
};

/** Problem details (RFC 9457) and lists of errors from a CDN, a gateway, or a framework have these. */
const FOREIGN_FIELDS = ['success', 'instance', 'traceId', 'cloudflare_error'];

const isProblemType = (type: unknown): boolean =>
  type === 'about:blank' || (typeof type === 'string' && /^https:\/\/api\.(?:x|twitter)\.com\//.test(type));

/** Reads the problem name from `https://api.x.com/2/problems/usage-capped`, on the old host too. "about:blank" names none. */
function problem(type: unknown): string[] {
  const [known] = readErrorCode(type);
  if (known === undefined || known === 'about:blank') return [];
  return [/\/problems\/([\w-]+)$/.exec(known)?.[1] ?? known];
}
