/** X: numbers (`errors[].code`), problem types (`type`, the last part of its address), and the token endpoint's `error`. */
import { OAUTH } from './oauth.js';
import { records, readErrorCode } from './rules.js';
import type { ErrorRules } from './rules.js';

export const X: ErrorRules = {
  rows: [
    ...OAUTH,
    [88, 'transient', 'xNumbers'], // rate limit
    [130, 'transient', 'xNumbers'], // over capacity
    [131, 'transient', 'xNumbers'], // internal error
    [89, 'token_expired', 'xNumbers'], // "invalid or expired": X does not tell them apart
    [64, 'checkpoint', 'xNumbers'], // suspended: to be settled at X first
    [326, 'checkpoint', 'xNumbers'], // locked
    [50, 'account_not_found', 'xNumbers'],
    ['usage-capped', 'transient', 'xProblems'],
    // Our app's plan or request, not the account.
    ['client-forbidden', 'not_a_disconnect', 'xProblems'],
    ['unsupported-authentication', 'not_a_disconnect', 'xProblems'],
    ['invalid-request', 'not_a_disconnect', 'xProblems'],
    // Problems without a type of their own repeat the status. API v2 says no more than "Unauthorized" of a dead token.
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

/** `https://api.x.com/2/problems/usage-capped`, also with the host of old. "about:blank" names none. */
function problem(type: unknown): string[] {
  const [known] = readErrorCode(type);
  if (known === undefined || known === 'about:blank') return [];
  return [/\/2\/problems\/([\w-]+)$/.exec(known)?.[1] ?? known];
}
