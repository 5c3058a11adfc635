/**
 * The series of emails about a disconnect.
 *
 * Article: "The first reminder email is sent out two days later, then every five days after that, 4 more times. […] The series
 * then repeats." Every step is counted from the start of its series, never from the previous step, in days of exactly 24 hours.
 * So a late step never delays the next one, and daylight saving time changes nothing.
 */
import type { ValueProblem } from './field-problem.js';

export const STEPS = 6;
export const FIRST_STEP = 0;
export const LAST_STEP = STEPS - 1;

/** An archive's setting for when the steps of a series are due, in 24-hour days after the start of the series. */
export interface SeriesPlan {
  stepDays: readonly number[];
  /** When the next series starts. */
  seriesDays: number;
}

export const DEFAULT_PLAN: SeriesPlan = { stepDays: [0, 2, 7, 12, 17, 22], seriesDays: 27 };

/** How far a disconnect's series has progressed. `step`: the last step that was raised; null before the first one. */
export interface SeriesPosition {
  series: number;
  /** Epoch milliseconds. */
  seriesStartedAt: number;
  step: number | null;
}

/** A step and when it is due. All times are in epoch milliseconds. */
export interface DueStep {
  series: number;
  seriesStartedAt: number;
  step: number;
  dueAt: number;
}

export type PlanProblem = { path: keyof SeriesPlan } & ValueProblem;

/** A series lasts at most a year. */
export const MAX_SERIES_DAYS = 366;

/** A problem with one day of a plan. `step`: null for the day on which the next series starts. */
export interface DayProblem {
  step: number | null;
  code: 'not_whole' | 'first_waits' | 'not_later' | 'too_long';
  /** The day that this one must come after. */
  after: number;
}

/** Returns the problem of every invalid day, in order. Each day is compared with the last whole number before it. */
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
  else if (seriesDays > MAX_SERIES_DAYS) problems.push({ step: null, code: 'too_long', after });
  return problems;
}

/** Returns the first problem of a plan, or null for a valid plan. */
export function planProblem(plan: SeriesPlan): PlanProblem | null {
  const inStepDays = (problem: ValueProblem) => ({ path: 'stepDays' as const, ...problem });
  const inSeriesDays = (problem: ValueProblem) => ({ path: 'seriesDays' as const, ...problem });
  if (plan.stepDays.length !== STEPS) return inStepDays({ code: 'wrong_number_of_steps', params: { steps: STEPS } });
  const [problem] = dayProblems(plan);
  if (!problem) return null;
  const { step, code, after } = problem;
  if (code === 'first_waits') return inStepDays({ code: 'first_step_waits', params: {} });
  if (code === 'too_long') return inSeriesDays({ code: 'series_too_long', params: { max: MAX_SERIES_DAYS } });
  if (code === 'not_whole')
    return step === null
      ? inSeriesDays({ code: 'series_days_not_whole', params: {} })
      : inStepDays({ code: 'step_days_not_whole', params: {} });
  return step === null
    ? inSeriesDays({ code: 'series_too_short', params: { lastStepDay: after } })
    : inStepDays({ code: 'step_days_not_rising', params: {} });
}

/**
 * Returns the step after `position`.
 * @param dayMs the length of a day: 86,400,000, except in a compressed demo
 */
export function stepAfter(position: SeriesPosition, plan: SeriesPlan, dayMs: number): DueStep {
  const { series, seriesStartedAt } = position;
  const step = position.step === null ? FIRST_STEP : position.step + 1;
  const day = plan.stepDays[step];
  if (day !== undefined) return { series, seriesStartedAt, step, dueAt: seriesStartedAt + day * dayMs };
  const nextStart = seriesStartedAt + plan.seriesDays * dayMs;
  return { series: series + 1, seriesStartedAt: nextStart, step: FIRST_STEP, dueAt: nextStart };
}

/**
 * Returns the steps that are due by `now`, in order and starting with the awaited one, and the step to wait for next. Usually one
 * step is due; after downtime there can be more ("the overdue steps of one disconnect become one email").
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

/** Returns whether a step copies the administrators, which the first and the last step of a series do. */
export function copiesAdministrators(step: number): boolean {
  return step === FIRST_STEP || step === LAST_STEP;
}
