/** How a schema says what is wrong: zod carries a text from there to here, so code and parameters travel in one. */
import type { FieldProblemCode, FieldProblemParams, Nothing, ValueProblem } from '../../domain/field-problem.js';

const MARK = 'problem:';

type Given = {
  [C in FieldProblemCode]: FieldProblemParams[C] extends Nothing
    ? [code: C, params?: Nothing]
    : [code: C, params: FieldProblemParams[C]];
}[FieldProblemCode];

/** The message of a check: `z.email({ error: problem('not_an_email') })`. */
export const problem = (...[code, params = {}]: Given): string => MARK + JSON.stringify({ code, params });

/** The issue of a refinement that has found out what is wrong. */
export const issueOf = (found: ValueProblem) => ({
  code: 'custom' as const,
  message: MARK + JSON.stringify(found),
});

/** Null for the words of zod's own. */
export function problemIn(message: string): ValueProblem | null {
  if (!message.startsWith(MARK)) return null;
  // Nobody but this file writes the mark.
  const found: ValueProblem = JSON.parse(message.slice(MARK.length));
  return found;
}
