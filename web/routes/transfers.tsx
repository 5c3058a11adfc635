/** `/transfers`: all transfers, one transfer with its progress, and the reconnect that waited for one. */
import type { Request, Response, Router } from 'express';
import { decodeCursor, encodeCursor, PLAIN_KEY } from '../../http/lists.js';
import { continuePendingSignIn, readPendingSignIn } from '../../services/reconnect/continue.js';
import { listTransfers, readTransferProgress } from '../../services/transfers/read.js';
import { formBody, formOf, field } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import { MessagePage } from '../pages/message.js';
import { TransfersPage } from '../pages/transfers/list.js';
import { Progress, ProgressPage, type ProgressProps } from '../pages/transfers/progress.js';
import { fragment, sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { sendOutcome } from '../reconnect/outcome.js';

const PAGE = 50;

export function transferPageRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const readers = requireSignIn(web, readTransferProgress);

  router.get('/transfers', requireSignIn(web, listTransfers), async (req, res) => {
    const { principal, timeZone } = signedInPerson(res);
    const cursor = decodeCursor(PLAIN_KEY, req.query.cursor);
    const rows = await listTransfers(context, principal, { after: cursor, limit: PAGE });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    sendPage(res, TransfersPage, {
      rows: shown,
      timeZone,
      firstHref: cursor && '/transfers',
      nextHref: rows.length > PAGE && last ? `/transfers?cursor=${encodeCursor(last.transfer.id)}` : null,
    });
  });

  async function progress(req: Request<{ id: string }>, res: Response): Promise<ProgressProps> {
    const { principal, timeZone } = signedInPerson(res);
    return {
      ...(await readTransferProgress(context, principal, req.params.id)),
      timeZone,
      pendingId: await readPendingSignIn(context, principal),
    };
  }

  router.get('/transfers/:id', readers, async (req: Request<{ id: string }>, res) =>
    sendPage(res, ProgressPage, await progress(req, res)),
  );
  router.get('/transfers/:id/now', readers, async (req: Request<{ id: string }>, res) => {
    res.type('html').send(fragment(res, <Progress {...await progress(req, res)} />));
  });

  /** Requirement: "and, after it, the reconnect goes on from where it was". */
  router.post('/reconnect/continue', requireSignIn(web, continuePendingSignIn), ...formBody(web), async (req, res) => {
    const { principal } = signedInPerson(res);
    const ended = await continuePendingSignIn(context, principal, field(formOf(req), 'pending'));
    if (ended.outcome !== 'gone') return sendOutcome(res, ended, principal);
    const { reconnect, transfers } = i18nOf(res).words;
    const page = {
      title: reconnect.gone.title,
      lines: [transfers.progress.goneOn],
      tone: 'calm' as const,
      back: '/accounts',
    };
    sendPage(res, MessagePage, { ...page, inWindow: true }, 410);
  });
}
