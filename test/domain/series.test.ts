/** The schedule, as properties. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  copiesAdministrators,
  DEFAULT_PLAN,
  planProblem,
  type PlanProblem,
  stepAfter,
  stepsDue as dueFrom,
  dayProblems,
  MAX_SERIES_DAYS,
  type SeriesPlan,
} from '../../domain/series.js';
import { DAY_MS } from '../rig/calendar.js';

const plans: fc.Arbitrary<SeriesPlan> = fc
  .uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 6, maxLength: 6 })
  .map((days) => {
    const [a, b, c, d, e, f] = days.sort((x, y) => x - y) as [number, number, number, number, number, number];
    return { stepDays: [0, a, b, c, d, e], seriesDays: f };
  });
const starts = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.getTime());
type Position = Parameters<typeof stepAfter>[0];
const stepsDue = (position: Position, plan: SeriesPlan, dayMs: number, now: number) =>
  dueFrom(stepAfter(position, plan, dayMs), plan, dayMs, now).due;
const beginning = (seriesStartedAt: number) => ({ series: 1, seriesStartedAt, step: null });

describe('the schedule of a series', () => {
  it('is the article’s: days 0, 2, 7, 12, 17, 22, and again from day 27', () => {
    const days = stepsDue(beginning(0), DEFAULT_PLAN, DAY_MS, 54 * DAY_MS).map(({ series, step, dueAt }) => [
      series,
      step,
      dueAt / DAY_MS,
    ]);
    expect(days).toEqual([
      [1, 0, 0], [1, 1, 2], [1, 2, 7], [1, 3, 12], [1, 4, 17], [1, 5, 22],
      [2, 0, 27], [2, 1, 29], [2, 2, 34], [2, 3, 39], [2, 4, 44], [2, 5, 49],
      [3, 0, 54],
    ]); // prettier-ignore
  });

  it('counts every step from the start of its series in 24-hour days, even across a daylight saving change', () => {
    fc.assert(
      fc.property(plans, starts, fc.integer({ min: 0, max: 40 }), (plan, start, steps) => {
        let next = stepAfter(beginning(start), plan, DAY_MS);
        for (let i = 0; i < steps; i += 1) next = stepAfter(next, plan, DAY_MS);
        const series = Math.floor(steps / 6);
        expect(next).toEqual({
          series: series + 1,
          seriesStartedAt: start + series * plan.seriesDays * DAY_MS,
          step: steps % 6,
          dueAt: start + (series * plan.seriesDays + plan.stepDays[steps % 6]!) * DAY_MS,
        });
      }),
    );
  });

  it('gives the same steps, however often it is checked along the way', () => {
    fc.assert(
      fc.property(
        plans,
        starts,
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 12 }),
        (plan, start, looks) => {
          const end = start + 500 * DAY_MS;
          const atOnce = stepsDue(beginning(start), plan, DAY_MS, end);
          const inPieces: typeof atOnce = [];
          let position: Position = beginning(start);
          for (const day of [...looks.sort((a, b) => a - b), 500]) {
            const due = stepsDue(position, plan, DAY_MS, start + day * DAY_MS);
            inPieces.push(...due);
            position = due.at(-1) ?? position;
          }
          expect(inPieces).toEqual(atOnce);
        },
      ),
    );
  });

  it('never makes a step due early and never skips one', () => {
    fc.assert(
      fc.property(plans, starts, fc.integer({ min: 0, max: 1000 * DAY_MS }), (plan, start, later) => {
        const due = stepsDue(beginning(start), plan, DAY_MS, start + later);
        expect(due.every(({ dueAt }) => dueAt <= start + later)).toBe(true);
        expect(stepAfter(due.at(-1) ?? beginning(start), plan, DAY_MS).dueAt).toBeGreaterThan(start + later);
        expect(due.map(({ series, step }) => (series - 1) * 6 + step)).toEqual(due.map((_, i) => i));
      }),
    );
  });

  it('copies the administrators only on the first and last email', () => {
    expect([0, 1, 2, 3, 4, 5].filter(copiesAdministrators)).toEqual([0, 5]);
  });
});

describe('the settings of a series', () => {
  it('accept every plan with rising days and no other', () => {
    fc.assert(fc.property(plans, (plan) => expect(planProblem(plan)).toBeNull()));
    expect(planProblem({ ...DEFAULT_PLAN, seriesDays: MAX_SERIES_DAYS })).toBeNull();
    const broken: [SeriesPlan, PlanProblem][] = [
      [
        { stepDays: [0, 2, 7, 12, 17], seriesDays: 27 },
        { path: 'stepDays', code: 'wrong_number_of_steps', params: { steps: 6 } },
      ],
      [
        { stepDays: [1, 2, 7, 12, 17, 22], seriesDays: 27 },
        { path: 'stepDays', code: 'first_step_waits', params: {} },
      ],
      [
        { stepDays: [0, 7, 2, 12, 17, 22], seriesDays: 27 },
        { path: 'stepDays', code: 'step_days_not_rising', params: {} },
      ],
      [
        { stepDays: [0, 2, 2, 12, 17, 22], seriesDays: 27 },
        { path: 'stepDays', code: 'step_days_not_rising', params: {} },
      ],
      [
        { stepDays: [0, 2.5, 7, 12, 17, 22], seriesDays: 27 },
        { path: 'stepDays', code: 'step_days_not_whole', params: {} },
      ],
      [
        { ...DEFAULT_PLAN, seriesDays: 27.5 },
        { path: 'seriesDays', code: 'series_days_not_whole', params: {} },
      ],
      [
        { ...DEFAULT_PLAN, seriesDays: 22 },
        { path: 'seriesDays', code: 'series_too_short', params: { lastStepDay: 22 } },
      ],
      [
        { ...DEFAULT_PLAN, seriesDays: 367 },
        { path: 'seriesDays', code: 'series_too_long', params: { max: 366 } },
      ],
    ];
    for (const [plan, problem] of broken) expect(planProblem(plan)).toEqual(problem);
  });

  it('name every wrong day, compared with the last valid number before it', () => {
    const wrong = dayProblems({ stepDays: [1, 1, 7, NaN, 6, 22], seriesDays: 20 });
    expect(wrong).toEqual([
      { step: 0, code: 'first_waits', after: 0 },
      { step: 1, code: 'not_later', after: 1 },
      { step: 3, code: 'not_whole', after: 7 },
      { step: 4, code: 'not_later', after: 7 },
      { step: null, code: 'not_later', after: 22 },
    ]);
    expect(dayProblems({ ...DEFAULT_PLAN, seriesDays: NaN })).toEqual([{ step: null, code: 'not_whole', after: 22 }]);
  });
});
