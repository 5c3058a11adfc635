/** `/surge-holds/<id>`: an administrator decides about emails that wait. Each decision is the API's own call. */
import type { Request, Response, Router } from 'express';
import { surgeHoldRoutes } from '../../api/surge-holds.js';
import { routeNamed } from '../../http/perform.js';
import { isManager } from '../../domain/principal.js';
import type { FieldError } from '../field-errors.js';
import { readSurgeHold, readHeldDisconnects } from '../../services/disconnects/surge-holds.js';
import { attempt, flashMessage, formBody, formOf, field } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { SurgeHoldPage } from '../pages/surge-hold.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

const RELEASE = routeNamed(surgeHoldRoutes, 'POST /v1/surge-holds/{id}/release');
const WITHDRAW = routeNamed(surgeHoldRoutes, 'POST /v1/surge-holds/{id}/withdraw');

type WithId = Request<{ id: string }>;

export function surgeHoldPageRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;

  async function show(
    req: WithId,
    res: Response,
    { errors = [], reason = '' }: { errors?: FieldError[]; reason?: string } = {},
  ): Promise<void> {
    const { session, principal, timeZone } = signedInPerson(res);
    const surgeHold = await readSurgeHold(db, session.archiveId, req.params.id);
    const page = {
      surgeHold,
      held: await readHeldDisconnects(db, surgeHold),
      timeZone,
      mayDecide: isManager(principal),
      errors,
      reason,
      done: flashMessage(i18nOf(res).words.surgeHold.done, req.query.done),
    };
    sendPage(res, SurgeHoldPage, page, errors.length > 0 ? 422 : 200);
  }

  const managers = requireSignIn(web, 'managers');
  router.get('/surge-holds/:id', requireSignIn(web, 'administrators'), (req: WithId, res) => show(req, res));

  router.post('/surge-holds/:id/release', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await attempt(web, res, RELEASE, { params: req.params, body: {} });
    if (errors) return show(req, res, { errors });
    res.redirect(303, `/surge-holds/${req.params.id}?done=released`);
  });

  router.post('/surge-holds/:id/withdraw', managers, ...formBody(web), async (req: WithId, res) => {
    const reason = field(formOf(req), 'reason');
    const { errors } = await attempt(web, res, WITHDRAW, { params: req.params, body: { reason } });
    if (errors) return show(req, res, { errors, reason });
    res.redirect(303, `/surge-holds/${req.params.id}?done=withdrawn`);
  });
}
