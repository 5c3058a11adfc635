/** Chooses the language of an answer: the person's own, else the one chosen in this browser, else what the browser asks for. */
import type { RequestHandler } from 'express';
import { isLocale } from '../domain/locales.js';
import { acceptedLocale, SPEECH } from './i18n.js';
import type { Web } from './web-context.js';

export function speaking({ cookies, sessionOf }: Web): RequestHandler {
  return async (req, res, next) => {
    const session = await sessionOf(req);
    const chosen = session?.user.locale ?? cookies.read(req, 'relink-language');
    res.locals.speech = SPEECH[isLocale(chosen) ? chosen : (acceptedLocale(req.get('Accept-Language')) ?? 'en')];
    res.set('Content-Language', (res.locals.speech as { locale: string }).locale).vary('Accept-Language');
    next();
  };
}
