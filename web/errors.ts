/** Turns every error on a page into an error page, or into a problem document for the pages' own scripts. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { problemOf, refusalFor, sendProblem } from '../http/problem.js';
import { statusOf } from '../http/status.js';
import { refusalSentence } from '../i18n/refusals.js';
import type { Context } from '../platform/context.js';
import type { RefusalCode } from '../domain/refusal.js';
import type { Messages } from '../i18n/index.js';
import { MessagePage, type MessageProps } from './pages/message.js';
import { sendPage, i18nOf } from './render/render.js';

/** Failures on our side, not caused by what the person did. */
const FAILURES: readonly RefusalCode[] = ['temporarily_unavailable', 'internal_error'];

export const pageNotFound: RequestHandler = (_req, res) => {
  const { title, lines } = i18nOf(res).words.trouble.notFound;
  sendPage(res, MessagePage, { title, lines }, 404);
};

/** For a URL that doesn't exist, programs get the API's problem document. */
export const forPeople: RequestHandler = (req, _res, next) =>
  req.accepts(['json', 'html']) === 'html' ? next() : next('router');

export function pageErrors({ log }: Pick<Context, 'log'>): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const refusal = refusalFor(error, { req, res, log, to: 'page' });
    const { locale, words } = i18nOf(res);
    const { refused, failed, notFound } = words.trouble;
    const lines = [refusalSentence(locale, refusal)];
    const page = FAILURES.includes(refusal.code)
      ? { title: failed.title, lines: failed.lines }
      : { title: refusal.code === 'not_found' ? notFound.title : refused, lines };
    if (refusal.code === 'too_many_requests') Object.assign(page, wait(words.trouble, res));
    if (req.is('json')) return sendProblem(res, { ...problemOf(refusal, locale), detail: page.lines.join(' ') });
    sendPage(res, MessagePage, { ...page, offer: backFrom(refusal.code, req, words) }, statusOf(refusal));
  };
}

/** Says when someone can try again. */
function wait({ tooOften }: Messages['trouble'], res: Response): Pick<MessageProps, 'title' | 'lines'> {
  const minutes = Math.max(1, Math.ceil(Number(res.get('Retry-After') ?? 60) / 60));
  return { title: tooOften.title, lines: [tooOften.line({ minutes })] };
}

/** A form's page can't be repeated by itself, so the way leads to the page that it was on. */
function backFrom(code: RefusalCode, req: Request, words: Messages): MessageProps['offer'] {
  if (code !== 'too_many_requests') return undefined;
  if (req.method === 'GET') return { href: req.originalUrl, label: words.trouble.again };
  return req.path.startsWith('/sign-in')
    ? { href: '/sign-in', label: words.signIn.back }
    : { href: '/', label: words.trouble.home };
}
