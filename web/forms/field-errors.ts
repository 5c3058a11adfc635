/** What is wrong with what a person typed, as a page shows it: in the person's language. */
import type { Response } from 'express';
import type { Refusal, RefusalCode, RefusalParams } from '../../domain/refusal.js';
import { fieldSentence, refusalSentence } from '../../i18n/refusals.js';
import { i18nOf } from '../render/render.js';

export interface FieldError {
  /** Of the field; '' where no single field is meant. */
  path: string;
  message: string;
}

export function errorsOf(res: Response, refusal: Refusal): FieldError[] {
  const { locale, words } = i18nOf(res);
  const { field, refusals } = words.problems;
  if (refusal.code === 'invalid_request' || refusal.code === 'series_settings')
    return refusal.params.errors.map((one) => ({
      path: one.path,
      message: field(one.path, fieldSentence(locale, one)),
    }));
  return [{ path: '', message: ownSentence(refusals, refusal) ?? refusalSentence(locale, refusal) }];
}

/** Pages speak of some refusals in words of their own. */
type OwnSentences = { [C in RefusalCode]?: (params: RefusalParams[C]) => string };

function ownSentence<C extends RefusalCode>(
  sentences: OwnSentences,
  { code, params }: { code: C; params: RefusalParams[C] },
): string | undefined {
  const say: OwnSentences[C] = sentences[code];
  return say?.(params);
}
