/** How a schema reports what is wrong. Zod can pass on only a string, so the code and its parameters are encoded in one. */
import type { FieldProblemCode, FieldProblemParams, Nothing, ValueProblem } from '../../domain/field-problem.js';

const MARK = 'problem:';

type Given = {
  [C in FieldProblemCode]: FieldProblemParams[C] extends Nothing
    ? [code: C, params?: Nothing]
    : [code: C, params: FieldProblemParams[C]];
}[FieldProblemCode];

/** Encodes the message of a check, e.g. `z.email({ error: problem('not_an_email') })`. */
export const problem = (...[code, params = {}]: Given): string => MARK + JSON.stringify({ code, params });

/** Builds the issue for a refinement that found a problem. */
export const issueOf = (found: ValueProblem) => ({
  code: 'custom' as const,
  message: MARK + JSON.stringify(found),
});

/** Decodes the problem from a message. Null when the message is zod's own. */
export function parseProblem(message: string): ValueProblem | null {
  if (!message.startsWith(MARK)) return null;
  // Only this file writes the mark.
  const found: ValueProblem = JSON.parse(message.slice(MARK.length));
  return found;
}
