/**
 * Forms of the pages: read, done, and answered by a redirect – or by the same page again, with what is
 * wrong. They work without a script.
 */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { Refusal } from '../../domain/refusal.js';
import { isCorrectable } from '../../http/status.js';
import { errorsOf, type FieldError } from './field-errors.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';

const FORM_LIMIT = '100kb';

/** What stands before every POST of a page: from our own page, and read. */
export const formBody = ({ context }: WebContext): RequestHandler[] => [
  sameOriginOnly(context.config.publicUrl),
  express.urlencoded({ extended: false, limit: FORM_LIMIT }),
];

export type Form = Record<string, string | string[] | undefined>;

export const formOf = (req: Request): Form => (req.body ?? {}) as Form;

export const field = (form: Form, name: string): string => {
  const value = form[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
};

/** One line of what came from outside: without control characters, which PostgreSQL does not take. '': it is no text. */
export const oneLine = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').trim() : '';

/** As long as the longest name that can be looked for. */
export const SEARCH_LENGTH = 200;

export const searchText = (value: unknown): string => oneLine(value).slice(0, SEARCH_LENGTH);

export const fieldList = (form: Form, name: string): string[] => {
  const value = form[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

export const isChecked = (form: Form, name: string): boolean => field(form, name) !== '';

/** The code of an address, in words: only one that there is. */
export const flashMessage = (words: Readonly<Record<string, string>>, code: unknown): string | null =>
  typeof code === 'string' && Object.hasOwn(words, code) ? (words[code] ?? null) : null;

/** Does what a form asks for. What the person can correct comes back as errors in their language; all else is thrown. */
export async function submit<T>(
  res: Response,
  work: () => Promise<T>,
): Promise<{ result: T; errors: null } | { result: null; errors: FieldError[] }> {
  try {
    return { result: await work(), errors: null };
  } catch (error) {
    if (!(error instanceof Refusal) || !isCorrectable(error)) throw error;
    return { result: null, errors: errorsOf(res, error) };
  }
}
