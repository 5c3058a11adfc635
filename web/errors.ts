/** Whatever goes wrong on a page becomes a page, or a problem document for the pages' own scripts. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { parserRefusal, problemOf, sendProblem } from '../http/problem.js';
import { statusOf } from '../http/status.js';
import { refusalSentence } from '../i18n/refusals/index.js';
import type { Context } from '../platform/context.js';
import { isTransient } from '../db/client.js';
import { Refusal } from '../domain/refusal.js';
import { MessagePage } from './pages/message.js';
import { sendPage, i18nOf } from './render/render.js';

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
    const refusal = error instanceof Refusal ? error : parserRefusal(error, 'page');
    const busy = isTransient(error);
    if (!refusal) log[busy ? 'warn' : 'error']({ error, requestId: req.id }, 'a page failed');
    if (busy) res.set('Retry-After', RETRY_AFTER);
    const { locale, words } = i18nOf(res);
    const { trouble } = words;
    const page = refusal ? { title: trouble.refused, lines: [refusalSentence(locale, refusal)] } : trouble.failed;
    const said = refusal ?? (busy ? new Refusal('temporarily_unavailable', {}) : new Refusal('internal_error', {}));
    if (req.is('json')) return sendProblem(res, { ...problemOf(said, locale), detail: page.lines.join(' ') });
    sendPage(res, MessagePage, page, statusOf(said));
  };
}
