/** `/accounts/<id>`: one account, and what a manager does about it. */
import type { Request, Response, Router } from 'express';
import { notFound } from '../../domain/refusal.js';
import { readAccountDetails } from '../../services/accounts/read.js';
import { correctAccountId, IdCorrection } from '../../services/accounts/correct-id.js';
import { AccountChange, changeAccount } from '../../services/accounts/status.js';
import { requestTokenChecks, TokenChecksInput } from '../../services/credentials/token-checks.js';
import { pauseDisconnect, resumeDisconnect } from '../../services/disconnects/pause.js';
import { listDisconnects } from '../../services/disconnects/read.js';
import { validate } from '../../services/input/validate.js';
import { mayReconnect } from '../../services/reconnect/permission.js';
import type { FieldError } from '../forms/field-errors.js';
import { flashMessage, formBody, formOf, field, isChecked, submit } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { AccountPage, type AccountPageProps } from '../pages/list/account.js';
import { InactivePage } from '../pages/list/inactive.js';
import { submitPause, submitResume } from '../forms/pause.js';
import { dayIn } from '../forms/period.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

const HISTORY = 20;
/** The page loads again after a sign-in, whose result is then news. */
const JUST_BEFORE_MS = 60_000;

type WithId = Request<{ id: string }>;
type Shown = Partial<Pick<AccountPageProps, 'errors' | 'typed'>>;

export function accountPageRoutes(router: Router, web: WebContext): void {
  const { context } = web;

  async function show(req: WithId, res: Response, { errors = [], typed = {} }: Shown = {}): Promise<void> {
    const { session, principal, timeZone } = signedInPerson(res);
    const { id } = req.params;
    const now = context.clock.now();
    const justBefore = new Date(now.getTime() - JUST_BEFORE_MS);
    const [details, history] = await Promise.all([
      readAccountDetails(context, principal, id, justBefore),
      listDisconnects(context, principal, { accountId: id }, { after: null, limit: HISTORY }),
    ]);
    const { owner } = details.account;
    const page = {
      ...details,
      history: history.slice(0, HISTORY),
      now,
      today: dayIn(now, timeZone),
      timeZone,
      isOwn: owner.id === session.user.id,
      mayReconnect: mayReconnect(principal, owner.id),
      readOnly: principal.adminRole === 'read_only_administrator',
      done: flashMessage(i18nOf(res).words.accountPage.done, req.query.done),
      errors,
      typed,
    };
    sendPage(res, AccountPage, page);
  }

  async function settle(
    req: WithId,
    res: Response,
    done: string,
    errors: FieldError[] | null,
    typed: Shown['typed'] = {},
  ): Promise<void> {
    if (errors) return show(req, res, { errors, typed });
    res.redirect(303, `/accounts/${req.params.id}?done=${done}`);
  }

  /** Returns the ID of the account's last disconnect. If it ended while the page was open, the use case says so. */
  async function lastOf(req: WithId, res: Response): Promise<string> {
    const { principal } = signedInPerson(res);
    const [last] = await listDisconnects(context, principal, { accountId: req.params.id }, { after: null, limit: 1 });
    if (!last) throw notFound('disconnect');
    return last.id;
  }

  const submitChange = (req: WithId, res: Response, change: object) =>
    submit(res, async () =>
      changeAccount(context, signedInPerson(res).principal, req.params.id, validate(AccountChange, change)),
    );

  /** Says what marking the account inactive does, before it does it. A reason that can't be saved is refused first. */
  async function askFirst(req: WithId, res: Response, reason: string): Promise<void> {
    const { errors } = await submit(res, async () => validate(AccountChange, { status: 'inactive', reason }));
    if (errors) return settle(req, res, '', errors, { action: 'inactive', reason });
    const { account } = await readAccountDetails(
      context,
      signedInPerson(res).principal,
      req.params.id,
      context.clock.now(),
    );
    sendPage(res, InactivePage, { account, reason });
  }

  router.get('/accounts/:id', requireSignIn(web, readAccountDetails), (req: WithId, res) => show(req, res));

  const pausers = requireSignIn(web, pauseDisconnect);
  router.post('/accounts/:id/pause', pausers, ...formBody(web), async (req: WithId, res) => {
    const { errors, typed } = await submitPause(web, res, await lastOf(req, res), formOf(req));
    await settle(req, res, 'paused', errors, { action: 'pause', ...typed });
  });

  const resumers = requireSignIn(web, resumeDisconnect);
  router.post('/accounts/:id/resume', resumers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await submitResume(web, res, await lastOf(req, res));
    await settle(req, res, 'resumed', errors);
  });

  const checkers = requireSignIn(web, requestTokenChecks);
  router.post('/accounts/:id/check', checkers, ...formBody(web), async (req: WithId, res) => {
    const { result, errors } = await submit(res, async () =>
      requestTokenChecks(
        context,
        signedInPerson(res).principal,
        validate(TokenChecksInput, { accountIds: [req.params.id] }),
      ),
    );
    await settle(req, res, result && result.notAuthorized > 0 ? 'cannotCheck' : 'checking', errors);
  });

  const managers = requireSignIn(web, changeAccount);
  router.post('/accounts/:id/inactive', managers, ...formBody(web), async (req: WithId, res) => {
    const form = formOf(req);
    const reason = field(form, 'reason');
    if (!isChecked(form, 'confirmed')) return askFirst(req, res, reason);
    const { errors } = await submitChange(req, res, { status: 'inactive', reason });
    await settle(req, res, 'inactive', errors, { action: 'inactive', reason });
  });

  router.post('/accounts/:id/active', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await submitChange(req, res, { status: 'disconnected' });
    await settle(req, res, 'active', errors);
  });

  const correctors = requireSignIn(web, correctAccountId);
  router.post('/accounts/:id/network-id', correctors, ...formBody(web), async (req: WithId, res) => {
    const networkAccountId = field(formOf(req), 'networkAccountId');
    const { result, errors } = await submit(res, async () =>
      correctAccountId(
        context,
        signedInPerson(res).principal,
        req.params.id,
        validate(IdCorrection, { networkAccountId }),
      ),
    );
    const done = result?.openDisconnectId ? 'idCorrectedDisconnected' : 'idCorrected';
    await settle(req, res, done, errors, { networkAccountId });
  });
}
