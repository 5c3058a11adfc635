/** Switches the language. The choice is kept in the browser and, for a person who signed in, with the person. */
import type { Router } from 'express';
import { setLocale } from '../../services/people/preferences.js';
import { isLocale } from '../../domain/locales.js';
import { formBody, formOf, field } from '../forms/forms.js';
import { ownPath } from '../session/require-sign-in.js';
import { principalOf } from '../session/principal.js';
import type { WebContext } from '../web-context.js';

const YEAR_SECONDS = 365 * 24 * 3600;

export function languageRoutes(router: Router, web: WebContext): void {
  const { context, cookies, sessionOf } = web;
  router.post('/language', ...formBody(web), async (req, res) => {
    const locale = field(formOf(req), 'locale');
    if (isLocale(locale)) {
      cookies.set(res, 'relink-language', locale, YEAR_SECONDS);
      const session = await sessionOf(req);
      // A visit through a link proves only that someone has the link, and a person's language is theirs alone to
      // change.
      if (session && !session.link) await setLocale(context, principalOf(session), locale);
    }
    res.redirect(303, ownPath(field(formOf(req), 'next')));
  });
}
