/** `/transfers`: all of them, one of them as it goes on, and the reconnect that waited for one. */
import type { Request, Response, Router } from 'express';
import { decode, encode } from '../../http/lists.js';
import { isManager } from '../../domain/principal.js';
import { readPerson } from '../../services/people/user-list.js';
import { continuePendingSignIn, readPendingSignIn } from '../../services/reconnect/continue.js';
import { chosenProfiles, SHOWN, someOf } from '../../services/transfers/choose.js';
import { listTransfers, readTransfer } from '../../services/transfers/queries.js';
import { formBody, formOf, field } from '../forms.js';
import { signedInPerson, requireSignIn } from '../require-sign-in.js';
import { MessagePage } from '../pages/message.js';
import { TransfersPage } from '../pages/transfers/list.js';
import { Progress, ProgressPage, type ProgressProps } from '../pages/transfers/progress.js';
import { fragment, sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';
import { sendOutcome } from '../sign-in-outcome.js';

const PAGE = 50;

export function transferPageRoutes(router: Router, web: WebContext): void {
  const { db } = web.context;
  const administrators = requireSignIn(web, 'administrators');
  const managers = requireSignIn(web, 'managers');
  const archiveOf = (res: Response) => signedInPerson(res).session.archiveId;

  router.get('/transfers', administrators, async (req, res) => {
    const cursor = typeof req.query.cursor === 'string' ? decode(req.query.cursor) : null;
    const rows = await listTransfers(db, archiveOf(res), { after: cursor, limit: PAGE });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    sendPage(res, TransfersPage, {
      rows: shown,
      timeZone: signedInPerson(res).timeZone,
      mayTransfer: isManager(signedInPerson(res).principal),
      firstHref: cursor && '/transfers',
      nextHref: rows.length > PAGE && last ? `/transfers?cursor=${encode(last.transfer.id)}` : null,
    });
  });

  async function progress(req: Request<{ id: string }>, res: Response): Promise<ProgressProps> {
    const { session, principal, timeZone } = signedInPerson(res);
    const { archiveId } = session;
    const transfer = await readTransfer(db, archiveId, req.params.id);
    const { moved } = transfer;
    const owner = await readPerson(db, archiveId, transfer.toOwnerId);
    const former = await Promise.all(
      (moved?.fromOwners ?? []).slice(0, 10).map(({ id }) => readPerson(db, archiveId, id)),
    );
    return {
      transfer,
      owner: owner && { id: owner.user.id, name: owner.user.name },
      moved: await someOf(db, archiveId, moved?.accountIds ?? []),
      profiles: await chosenProfiles(db, archiveId, moved?.parentProfileIds ?? [], SHOWN),
      timeZone,
      detached: await someOf(db, archiveId, moved?.detachedIds ?? []),
      staying: await someOf(db, archiveId, moved?.fromOwners.flatMap(({ stayingIds }) => stayingIds) ?? []),
      empty: former.flatMap((one) =>
        one && isManager(principal) && one.accountCount + one.profileCount === 0 && one.user.adminRole === null
          ? [{ id: one.user.id, name: one.user.name }]
          : [],
      ),
      pendingId: await readPendingSignIn(web.context, principal),
    };
  }

  router.get('/transfers/:id', administrators, async (req: Request<{ id: string }>, res) =>
    sendPage(res, ProgressPage, await progress(req, res)),
  );
  router.get('/transfers/:id/now', administrators, async (req: Request<{ id: string }>, res) => {
    res.type('html').send(fragment(res, <Progress {...await progress(req, res)} />));
  });

  /** product.md: "and, after it, the reconnect goes on from where it was". */
  router.post('/reconnect/continue', managers, ...formBody(web), async (req, res) => {
    const { principal } = signedInPerson(res);
    const ended = await continuePendingSignIn(web.context, principal, field(formOf(req), 'pending'));
    if (ended.outcome !== 'gone') return sendOutcome(res, ended, principal);
    const { signIn, transfers } = i18nOf(res).words;
    const page = {
      title: signIn.gone.title,
      lines: [transfers.progress.goneOn],
      tone: 'calm' as const,
      back: '/accounts',
    };
    sendPage(res, MessagePage, { ...page, inWindow: true }, 410);
  });
}
