/** `/you`: a person's own settings and sessions; and `/`, which leads to the first page of a role. */
import type { Request, Response, Router } from 'express';
import { timeZone as timeZoneField } from '../../services/input/fields.js';
import { actorOf } from '../../domain/principal.js';
import type { FieldError } from '../field-errors.js';
import { setPreferences } from '../../services/people/preferences.js';
import { listSessions, revokeSessions } from '../../services/access/sessions.js';
import { notFound } from '../../domain/refusal.js';
import { isId } from '../../domain/ids.js';
import { isLocale } from '../../domain/locales.js';
import { formBody, formOf, field, isChecked } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { WelcomePage } from '../pages/welcome.js';
import { YouPage } from '../pages/you.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

export function youRoutes(router: Router, web: WebContext): void {
  const { db, config } = web.context;
  const everyone = requireSignIn(web, 'everyone');

  router.get('/', async (req, res) => {
    const session = await web.sessionOf(req);
    if (session && !session.link)
      return res.redirect(303, session.user.adminRole ? '/dashboard' : `/owners/${session.user.id}`);
    sendPage(res, WelcomePage, { docs: !config.production });
  });

  async function show(req: Request, res: Response, errors: readonly FieldError[] = []): Promise<void> {
    const member = signedInPerson(res);
    const { archiveId, user } = member.session;
    const sessions = await listSessions(db, archiveId, user.id);
    const done = req.query.done === 'saved' ? i18nOf(res).words.forms.saved : null;
    sendPage(res, YouPage, { member, sessions, done, errors }, errors.length > 0 ? 422 : 200);
  }

  router.get('/you', everyone, (req, res) => show(req, res));

  router.post('/you', everyone, ...formBody(web), async (req, res) => {
    const { session, principal } = signedInPerson(res);
    const form = formOf(req);
    const [locale, timeZone] = [field(form, 'locale'), field(form, 'timeZone')];
    if (timeZone !== '' && !timeZoneField.safeParse(timeZone).success)
      return show(req, res, [{ path: 'timeZone', message: i18nOf(res).words.you.noZone }]);
    await setPreferences(
      db,
      { archiveId: session.archiveId, userId: session.user.id, actor: actorOf(principal) },
      {
        locale: isLocale(locale) ? locale : null,
        timeZone: timeZone === '' ? null : timeZone,
        ...(principal.adminRole === 'full_access_administrator' && {
          immediateErrorNotifications: isChecked(form, 'immediate'),
        }),
        ...(principal.adminRole && { weeklyErrorSummary: isChecked(form, 'weekly') }),
      },
    );
    res.redirect(303, '/you?done=saved');
  });

  router.post('/you/sessions/end', everyone, ...formBody(web), async (req, res) => {
    const { session } = signedInPerson(res);
    const id = field(formOf(req), 'id');
    if (!isId(id)) throw notFound('session');
    const person = { archiveId: session.archiveId, userId: session.user.id };
    await revokeSessions(db, person, id === 'all' ? { allBut: session.id } : { id });
    res.redirect(303, '/you?done=saved');
  });
}
