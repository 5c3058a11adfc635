/** From the link in an email to a session: `GET /connect` changes nothing, the script's POST does. */
import express, { type Router } from 'express';
import { z } from 'zod';
import { openLink, type OpenedLink } from '../../services/access/personalized-links.js';
import { recordLinkOpened, requestNewLink } from '../../services/reconnect/link-opened.js';
import { SESSION_LIFE_SECONDS, startLinkSession } from '../../services/access/sessions.js';
import { Refusal } from '../../domain/refusal.js';
import { isInAppBrowser } from '../in-app-browser.js';
import { ConnectPage } from '../pages/connect.js';
import { OpeningPage } from '../pages/opening.js';
import { sendPage } from '../render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import { accountsUrl, type WebContext } from '../web-context.js';

const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const Fragment = z.strictObject({ link: Id, secret: Id, account: Id.optional() });

export function connectRoutes(router: Router, { context, cookies, limits }: WebContext): void {
  const { db, config, notifier } = context;
  const sameOrigin = sameOriginOnly(config.publicUrl);
  const body = express.json({ limit: '4kb' });

  async function opened(fragment: unknown): Promise<OpenedLink & { account?: string }> {
    const parsed = Fragment.safeParse(fragment);
    if (!parsed.success) return { outcome: 'unknown' };
    const { link, secret, account } = parsed.data;
    return { ...(await openLink(db, config.keys, config.windows, link, secret)), account };
  }

  router.get('/connect', (req, res) => {
    sendPage(res, ConnectPage, { inAppBrowser: isInAppBrowser(req.get('user-agent')) });
  });

  router.get('/connect/opening', (_req, res) => sendPage(res, OpeningPage, {}));

  router.post('/connect/session', sameOrigin, limits.open, body, async (req, res) => {
    const link = await opened(req.body);
    if (link.outcome === 'unknown') throw new Refusal('link_unknown', {});
    if (link.outcome === 'dead') throw new Refusal('link_dead', {});
    const secret = await startLinkSession(db, link.link);
    await recordLinkOpened(db, link.link);
    cookies.set(res, 'relink', secret, SESSION_LIFE_SECONDS);
    res.json({ next: accountsUrl(link.account) });
  });

  /** The same answer whatever happens: it tells nobody whether a link was ever one. */
  router.post('/connect/new-link', sameOrigin, limits.ask, body, async (req, res) => {
    const link = await opened(req.body);
    if (link.outcome === 'dead' && (await requestNewLink(db, link.link)))
      notifier.notify(`mail:${link.link.archiveId}`);
    res.status(202).json({});
  });
}
