/**
 * Relink's short-lived page between a click and the network. It redirects right away if the person has just clicked on
 * a page that names the account and the archive. Otherwise it takes one more click.
 */
import type { Request, Router } from 'express';
import { realVisitOnly } from '../../http/real-visit.js';
import { startSignIn } from '../../services/reconnect/start.js';
import { LeavePage } from '../pages/leave.js';
import { sendPage, i18nOf } from '../render/render.js';
import { visitorOf } from '../session/principal.js';
import { sendEnd } from '../reconnect/outcome.js';
import type { WebContext } from '../web-context.js';
import { actorWords } from '../../i18n/actors.js';

/** Longer than any sign-in takes. Every new sign-in starts it again. */
const NONCE_LIFE_SECONDS = 24 * 3600;

export function reconnectLeaveRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  router.get('/reconnect/:secret', realVisitOnly, limits.authorize, async (req: Request<{ secret: string }>, res) => {
    const { locale, words: all } = i18nOf(res);
    const words = all.reconnect;
    // Without the punctuation that was copied along with the link.
    const secret = /[A-Za-z0-9_-]*/.exec(req.params.secret)?.[0] ?? '';
    const visitor = await visitorOf(web, req);
    const started = await startSignIn(context, { secret, nonce: cookies.read(req, 'relink-browser'), visitor });
    if (started.outcome !== 'started') return sendEnd(res, started, visitor);
    const { nonce, mustAsk, startedBy: starter, ...page } = started;
    cookies.set(res, 'relink-browser', nonce, NONCE_LIFE_SECONDS);
    if (!mustAsk && req.query.confirm === undefined) return res.redirect(303, page.href);
    const startedBy =
      starter.kind === 'link'
        ? { label: words.startedFrom, name: words.linkOf({ owner: starter.name }) }
        : { label: words.startedBy, name: actorWords(locale, starter) };
    sendPage(res, LeavePage, { ...page, startedBy });
  });
}
