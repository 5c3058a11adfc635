/**
 * The series of emails of one disconnect.
 *
 * Article: "The first reminder email is sent out two days later, then every five days after that, 4 more times. […] The series
 * then repeats." Every step is counted from the beginning of its series, never from the step before it, in exact 24-hour days:
 * a late step never makes the next one late, and daylight saving moves nothing.
 */
import type { ValueProblem } from './field-problem.js';

export const STEPS = 6;
export const FIRST_STEP = 0;
export const LAST_STEP = STEPS - 1;

/** When the steps of a series are due; an archive's setting. Days of 24 hours after the series began. */
export interface SeriesPlan {
  stepDays: readonly number[];
  /** When the next series begins. */
  seriesDays: number;
}

export const DEFAULT_PLAN: SeriesPlan = { stepDays: [0, 2, 7, 12, 17, 22], seriesDays: 27 };

/** How far a disconnect's series has come. `step` is the last one raised, null before the first. */
export interface SeriesPosition {
  series: number;
  /** Epoch milliseconds. */
  seriesStartedAt: number;
  step: number | null;
}

/** A step and when it is due (epoch milliseconds). */
export interface DueStep {
  series: number;
  seriesStartedAt: number;
  step: number;
  dueAt: number;
}

export type PlanProblem = { path: keyof SeriesPlan } & ValueProblem;

/** A series lasts a year at most. */
export const LONGEST_SERIES_DAYS = 366;

/** What is wrong with one day of a plan; `step` is null for the day on which the next series begins. */
export interface DayProblem {
  step: number | null;
  code: 'not_whole' | 'first_waits' | 'not_later' | 'too_long';
  /** The day that it must be later than. */
  after: number;
}

/** Every day that is wrong, in order, each compared with the last one before it that is a number. */
export function dayProblems({ stepDays, seriesDays }: SeriesPlan): DayProblem[] {
  const problems: DayProblem[] = [];
  let after = 0;
  for (const [step, day] of stepDays.entries()) {
    if (!Number.isInteger(day)) {
      problems.push({ step, code: 'not_whole', after });
      continue;
    }
    if (step === FIRST_STEP && day !== 0) problems.push({ step, code: 'first_waits', after });
    if (step > FIRST_STEP && day <= after) problems.push({ step, code: 'not_later', after });
    after = day;
  }
  if (!Number.isInteger(seriesDays)) problems.push({ step: null, code: 'not_whole', after });
  else if (seriesDays <= after) problems.push({ step: null, code: 'not_later', after });
  else if (seriesDays > LONGEST_SERIES_DAYS) problems.push({ step: null, code: 'too_long', after });
  return problems;
}

/** Says what is wrong with a plan, or null when it can be used. */
export function planProblem(plan: SeriesPlan): PlanProblem | null {
  const inStepDays = (problem: ValueProblem) => ({ path: 'stepDays' as const, ...problem });
  const inSeriesDays = (problem: ValueProblem) => ({ path: 'seriesDays' as const, ...problem });
  if (plan.stepDays.length !== STEPS) return inStepDays({ code: 'wrong_number_of_steps', params: { steps: STEPS } });
  const [problem] = dayProblems(plan);
  if (!problem) return null;
  const { step, code, after } = problem;
  if (code === 'first_waits') return inStepDays({ code: 'first_step_waits', params: {} });
  if (code === 'too_long') return inSeriesDays({ code: 'series_too_long', params: { max: LONGEST_SERIES_DAYS } });
  if (code === 'not_whole')
    return step === null
      ? inSeriesDays({ code: 'series_days_not_whole', params: {} })
      : inStepDays({ code: 'step_days_not_whole', params: {} });
  return step === null
    ? inSeriesDays({ code: 'series_too_short', params: { lastStepDay: after } })
    : inStepDays({ code: 'step_days_not_rising', params: {} });
}

/** The step after `position`. `dayMs` is the length of a day, 86,400,000 but in a compressed demo. */
export function stepAfter(position: SeriesPosition, plan: SeriesPlan, dayMs: number): DueStep {
  const { series, seriesStartedAt } = position;
  const step = position.step === null ? FIRST_STEP : position.step + 1;
  const day = plan.stepDays[step];
  if (day !== undefined) return { series, seriesStartedAt, step, dueAt: seriesStartedAt + day * dayMs };
  const nextStart = seriesStartedAt + plan.seriesDays * dayMs;
  return { series: series + 1, seriesStartedAt: nextStart, step: FIRST_STEP, dueAt: nextStart };
}

/**
 * Every step that is due by `now`, from the awaited one on, in order, and the one to wait for then: one in ordinary times, more after
 * downtime ("the overdue steps of one disconnect become one email").
 */
export function stepsDue(
  awaited: DueStep,
  plan: SeriesPlan,
  dayMs: number,
  now: number,
): { due: DueStep[]; next: DueStep } {
  const due: DueStep[] = [];
  let next = awaited;
  while (next.dueAt <= now) {
    due.push(next);
    next = stepAfter(next, plan, dayMs);
  }
  return { due, next };
}

/** Steps that copy the administrators: the first and the last of a series. */
export function copiesAdministrators(step: number): boolean {
  return step === FIRST_STEP || step === LAST_STEP;
}
