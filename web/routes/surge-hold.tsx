/** `/brakes/<id>`: an administrator decides about emails that wait. Each decision is the API's own call. */
import type { Request, Response, Router } from 'express';
import { brakeRoutes } from '../../api/surge-holds.js';
import { routeNamed } from '../../http/perform.js';
import { isManager } from '../../http/principal.js';
import type { FieldError } from '../../http/validate.js';
import { readBrake, readBraked } from '../../services/disconnects/surge-holds.js';
import { attempt, doneIn, formBody, formOf, one } from '../forms.js';
import { memberOf, membersOnly } from '../require-sign-in.js';
import { BrakePage } from '../pages/surge-hold.js';
import { sendPage, speechOf } from '../render.js';
import type { Web } from '../web-context.js';

const RELEASE = routeNamed(brakeRoutes, 'POST /v1/brakes/{id}/release');
const WITHDRAW = routeNamed(brakeRoutes, 'POST /v1/brakes/{id}/withdraw');

type WithId = Request<{ id: string }>;

export function brakePageRoutes(router: Router, web: Web): void {
  const { db } = web.context;

  async function show(
    req: WithId,
    res: Response,
    { errors = [], reason = '' }: { errors?: FieldError[]; reason?: string } = {},
  ): Promise<void> {
    const { session, principal, timeZone } = memberOf(res);
    const brake = await readBrake(db, session.archiveId, req.params.id);
    const page = {
      brake,
      braked: await readBraked(db, brake),
      timeZone,
      mayDecide: isManager(principal),
      errors,
      reason,
      done: doneIn(speechOf(res).words.brake.done, req.query.done),
    };
    sendPage(res, BrakePage, page, errors.length > 0 ? 422 : 200);
  }

  const managers = membersOnly(web, 'managers');
  router.get('/brakes/:id', membersOnly(web, 'administrators'), (req: WithId, res) => show(req, res));

  router.post('/brakes/:id/release', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await attempt(web, res, RELEASE, { params: req.params, body: {} });
    if (errors) return show(req, res, { errors });
    res.redirect(303, `/brakes/${req.params.id}?done=released`);
  });

  router.post('/brakes/:id/withdraw', managers, ...formBody(web), async (req: WithId, res) => {
    const reason = one(formOf(req), 'reason');
    const { errors } = await attempt(web, res, WITHDRAW, { params: req.params, body: { reason } });
    if (errors) return show(req, res, { errors, reason });
    res.redirect(303, `/brakes/${req.params.id}?done=withdrawn`);
  });
}
