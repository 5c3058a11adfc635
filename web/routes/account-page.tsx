/** `/accounts/<id>`: one account, and what a manager does about it. Each action is the API's own call. */
import type { Request, Response, Router } from 'express';
import { accountRoutes } from '../../api/accounts.js';
import { routeNamed } from '../../http/perform.js';
import { askForTokenChecks } from '../../api/token-checks.js';
import { isManager } from '../../domain/principal.js';
import type { FieldError } from '../../services/input/validate.js';
import { readAuthorization } from '../../services/credentials/authorization-status.js';
import { readAccount } from '../../services/accounts/accounts.js';
import { readAccounts } from '../../services/accounts/account-list.js';
import { planOf } from '../../services/archives/archives.js';
import { listDisconnects } from '../../services/disconnects/read.js';
import { reconnectChecks } from '../../services/accounts/reconnect-preconditions.js';
import { notFound } from '../../domain/refusal.js';
import { attempt, flashMessage, formBody, formOf, field } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { AccountPage, type AccountPageProps } from '../pages/list/account.js';
import { submitPause, submitResume } from '../pause.js';
import { dayIn } from '../period.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

const HISTORY = 20;
const CHANGE_ACCOUNT = routeNamed(accountRoutes, 'PATCH /v1/accounts/{id}');

type WithId = Request<{ id: string }>;
type Shown = Partial<Pick<AccountPageProps, 'errors' | 'typed'>>;

export function accountPageRoutes(router: Router, web: WebContext): void {
  const { db, clock, config } = web.context;

  async function show(req: WithId, res: Response, { errors = [], typed = {} }: Shown = {}): Promise<void> {
    const { session, principal, ownerId, timeZone } = signedInPerson(res);
    const { archiveId } = session;
    const row = await readAccount(db, archiveId, req.params.id, ownerId);
    const now = clock.now();
    const plan = await planOf(db, archiveId);
    const [authorization, { rows }, checks, history] = await Promise.all([
      readAuthorization(db, archiveId, row.id),
      readAccounts(
        db,
        { archiveId, ownerId, accountId: row.id },
        { plan, dayMs: config.dayMs, now },
        { after: null, limit: 1 },
      ),
      reconnectChecks(db, row),
      listDisconnects(web.context, principal, { accountId: row.id }, { after: null, limit: HISTORY }),
    ]);
    const [account] = rows;
    if (!account) throw notFound('account');
    const mine = account.owner.id === session.user.id;
    const page = {
      account,
      authorization,
      checks,
      history: history.slice(0, HISTORY),
      now,
      today: dayIn(now, timeZone),
      timeZone,
      mine,
      mayReconnect: isManager(principal) || (principal.isAccountOwner && mine),
      mayManage: isManager(principal),
      readOnly: principal.adminRole === 'read_only_administrator',
      done: flashMessage(i18nOf(res).words.accountPage.done, req.query.done),
      errors,
      typed,
    };
    sendPage(res, AccountPage, page, errors.length > 0 ? 422 : 200);
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

  /** The open disconnect of the account. */
  async function openOf(req: WithId, res: Response): Promise<string> {
    const { principal } = signedInPerson(res);
    const filter = { accountId: req.params.id, status: 'open' as const };
    const [open] = await listDisconnects(web.context, principal, filter, { after: null, limit: 1 });
    if (!open) throw notFound('disconnect');
    return open.id;
  }

  const managers = requireSignIn(web, 'managers');
  router.get('/accounts/:id', requireSignIn(web, 'everyone'), (req: WithId, res) => show(req, res));

  router.post('/accounts/:id/pause', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors, typed } = await submitPause(web, res, await openOf(req, res), formOf(req));
    await settle(req, res, 'paused', errors, { action: 'pause', ...typed });
  });

  router.post('/accounts/:id/resume', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await submitResume(web, res, await openOf(req, res));
    await settle(req, res, 'resumed', errors);
  });

  router.post('/accounts/:id/check', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await attempt(web, res, askForTokenChecks, { body: { accountIds: [req.params.id] } });
    await settle(req, res, 'checking', errors);
  });

  router.post('/accounts/:id/inactive', managers, ...formBody(web), async (req: WithId, res) => {
    const reason = field(formOf(req), 'reason');
    const body = { status: 'inactive', reason };
    const { errors } = await attempt(web, res, CHANGE_ACCOUNT, { params: req.params, body });
    await settle(req, res, 'inactive', errors, { action: 'inactive', reason });
  });

  router.post('/accounts/:id/active', managers, ...formBody(web), async (req: WithId, res) => {
    const { errors } = await attempt(web, res, CHANGE_ACCOUNT, {
      params: req.params,
      body: { status: 'disconnected' },
    });
    await settle(req, res, 'active', errors);
  });
}
