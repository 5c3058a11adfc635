/** `/data-deletion/<code>`: what a person asked Meta to delete, and the result. No sign-in is needed, only the code. */
import type { Request, Router } from 'express';
import { readDataDeletion } from '../../services/credentials/network-events/data-deletion.js';
import { DataDeletionPage } from '../pages/data-deletion.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';

export function dataDeletionRoutes(router: Router, { context, limits }: WebContext): void {
  router.get('/data-deletion/:code', limits.open, async (req: Request<{ code: string }>, res) => {
    const deletion = await readDataDeletion(context, /[0-9a-f]{32}/i.exec(req.params.code)?.[0].toLowerCase() ?? '');
    if (deletion) return sendPage(res, DataDeletionPage, { deletion });
    const { title, lines } = i18nOf(res).words.dataDeletion.unknown;
    sendPage(res, MessagePage, { title, lines }, 404);
  });
}
