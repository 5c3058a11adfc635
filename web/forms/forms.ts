/**
 * The pages' forms: parsed, processed, and answered with a redirect, or with the same page and its errors. They work
 * without a script.
 */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { Refusal } from '../../domain/refusal.js';
import { MAX_BODY_BYTES } from '../../http/body-limits.js';
import { isCorrectable } from '../../http/status.js';
import { errorsOf, type FieldError } from './field-errors.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';

/** Middleware for every page's POST route: accepts only requests from our own pages, and parses the body. */
export const formBody = ({ context }: WebContext): RequestHandler[] => [
  sameOriginOnly(context.config.publicUrl),
  express.urlencoded({ extended: false, limit: MAX_BODY_BYTES }),
];

export type Form = Record<string, string | string[] | undefined>;

export const formOf = (req: Request): Form => (req.body ?? {}) as Form;

export const field = (form: Form, name: string): string => {
  const value = form[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
};

/**
 * Returns outside input as a single line. Control characters become spaces, because they would break the line and
 * PostgreSQL rejects NUL. Anything that isn't text becomes ''.
 */
export const singleLine = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').trim() : '';

/** As long as the longest name that can be searched for. */
export const SEARCH_LENGTH = 200;

export const searchText = (value: unknown): string => singleLine(value).slice(0, SEARCH_LENGTH);

export const fieldList = (form: Form, name: string): string[] => {
  const value = form[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

export const isChecked = (form: Form, name: string): boolean => field(form, name) !== '';

/** Returns the message for a code in the URL, or null if there is no such code. */
export const flashMessage = (words: Readonly<Record<string, string>>, code: unknown): string | null =>
  typeof code === 'string' && Object.hasOwn(words, code) ? (words[code] ?? null) : null;

/**
 * Does what a form asks for. Errors that the person can correct are returned in their language; all others are thrown.
 */
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
