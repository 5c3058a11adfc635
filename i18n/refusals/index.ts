/** Sentences of what is refused, in the reader's language: the API's are the English ones. */
import type { FieldProblemCode, FieldProblemParams } from '../../domain/field-problem.js';
import type { Locale } from '../../domain/locales.js';
import type { RefusalCode, RefusalParams } from '../../domain/refusal.js';
import type { TransferError, TransferProblem } from '../../domain/transfers.js';
import { EN } from './en/index.js';
import { ES } from './es/index.js';
import type { FieldSentences, RefusalSentences, Sentences } from './sentences.js';

const SENTENCES: Record<Locale, Sentences> = { en: EN, es: ES };

export function refusalSentence<C extends RefusalCode>(
  locale: Locale,
  { code, params }: { code: C; params: RefusalParams[C] },
): string {
  const say: RefusalSentences[C] = SENTENCES[locale].refusals[code];
  return say(params);
}

export function fieldSentence<C extends FieldProblemCode>(
  locale: Locale,
  { code, params }: { code: C; params: FieldProblemParams[C] },
): string {
  const say: FieldSentences[C] = SENTENCES[locale].fields[code];
  return say(params);
}

export const transferProblemSentence = (locale: Locale, { kind, code }: TransferProblem): string =>
  SENTENCES[locale].transferProblems[kind][code];

export const transferErrorSentence = (locale: Locale, { code }: TransferError): string =>
  SENTENCES[locale].transferErrors[code];
