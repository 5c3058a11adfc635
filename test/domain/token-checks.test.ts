/** What a check's answer means: transient answers never disconnect, and a healthy answer resets consecutiveUnknowns. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REASONS, type Verdict } from '../../domain/reasons.js';
import { MAX_CONSECUTIVE_UNKNOWNS, evaluateCheck } from '../../domain/token-checks.js';

type Answer = Verdict | 'healthy';
const ANSWERS: Answer[] = [...REASONS, 'transient', 'not_a_disconnect', 'application', 'healthy'];

/**
 * Judges answers in order, keeping consecutiveUnknowns as the database does. Returns the index of the first answer that disconnects, or
 * null.
 */
function disconnectsAt(answers: readonly Answer[]): number | null {
  let consecutiveUnknowns = 0;
  for (const [index, answer] of answers.entries()) {
    const judged = evaluateCheck(answer, { doubtful: false, consecutiveUnknowns, coded: true });
    if (judged.outcome === 'disconnect') return index;
    if (judged.outcome === 'healthy') consecutiveUnknowns = 0;
    if (judged.outcome === 'recheck') ({ consecutiveUnknowns } = judged);
  }
  return null;
}

describe('a token check', () => {
  it('never disconnects after outages or answers about our application, however many', () => {
    const quiet = fc.constantFrom<Answer>('transient', 'not_a_disconnect', 'application', 'healthy');
    fc.assert(fc.property(fc.array(quiet), (answers) => disconnectsAt(answers) === null));
  });

  it('is repeated after an outage, and leaves the account alone after an answer about our application', () => {
    const before = { doubtful: false, consecutiveUnknowns: 2, coded: true };
    expect(evaluateCheck('transient', before)).toEqual({ outcome: 'recheck', consecutiveUnknowns: 2 });
    expect(evaluateCheck('password_changed', { ...before, doubtful: true })).toEqual({
      outcome: 'recheck',
      consecutiveUnknowns: 2,
    });
    expect(evaluateCheck('not_a_disconnect', before)).toEqual({ outcome: 'unrelated' });
    expect(evaluateCheck('application', before)).toEqual({ outcome: 'unrelated' });
    expect(evaluateCheck('unknown', before)).toEqual({ outcome: 'disconnect', reason: 'unknown' });
  });

  it('disconnects at once after an error with a known reason', () => {
    for (const reason of REASONS.filter((one) => one !== 'unknown'))
      expect(evaluateCheck(reason, { doubtful: false, consecutiveUnknowns: 0, coded: true })).toEqual({
        outcome: 'disconnect',
        reason,
      });
  });

  it(`disconnects after ${MAX_CONSECUTIVE_UNKNOWNS} unknown errors without a healthy answer in between`, () => {
    expect(disconnectsAt(['unknown', 'unknown', 'unknown'])).toBe(2);
    expect(disconnectsAt(['unknown', 'transient', 'unknown', 'transient', 'unknown'])).toBe(4);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Answer>('unknown', 'transient', 'healthy'), { maxLength: 30 }),
        (answers) => {
          const at = disconnectsAt(answers);
          const runs = answers
            .slice(0, at === null ? undefined : at + 1)
            .join(' ')
            .split('healthy');
          const longest = Math.max(...runs.map((run) => run.split('unknown').length - 1));
          return (at !== null) === longest >= MAX_CONSECUTIVE_UNKNOWNS;
        },
      ),
    );
  });

  it('never disconnects after a code that is often false for fresh tokens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERS), fc.nat(10), (answer, consecutiveUnknowns) => {
        return evaluateCheck(answer, { doubtful: true, consecutiveUnknowns, coded: true }).outcome !== 'disconnect';
      }),
    );
  });

  it('disconnects an account that an answer leaves out for the second time', () => {
    const missing = (consecutiveUnknowns: number) =>
      evaluateCheck('account_not_found', { doubtful: false, consecutiveUnknowns, coded: false });
    expect(missing(0)).toEqual({ outcome: 'recheck', consecutiveUnknowns: 1 });
    expect(missing(1)).toEqual({ outcome: 'disconnect', reason: 'account_not_found' });
  });
});
