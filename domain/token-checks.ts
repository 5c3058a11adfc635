/** What the answer to a token check means for an account ("Transient errors … are never a disconnect"). */
import type { Reason, Verdict } from './reasons.js';

/** Refusals of unknown meaning in a row, with no healthy answer between them, that make a disconnect. */
export const MOST_CONSECUTIVE_UNKNOWNS = 3;

/** Reasons that a network gives where its own next word may be another, or a better one. A check or a refresh may replace them. */
export const VAGUE_REASONS: readonly Reason[] = ['token_expired', 'token_revoked', 'password_changed', 'unknown'];

export type Judgement =
  | { outcome: 'healthy' }
  /** Nothing is known yet: ask again soon. `consecutiveUnknowns`: how many refusals of unknown meaning there were in a row. */
  | { outcome: 'look_again'; consecutiveUnknowns: number }
  /** The answer is about the request or the application. The next night asks again. */
  | { outcome: 'not_about_it' }
  | { outcome: 'disconnect'; reason: Reason };

/**
 * @param before what is known of the authorization: `doubtful`, that this very code comes falsely for tokens as fresh as this one;
 *   `consecutiveUnknowns`, how many refusals of unknown meaning the last checks brought; `coded`, that the network gave a code, and not only left
 *   something out of an answer
 */
export function judgeCheck(
  verdict: Verdict | 'healthy',
  before: { doubtful: boolean; consecutiveUnknowns: number; coded: boolean },
): Judgement {
  const { consecutiveUnknowns, doubtful, coded } = before;
  if (verdict === 'healthy') return { outcome: 'healthy' };
  // An outage proves nothing: the count of unknown answers in a row stays as it is.
  if (verdict === 'transient' || doubtful) return { outcome: 'look_again', consecutiveUnknowns };
  if (verdict === 'not_a_disconnect') return { outcome: 'not_about_it' };
  // Half an answer may leave an account out: it is missing when it is missing twice.
  if (verdict !== 'unknown' && !coded && consecutiveUnknowns === 0)
    return { outcome: 'look_again', consecutiveUnknowns: 1 };
  if (verdict !== 'unknown') return { outcome: 'disconnect', reason: verdict };
  return consecutiveUnknowns + 1 >= MOST_CONSECUTIVE_UNKNOWNS
    ? { outcome: 'disconnect', reason: 'unknown' }
    : { outcome: 'look_again', consecutiveUnknowns: consecutiveUnknowns + 1 };
}
