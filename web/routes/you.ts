/** `/you`: a person's own settings and sessions. `/`: leads to the home page of the person's role. */
import type { Request, RequestHandler, Response, Router } from 'express';
import { listKeysOfPerson } from '../../services/access/responsible-for-keys.js';
import { endOtherSessions, endOwnSession, listOwnSessions } from '../../services/access/sessions.js';
import { readHistory } from '../../services/dashboard/history.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { changePreferences, PreferencesInput } from '../../services/people/preferences.js';
import { isPermitted } from '../../domain/principal.js';
import { notFound } from '../../domain/refusal.js';
import { isId } from '../../domain/ids.js';
import { isLocale } from '../../domain/locales.js';
import { field, formBody, formOf, isChecked, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { WelcomePage } from '../pages/welcome.js';
import { YouPage } from '../pages/you.js';
import { sendPage, i18nOf } from '../render/render.js';
import { whyOver } from '../session/why-over.js';
import { principalOf } from '../session/principal.js';
import type { WebContext } from '../web-context.js';
import type { Messages } from '../../i18n/index.js';

const idIn = (req: Request): string => field(formOf(req), 'id');
const ALL = 'all';

export function youRoutes(router: Router, web: WebContext): void {
  const { context } = web;

  router.get('/', async (req, res) => {
    const session = await web.sessionOf(req);
    if (session && !session.link)
      return res.redirect(
        303,
        isPermitted(principalOf(session), readHistory.access) ? '/dashboard' : `/owners/${session.user.id}`,
      );
    const over = await whyOver(web, req);
    // The page for newcomers would only puzzle someone who was signed in. The one for signing in says what happened.
    if (over?.kind === 'login') return res.redirect(303, '/sign-in');
    sendPage(res, WelcomePage, { docs: !context.config.production });
  });

  async function show(req: Request, res: Response, errors: readonly FieldError[] = []): Promise<void> {
    const person = signedInPerson(res);
    const { principal } = person;
    const mayHaveKeys = isPermitted(principal, listKeysOfPerson.access);
    const [sessions, keys] = await Promise.all([
      listOwnSessions(context, principal),
      mayHaveKeys ? listKeysOfPerson(context, principal, person.session.user.id) : [],
    ]);
    sendPage(res, YouPage, { person, sessions, keys, done: doneMessage(req.query.done, i18nOf(res).words), errors });
  }

  router.get('/you', requireSignIn(web, listOwnSessions), (req, res) => show(req, res));

  router.post('/you', requireSignIn(web, changePreferences), ...formBody(web), async (req, res) => {
    const form = formOf(req);
    const [locale, timeZone] = [field(form, 'locale'), field(form, 'timeZone')];
    const change = {
      locale: isLocale(locale) ? locale : null,
      timeZone: timeZone === '' ? null : timeZone,
      immediateErrorNotifications: isChecked(form, 'immediate'),
      weeklyErrorSummary: isChecked(form, 'weekly'),
    };
    const { errors } = await submit(res, async () =>
      changePreferences(context, signedInPerson(res).principal, validate(PreferencesInput, change)),
    );
    if (!errors) return res.redirect(303, '/you?done=saved');
    const { noZone } = i18nOf(res).words.you;
    await show(
      req,
      res,
      errors.map((error) => (error.path === 'timeZone' ? { ...error, message: noZone } : error)),
    );
  });

  const canEndSessions = requireSignIn(web, endOwnSession, endOtherSessions);
  const one = requireSignIn(web, endOwnSession);
  const all = requireSignIn(web, endOtherSessions);
  const guardRequested: RequestHandler = (req, res, next) => (idIn(req) === ALL ? all : one)(req, res, next);
  router.post('/you/sessions/end', canEndSessions, ...formBody(web), guardRequested, async (req, res) => {
    const { principal } = signedInPerson(res);
    const id = idIn(req);
    if (!isId(id)) throw notFound('session');
    await (id === ALL ? endOtherSessions(context, principal) : endOwnSession(context, principal, id));
    res.redirect(303, '/you?done=signed_out');
  });
}

function doneMessage(done: unknown, { forms, you }: Messages): string | null {
  if (done === 'saved') return forms.saved;
  return done === 'signed_out' ? you.signedOutThere : null;
}
