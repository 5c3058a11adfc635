/** What a check's answer means: transient answers never disconnect, and a healthy answer resets consecutiveUnknowns. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REASONS, type Verdict } from '../../domain/reasons.js';
import { MOST_CONSECUTIVE_UNKNOWNS, judgeCheck } from '../../domain/token-checks.js';

type Answer = Verdict | 'healthy';
const ANSWERS: Answer[] = [...REASONS, 'transient', 'not_a_disconnect', 'application', 'healthy'];

/**
 * Judges answers in order, keeping consecutiveUnknowns as the database does. Returns the index of the first answer that disconnects, or
 * null.
 */
function disconnectsAt(answers: readonly Answer[]): number | null {
  let consecutiveUnknowns = 0;
  for (const [index, answer] of answers.entries()) {
    const judged = judgeCheck(answer, { doubtful: false, consecutiveUnknowns, coded: true });
    if (judged.outcome === 'disconnect') return index;
    if (judged.outcome === 'healthy') consecutiveUnknowns = 0;
    if (judged.outcome === 'look_again') ({ consecutiveUnknowns } = judged);
  }
  return null;
}

describe('a check that brings', () => {
  it('any number of outages and answers about the application never disconnects', () => {
    const quiet = fc.constantFrom<Answer>('transient', 'not_a_disconnect', 'application', 'healthy');
    fc.assert(fc.property(fc.array(quiet), (answers) => disconnectsAt(answers) === null));
  });

  it('an outage is asked about again, and an answer about the application leaves the account alone', () => {
    const before = { doubtful: false, consecutiveUnknowns: 2, coded: true };
    expect(judgeCheck('transient', before)).toEqual({ outcome: 'look_again', consecutiveUnknowns: 2 });
    expect(judgeCheck('password_changed', { ...before, doubtful: true })).toEqual({
      outcome: 'look_again',
      consecutiveUnknowns: 2,
    });
    expect(judgeCheck('not_a_disconnect', before)).toEqual({ outcome: 'not_about_it' });
    expect(judgeCheck('application', before)).toEqual({ outcome: 'not_about_it' });
    expect(judgeCheck('unknown', before)).toEqual({ outcome: 'disconnect', reason: 'unknown' });
  });

  it('a refusal of known meaning disconnects with it, at once', () => {
    for (const reason of REASONS.filter((one) => one !== 'unknown'))
      expect(judgeCheck(reason, { doubtful: false, consecutiveUnknowns: 0, coded: true })).toEqual({
        outcome: 'disconnect',
        reason,
      });
  });

  it(`a refusal of unknown meaning disconnects at the ${MOST_CONSECUTIVE_UNKNOWNS}rd in a row, with nothing healthy between`, () => {
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
          return (at !== null) === longest >= MOST_CONSECUTIVE_UNKNOWNS;
        },
      ),
    );
  });

  it('a code that comes falsely for fresh tokens disconnects nothing, whatever it says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ANSWERS), fc.nat(10), (answer, consecutiveUnknowns) => {
        return judgeCheck(answer, { doubtful: true, consecutiveUnknowns, coded: true }).outcome !== 'disconnect';
      }),
    );
  });

  it('an account that an answer leaves out disconnects at the second time', () => {
    const missing = (consecutiveUnknowns: number) =>
      judgeCheck('account_not_found', { doubtful: false, consecutiveUnknowns, coded: false });
    expect(missing(0)).toEqual({ outcome: 'look_again', consecutiveUnknowns: 1 });
    expect(missing(1)).toEqual({ outcome: 'disconnect', reason: 'account_not_found' });
  });
});
