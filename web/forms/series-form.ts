/** The days of a series as a form holds them: numbers, or whatever else was typed. */
import {
  dayProblems,
  DEFAULT_PLAN,
  FIRST_STEP,
  MAX_SERIES_DAYS,
  planProblem,
  type DayProblem,
  type SeriesPlan,
} from '../../domain/series.js';
import type { FieldError } from './field-errors.js';
import { field, type Form } from './forms.js';
import type { Messages } from '../../i18n/index.js';

export interface SeriesForm {
  /** The days of the emails after the first, which is sent right away. */
  days: string[];
  next: string;
}

const LATER_STEPS = DEFAULT_PLAN.stepDays.map((_day, step) => step).filter((step) => step > FIRST_STEP);

export const dayField = (step: number): string => `day${step}`;
export const NEXT_FIELD = 'next';

export const seriesForm = (form: Form): SeriesForm => ({
  days: LATER_STEPS.map((step) => field(form, dayField(step))),
  next: field(form, NEXT_FIELD),
});

export const formOfPlan = ({ stepDays, seriesDays }: SeriesPlan): SeriesForm => ({
  days: LATER_STEPS.map((step) => String(stepDays[step])),
  next: String(seriesDays),
});

const wholeDay = (typed: string): number => (/^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN);

/** Returns the plan as the API takes it. Anything that isn't a whole number becomes NaN. */
export const planOf = ({ days, next }: SeriesForm): SeriesPlan => ({
  stepDays: [0, ...days.map(wholeDay)],
  seriesDays: wholeDay(next),
});

/** Returns the plan if it is valid. */
export function usablePlan(form: SeriesForm): SeriesPlan | null {
  const plan = planOf(form);
  return planProblem(plan) === null ? plan : null;
}

export const isDefault = ({ stepDays, seriesDays }: SeriesPlan): boolean =>
  seriesDays === DEFAULT_PLAN.seriesDays && stepDays.every((day, step) => day === DEFAULT_PLAN.stepDays[step]);

/** Reports each problem at its field. A refusal only says that the days don't make a valid series. */
export function seriesProblems(form: SeriesForm, words: Messages): FieldError[] {
  const { problems } = words.settings.series;
  return dayProblems(planOf(form)).map((problem) => ({
    path: problem.step === null ? NEXT_FIELD : dayField(problem.step),
    message: problemText(problem, problems),
  }));
}

/** Each message names its email, because they are all listed above the form too. */
function problemText({ step, code, after }: DayProblem, problems: Messages['settings']['series']['problems']): string {
  if (step !== null)
    return code === 'not_later' ? problems.later({ n: step + 1, after }) : problems.whole({ n: step + 1 });
  if (code === 'too_long') return problems.nextTooLong({ max: MAX_SERIES_DAYS });
  return code === 'not_later' ? problems.nextLater({ after }) : problems.nextWhole;
}
