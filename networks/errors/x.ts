/** X: numbers (`errors[].code`), problem types (the last part of the URL in `type`), and `error` from the token endpoint. */
import { OAUTH } from './oauth.js';
import { records, readErrorCode } from './rules.js';
import type { ErrorRules } from './rules.js';

export const X: ErrorRules = {
  rows: [
    ...OAUTH,
    [88, 'transient', 'xNumbers'], // rate limit
    [130, 'transient', 'xNumbers'], // over capacity
    [131, 'transient', 'xNumbers'], // internal error
    [89, 'token_expired', 'xNumbers'], // "invalid or expired": X doesn't tell them apart
    [64, 'checkpoint', 'xNumbers'], // suspended; the person must settle this with X first
    [326, 'checkpoint', 'xNumbers'], // locked
    [50, 'account_not_found', 'xNumbers'],
    ['usage-capped', 'transient', 'xProblems'],
    // Caused by the app's plan or request, not by the account.
    ['client-forbidden', 'not_a_disconnect', 'xProblems'],
    ['unsupported-authentication', 'not_a_disconnect', 'xProblems'],
    ['invalid-request', 'not_a_disconnect', 'xProblems'],
    // Problems without a type of their own repeat the status. For a dead token, API v2 says only "Unauthorized".
    ['401', 'token_expired', 'xProblems'],
    ['http_401', 'token_expired', 'xProblems'],
    ['400', 'not_a_disconnect', 'xProblems'],
  ],
  codes: (body) => [
    ...records(body.errors).flatMap((item) => [...readErrorCode(item.code), ...problem(item.type)]),
    ...problem(body.type),
    ...(body.type === 'about:blank' ? readErrorCode(body.status) : []),
    ...readErrorCode(body.error),
  ],
  misconfigured: ['invalid_client', 'unauthorized_client', 'invalid_scope'],
};

/** Reads the problem name from `https://api.x.com/2/problems/usage-capped`, on the old host too. "about:blank" names none. */
function problem(type: unknown): string[] {
  const [known] = readErrorCode(type);
  if (known === undefined || known === 'about:blank') return [];
  return [/\/2\/problems\/([\w-]+)$/.exec(known)?.[1] ?? known];
}
