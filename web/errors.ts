/** Whatever goes wrong on a page becomes a page, or a problem document for the pages' own scripts. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { problem, problemOf, sendProblem } from '../http/problem.js';
import type { Context } from '../platform/context.js';
import { isTransient } from '../db/client.js';
import { Refusal } from '../domain/refusal.js';
import { MessagePage } from './pages/message.js';
import { sendPage, i18nOf } from './render.js';

/** Seconds after which it is worth to try again when the database is away. */
const RETRY_AFTER = '2';

export const pageNotFound: RequestHandler = (_req, res) =>
  sendPage(res, MessagePage, i18nOf(res).words.trouble.notFound, 404);

/** At an address that nothing is at, programs are left to the API's problem document. */
export const forPeople: RequestHandler = (req, _res, next) =>
  req.accepts(['json', 'html']) === 'html' ? next() : next('router');

export function pageErrors({ log }: Pick<Context, 'log'>): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const refusal = refusalOf(error);
    const busy = isTransient(error);
    if (!refusal) log[busy ? 'warn' : 'error']({ error, requestId: req.id }, 'a page failed');
    if (busy) res.set('Retry-After', RETRY_AFTER);
    const status = refusal?.status ?? (busy ? 503 : 500);
    const { trouble, problems } = i18nOf(res).words;
    const [detail] = trouble.failed.lines;
    if (req.is('json'))
      return sendProblem(res, refusal ? problemOf(refusal) : problem(status, 'internal_error', detail ?? ''));
    const words = refusal ? { title: trouble.refused, lines: [problems.message(refusal.message)] } : trouble.failed;
    sendPage(res, MessagePage, words, status);
  };
}

/** The body parsers' errors carry a status of their own. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const { status } = (error ?? {}) as { status?: unknown };
  return status === 413
    ? new Refusal(413, 'body_too_large', 'That was too much for this page.')
    : typeof status === 'number' && status >= 400 && status < 500
      ? new Refusal(400, 'bad_request', 'The request is malformed.')
      : null;
}
