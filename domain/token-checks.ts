/** What the result of a token check means for an account ("Transient errors … are never a disconnect"). */
import { isBlameless, type Reason, type Verdict } from './reasons.js';

/** How many unknown errors in a row, without a healthy answer in between, count as a disconnect. */
export const MAX_CONSECUTIVE_UNKNOWNS = 3;

/** Vague reasons, for which the network's next answer may be different or more precise. A check or a refresh can replace them. */
export const VAGUE_REASONS: readonly Reason[] = ['token_expired', 'token_revoked', 'password_changed', 'unknown'];

export type CheckConclusion =
  | { outcome: 'healthy' }
  /** Nothing is certain yet, so check again soon. `consecutiveUnknowns`: how many unknown errors there were in a row. */
  | { outcome: 'recheck'; consecutiveUnknowns: number }
  /** The error is about the request or the application, not the account. The next night's run checks again. */
  | { outcome: 'unrelated' }
  | { outcome: 'disconnect'; reason: Reason };

/**
 * Judges the result of a token check.
 * @param before what is known about the authorization and the answer. `doubtful`: this error code is known to be wrong for tokens as
 *   fresh as this one. `consecutiveUnknowns`: how many unknown errors in a row the previous checks returned. `coded`: the network
 *   returned an error code, rather than only leaving something out of its answer
 */
export function evaluateCheck(
  verdict: Verdict | 'healthy',
  before: { doubtful: boolean; consecutiveUnknowns: number; coded: boolean },
): CheckConclusion {
  const { consecutiveUnknowns, doubtful, coded } = before;
  if (verdict === 'healthy') return { outcome: 'healthy' };
  // An outage proves nothing, so the count of consecutive unknown errors stays the same.
  if (verdict === 'transient' || doubtful) return { outcome: 'recheck', consecutiveUnknowns };
  if (isBlameless(verdict)) return { outcome: 'unrelated' };
  // An incomplete answer may leave out an account, so an account counts as missing only when it is missing twice.
  if (verdict !== 'unknown' && !coded && consecutiveUnknowns === 0)
    return { outcome: 'recheck', consecutiveUnknowns: 1 };
  if (verdict !== 'unknown') return { outcome: 'disconnect', reason: verdict };
  return consecutiveUnknowns + 1 >= MAX_CONSECUTIVE_UNKNOWNS
    ? { outcome: 'disconnect', reason: 'unknown' }
    : { outcome: 'recheck', consecutiveUnknowns: consecutiveUnknowns + 1 };
}
