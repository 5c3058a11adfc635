/** From the link in an email to a session: `GET /connect` changes nothing; the script's POST does. */
import express, { type Router } from 'express';
import { sameOriginOnly } from '../../http/same-origin.js';
import { requestNewLink, visitThroughLink } from '../../services/reconnect/open-link.js';
import { isInAppBrowser } from '../reconnect/in-app-browser.js';
import { ConnectPage } from '../pages/connect.js';
import { OpeningPage } from '../pages/opening.js';
import { sendPage } from '../render/render.js';
import { accountsUrl } from '../paths.js';
import { askFirst } from '../render/ask-first.js';
import { setSession } from '../session/cookies.js';
import { browserOf } from '../session/arriving-browser.js';
import type { WebContext } from '../web-context.js';

export function connectRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  const sameOrigin = sameOriginOnly(context.config.publicUrl);
  const body = express.json({ limit: '4kb' });

  router.get('/connect', (req, res) => {
    sendPage(res, ConnectPage, { inAppBrowser: isInAppBrowser(req.get('user-agent')) });
  });

  router.get('/connect/opening', (_req, res) => sendPage(res, OpeningPage, {}));

  router.post('/connect/session', sameOrigin, limits.open, body, async (req, res) => {
    const { confirmed, ...link } = { ...(req.body as object) } as { confirmed?: unknown };
    try {
      const { secret, account } = await visitThroughLink(context, link, await browserOf(web, req, confirmed));
      if (secret !== null) setSession(cookies, res, secret);
      res.json({ next: accountsUrl(account) });
    } catch (error) {
      askFirst(res, error);
    }
  });

  /** Only someone who has a link, or its beginning, learns what became of the request. No one else learns whether it ever existed. */
  router.post('/connect/new-link', sameOrigin, limits.ask, body, async (req, res) => {
    const outcome = await requestNewLink(context, req.body);
    res.status(202).json(outcome ? { outcome } : {});
  });
}
