/** What every language must say: one sentence for each code, made of its parameters. One that lacks any does not compile. */
import type { FieldProblemCode, FieldProblemParams } from '../../domain/field-problem.js';
import type { RefusalCode, RefusalParams } from '../../domain/refusal.js';
import type { TransferError, TransferProblem } from '../../domain/transfers.js';

export type FieldSentences = { [C in FieldProblemCode]: (params: FieldProblemParams[C]) => string };
export type RefusalSentences = { [C in RefusalCode]: (params: RefusalParams[C]) => string };

export interface Sentences {
  fields: FieldSentences;
  refusals: RefusalSentences;
  /** Why one thing of a transfer stands in its way. */
  transferProblems: Record<TransferProblem['kind'], Record<TransferProblem['code'], string>>;
  /** How a transfer ended that moved nothing. */
  transferErrors: Record<TransferError['code'], string>;
}
