/** The problems with what a person typed, as a page shows them in the person's language. */
import type { Response } from 'express';
import type { Refusal } from '../../domain/refusal.js';
import type { Locale } from '../../domain/locales.js';
import { afterColon } from '../../i18n/after-colon.js';
import { messagesIn } from '../../i18n/index.js';
import { fieldSentence, refusalSentence } from '../../i18n/refusals.js';
import { i18nOf } from '../render/render.js';

export interface FieldError {
  /** The path of the field, or '' if the message isn't about a single field. */
  path: string;
  message: string;
  /** The message in the list of all problems, where it names its field. */
  listed?: string;
}

export function errorsOf(res: Response, refusal: Refusal): FieldError[] {
  const { locale } = i18nOf(res);
  if (refusal.code === 'invalid_request' || refusal.code === 'series_settings')
    return refusal.params.errors.map((one) => {
      const message = fieldSentence(locale, one);
      return { path: one.path, message, listed: listed(locale, one.path, message) };
    });
  const path = refusal.code === 'sender_name_taken' ? 'senderName' : '';
  return [{ path, message: refusalSentence(locale, refusal) }];
}

function listed(locale: Locale, path: string, problem: string): string {
  const { field, fields } = messagesIn(locale).problems;
  const isNamed = (name: string): name is keyof typeof fields => Object.hasOwn(fields, name);
  return isNamed(path) ? field({ field: fields[path], problem: afterColon(problem, locale) }) : problem;
}
