/** The URL to which the network sends the browser back. */
import type { Router } from 'express';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { realVisitOnly } from '../../http/real-visit.js';
import { completeReconnect } from '../../services/reconnect/complete.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import { visitorOf } from '../session/principal.js';
import { sendEnd, sendUnnamed } from '../reconnect/outcome.js';
import type { WebContext } from '../web-context.js';

export function reconnectCallbackRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;

  router.get('/oauth/:provider/callback', realVisitOnly, limits.authorize, async (req, res, next) => {
    const provider = PROVIDER_NAMES.find((name) => name === req.params.provider);
    if (!provider) return next();
    const { reconnect } = i18nOf(res).words;
    const url = new URL(req.originalUrl, context.config.publicUrl);
    const visitor = await visitorOf(web, req);
    const nonce = cookies.read(req, 'relink-browser');
    const ended = await completeReconnect(context, { provider, url, nonce, visitor });
    if (ended.outcome === 'other_browser') {
      const { title, lines } = reconnect.otherBrowser;
      return sendPage(res, MessagePage, { title, lines, inWindow: true }, 400);
    }
    if (ended.outcome === 'unnamed') return sendUnnamed(res, provider, ended, visitor);
    sendEnd(res, ended, visitor);
  });
}
