/** Validates input. Every problem names its field. */
import type { z } from 'zod';
import type { FieldProblem, ValueProblem } from '../../domain/field-problem.js';
import { Refusal } from '../../domain/refusal.js';
import { parseProblem } from './problem.js';

type Issue = z.core.$ZodIssue;

/** No one fixes more than this before trying again. */
export const MAX_PROBLEMS = 20;

/** The longest path that is repeated to the sender, who may have made up a field name as long as the body. */
const MAX_PATH = 200;

/** @throws {Refusal} `invalid_request`, which lists the invalid fields, up to `MAX_PROBLEMS` */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const checked = check(schema, value);
  if (!checked.problems) return checked.data;
  throw new Refusal('invalid_request', {
    errors: checked.problems,
    complete: checked.problems.length < MAX_PROBLEMS,
  });
}

/**
 * Reports only the first problem of each field, because others may follow from it: a value of the wrong type can be too long as well.
 * Stops at `MAX_PROBLEMS`, so the work doesn't grow with what is wrong.
 */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { data: z.output<S>; problems: null } | { problems: FieldProblem[] } {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { data: parsed.data, problems: null };
  const found = new Map<string, FieldProblem>();
  for (const problem of fieldProblems(parsed.error.issues)) {
    if (!found.has(problem.path)) found.set(problem.path, problem);
    if (found.size === MAX_PROBLEMS) break;
  }
  return { problems: [...found.values()] };
}

export const invalid = (errors: readonly FieldProblem[]): Refusal =>
  new Refusal('invalid_request', { errors, complete: true });

function* fieldProblems(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Generator<FieldProblem> {
  for (const issue of issues) {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) yield { path: dotted([...path, key]), code: 'unknown_field', params: {} };
    else if (issue.code === 'invalid_union' && issue.errors.length > 0)
      yield* fieldProblems(closest(issue.errors), path);
    else yield { path: dotted(path), ...(parseProblem(issue.message) ?? valueProblem(issue)) };
  }
}

/** Picks the alternative that the sender most likely meant: the one with the fewest unknown fields, then the fewest errors. */
function closest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const strange = (issues: readonly Issue[]) =>
    issues.filter((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0).length;
  return alternatives.reduce((best, issues) => {
    const [a, b] = [strange(issues), strange(best)];
    return a < b || (a === b && issues.length < best.length) ? issues : best;
  });
}

function dotted(path: readonly PropertyKey[]): string {
  const whole = path.map(String).join('.');
  return whole.length <= MAX_PATH ? whole : `${whole.slice(0, MAX_PATH)}…`;
}

/** Translates the issues from zod's built-in checks. */
function valueProblem(issue: Issue): ValueProblem {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'required', params: {} }
        : { code: 'wrong_type', params: { expected: issue.expected } };
    case 'invalid_value':
      return { code: 'one_of', params: { values: issue.values.map((value) => plain(value)) } };
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return FORMATS[issue.format] ?? { code: 'wrong_format', params: {} };
    default:
      return { code: 'not_expected', params: {} };
  }
}

const plain = (value: z.core.util.Primitive) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : String(value);

function tooSmall(origin: string, min: number): ValueProblem {
  if (origin === 'string' && min === 1) return { code: 'empty', params: {} };
  const unit = unitOf(origin);
  return unit ? { code: 'too_short', params: { min, unit } } : { code: 'too_small', params: { min } };
}

function tooBig(origin: string, max: number): ValueProblem {
  const unit = unitOf(origin);
  return unit ? { code: 'too_long', params: { max, unit } } : { code: 'too_large', params: { max } };
}

const unitOf = (origin: string) => (origin === 'string' ? 'characters' : origin === 'array' ? 'items' : null);

const FORMATS: Partial<Record<string, ValueProblem>> = {
  datetime: { code: 'not_a_time', params: {} },
  email: { code: 'not_an_email', params: {} },
  url: { code: 'not_a_url', params: {} },
  regex: { code: 'characters_not_allowed', params: {} },
};
