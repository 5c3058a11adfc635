/** `/accounts/<id>/delete`: asks first, says what will happen, and deletes the account. */
import type { Request, Response, Router } from 'express';
import { readAccountDetails } from '../../services/accounts/read.js';
import { deleteAccount } from '../../services/accounts/status.js';
import type { FieldError } from '../forms/field-errors.js';
import { formBody, submit } from '../forms/forms.js';
import { DeleteAccountPage } from '../pages/list/identity.js';
import { sendPage } from '../render/render.js';
import { signedInPerson } from '../render/signed-in.js';
import { requireSignIn } from '../session/require-sign-in.js';
import type { WebContext } from '../web-context.js';

type WithId = Request<{ id: string }>;

export function accountDeletionRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const deleters = requireSignIn(web, deleteAccount);

  async function ask(req: WithId, res: Response, errors: readonly FieldError[] = []): Promise<void> {
    const { principal, session } = signedInPerson(res);
    const details = await readAccountDetails(context, principal, req.params.id, context.clock.now());
    sendPage(res, DeleteAccountPage, { ...details, errors, isOwn: details.account.owner.id === session.user.id });
  }

  router.get('/accounts/:id/delete', deleters, (req: WithId, res) => ask(req, res));

  router.post('/accounts/:id/delete', deleters, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await submit(res, () => deleteAccount(context, signedInPerson(res).principal, req.params.id));
    if (errors) return ask(req, res, errors);
    res.redirect(303, '/accounts?done=deleted');
  });
}
