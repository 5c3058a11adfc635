/** Webhooks of the networks and the email provider. All are verified on the raw bytes, before anything is parsed. */
import type { Express, RequestHandler } from 'express';
import type { Context } from '../../platform/context.js';
import { methodNotAllowed } from '../../http/mount.js';
import type { CallbackPath } from '../../domain/network-callbacks.js';
import { googleWebhook, readToken } from './webhooks-google.js';
import { META_APPS, metaWebhooks, readMeta } from './webhooks-meta.js';
import { readRaw, resendWebhook } from './webhooks-resend.js';

export function mountWebhooks(app: Express, context: Context, failures: RequestHandler): void {
  const meta = metaWebhooks(context, failures, META_APPS);
  const threads = metaWebhooks(context, failures, ['threads']);
  const doors: Record<CallbackPath | '/webhooks/resend', RequestHandler[]> = {
    '/webhooks/resend': [readRaw, resendWebhook(context, failures)],
    '/webhooks/meta/deauthorize': [readMeta, meta.deauthorize],
    '/webhooks/meta/data-deletion': [readMeta, meta.dataDeletion],
    '/webhooks/threads/deauthorize': [readMeta, threads.deauthorize],
    '/webhooks/threads/data-deletion': [readMeta, threads.dataDeletion],
    '/webhooks/google/risc': [readToken, googleWebhook(context, failures)],
  };
  for (const [path, handlers] of Object.entries(doors))
    app
      .route(path)
      .post(...handlers)
      .all((_req, res) => {
        res.set('Allow', 'POST');
        throw methodNotAllowed('POST');
      });
}
