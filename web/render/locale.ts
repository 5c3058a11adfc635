/**
 * Chooses the language of a response: the person's own, or else the one chosen in this browser, or else what the
 * browser asks for.
 */
import type { RequestHandler } from 'express';
import { isLocale } from '../../domain/locales.js';
import { acceptedLocale, I18N } from './i18n.js';
import type { WebContext } from '../web-context.js';

export function chooseLocale({ cookies, sessionOf }: WebContext): RequestHandler {
  return async (req, res, next) => {
    const session = await sessionOf(req);
    const chosen = session?.user.locale ?? cookies.read(req, 'relink-language');
    res.locals.i18n = I18N[isLocale(chosen) ? chosen : (acceptedLocale(req.get('Accept-Language')) ?? 'en')];
    res.set('Content-Language', (res.locals.i18n as { locale: string }).locale).vary('Accept-Language');
    next();
  };
}
