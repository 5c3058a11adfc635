/** `/surge-holds/<id>`: an administrator decides about emails that are on hold. */
import type { Request, Response, Router } from 'express';
import {
  releaseSurgeHold,
  reviewSurgeHold,
  withdrawHeldReports,
  WithdrawHeldInput,
} from '../../services/disconnects/surge-holds.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, flashMessage, formBody, formOf, submit } from '../forms/forms.js';
import { SurgeHoldPage } from '../pages/surge-hold.js';
import { sendPage, i18nOf } from '../render/render.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import type { WebContext } from '../web-context.js';

type WithId = Request<{ id: string }>;

export function surgeHoldPageRoutes(router: Router, web: WebContext): void {
  const { context } = web;

  async function show(
    req: WithId,
    res: Response,
    { errors = [], reason = '' }: { errors?: FieldError[]; reason?: string } = {},
  ): Promise<void> {
    const { principal, timeZone } = signedInPerson(res);
    const page = {
      ...(await reviewSurgeHold(context, principal, req.params.id)),
      timeZone,
      errors,
      reason,
      done: flashMessage(i18nOf(res).words.surgeHold.done, req.query.done),
    };
    sendPage(res, SurgeHoldPage, page);
  }

  const readers = requireSignIn(web, reviewSurgeHold);
  router.get('/surge-holds/:id', readers, (req: WithId, res) => show(req, res));

  const releasers = requireSignIn(web, releaseSurgeHold);
  router.post('/surge-holds/:id/release', releasers, ...formBody(web), async (req: WithId, res) => {
    const { principal } = signedInPerson(res);
    const { errors } = await submit(res, () => releaseSurgeHold(context, principal, req.params.id));
    if (errors) return show(req, res, { errors });
    res.redirect(303, `/surge-holds/${req.params.id}?done=released`);
  });

  const withdrawers = requireSignIn(web, withdrawHeldReports);
  router.post('/surge-holds/:id/withdraw', withdrawers, ...formBody(web), async (req: WithId, res) => {
    const { principal } = signedInPerson(res);
    const reason = field(formOf(req), 'reason');
    const { errors } = await submit(res, async () =>
      withdrawHeldReports(context, principal, req.params.id, validate(WithdrawHeldInput, { reason })),
    );
    if (errors) return show(req, res, { errors, reason });
    res.redirect(303, `/surge-holds/${req.params.id}?done=withdrawn`);
  });
}
