/** Validation of what comes in: every error names its field and says what to do. */
import type { z } from 'zod';
import { Refusal } from '../../domain/refusal.js';

export interface FieldError {
  path: string;
  message: string;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** @throws {Refusal} 422 `invalid_request` with `errors` */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  // The first of each field: what is of the wrong kind is too long, too.
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue));
  throw invalid(errors.filter(({ path }, i) => errors.findIndex((other) => other.path === path) === i));
}

export function invalid(errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const where = first?.path ? `"${first.path}": ${first.message}` : (first?.message ?? '');
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Refusal(422, 'invalid_request', `The request is not valid. ${where}${more}`, { errors });
}

function fieldErrors(issue: Issue, prefix: readonly PropertyKey[] = []): FieldError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'There is no such field. Remove it.' }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return closest(issue.errors).flatMap((inner) => fieldErrors(inner, path));
  return [{ path: dotted(path), message: issue.message }];
}

/** Of the alternatives, the one that the sender most likely meant: it knows the fields, and has the fewest errors. */
function closest(alternatives: readonly (readonly Issue[])[]): readonly Issue[] {
  const strange = (issues: readonly Issue[]) =>
    issues.filter((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0).length;
  return alternatives.reduce((best, issues) => {
    const [a, b] = [strange(issues), strange(best)];
    return a < b || (a === b && issues.length < best.length) ? issues : best;
  });
}

const dotted = (path: readonly PropertyKey[]) => path.map(String).join('.');

export function inWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This field is required.' : `Give ${article(issue.expected)}.`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `Give ${JSON.stringify(issue.values[0])}.`
        : `Give one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}.`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'This must not be empty.';
      return `Give at least ${amount(issue.origin, issue.minimum)}.`;
    case 'too_big':
      return `Give at most ${amount(issue.origin, issue.maximum)}.`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'This is not in the expected format.';
    case 'invalid_union':
      return 'This is none of what is expected here.';
    default:
      return undefined;
  }
}

const FORMATS: Record<string, string> = {
  datetime: 'Give a time with its zone, e.g. 2026-03-01T09:30:00Z.',
  email: 'Give an email address, e.g. name@example.org.',
  url: 'Give a URL.',
  regex: 'This contains characters that are not allowed here.',
};

const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

function amount(origin: string, n: number | bigint): string {
  if (origin === 'string') return `${n} character${n === 1 ? '' : 's'}`;
  if (origin === 'array') return `${n} item${n === 1 ? '' : 's'}`;
  return String(n);
}
