/** `/data-deletion/<code>`: what a person asked Meta for, and what came of it. Without signing in; the code is all it takes. */
import type { Request, Router } from 'express';
import { findDeletion } from '../../services/credentials/network-events/data-deletion.js';
import { DataDeletionPage } from '../pages/data-deletion.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render.js';
import type { WebContext } from '../web-context.js';

export function dataDeletionRoutes(router: Router, { context, limits }: WebContext): void {
  router.get('/data-deletion/:code', limits.open, async (req: Request<{ code: string }>, res) => {
    const { code } = req.params;
    const deletion = /^[0-9a-f]{32}$/.test(code) ? await findDeletion(context.db, code) : null;
    if (deletion) return sendPage(res, DataDeletionPage, { deletion });
    sendPage(res, MessagePage, i18nOf(res).words.dataDeletion.unknown, 404);
  });
}
