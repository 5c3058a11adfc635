/**
 * Signing in by an emailed link, with the organization (OpenID Connect), or through the archive's own login; and
 * signing out.
 */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { randomSecret } from '../../platform/key-ring.js';
import { redeemArchiveToken } from '../../services/access/archive-token.js';
import { checkSignInLink, redeemSignInLink, signOut } from '../../services/access/sign-in.js';
import { requestSignInLink } from '../../services/access/sign-in-requests.js';
import { whySessionEnded } from '../../services/access/sessions.js';
import { email as emailField } from '../../services/input/fields.js';
import { field, formBody, formOf } from '../forms/forms.js';
import { askFirst } from '../render/ask-first.js';
import { setSession } from '../session/cookies.js';
import { browserOf } from '../session/arriving-browser.js';
import { nextOf, ownPath } from '../session/require-sign-in.js';
import { OpenPage, SentPage, SignInPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { SignInAgainPage } from '../pages/sign-in-again.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';
import { signInAgainRoutes } from './sign-in-again.js';

/** `confirmed` is the `question` that the person was asked. Anything else, such as the `true` of earlier pages, isn't an answer. */
const Secret = z.strictObject({
  secret: z.string().max(4000),
  confirmed: z.unknown().optional(),
  /** Of earlier pages; it no longer confirms anything. */
  askedElsewhere: z.unknown().optional(),
  /** Only to ask what must be asked, without signing in. */
  look: z.literal(true).optional(),
});

/** How long a browser is known as the one that asked for a link. Longer than the link lives, because mail can be late. */
const ASKED_SECONDS = 24 * 3600;

export function signInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { config } = context;
  const secretBody = [sameOriginOnly(config.publicUrl), express.json({ limit: '8kb' })];
  const parseSecret = (req: Request) =>
    Secret.safeParse(req.body).data ?? { secret: '', confirmed: null, look: undefined };

  router.get('/sign-in', async (req, res) => {
    const session = await sessionOf(req);
    const again = session !== null && !session.link && req.query.again !== undefined;
    if (session && !session.link && !again) return res.redirect(303, nextOf(cookies.read(req, 'relink-next')));
    const inbox = config.production ? null : (config.mail.baseUrl ?? null);
    if (again) {
      // The page that needs the fresh sign-in waits in another tab.
      cookies.set(res, 'relink-next', Buffer.from('/sign-in/again').toString('base64url'), 900);
      const organization = !config.oidc ? 'none' : session.by === 'organization' ? 'used' : 'offered';
      return sendPage(res, SignInAgainPage, { email: session.user.email, organization, inbox });
    }
    const secret = cookies.read(req, 'relink');
    const over = session === null && secret !== null ? await whySessionEnded(context.db, secret) : null;
    sendPage(res, SignInPage, {
      oidc: config.oidc !== null,
      over: over?.kind === 'login' ? over : null,
      leadsBack: cookies.read(req, 'relink-next') !== null,
      inbox,
    });
  });

  signInAgainRoutes(router, web);

  /** The response is the same for everyone, so it doesn't reveal who is in an archive. */
  router.post('/sign-in', ...formBody(web), limits.signIn, async (req, res) => {
    const email = emailField.safeParse(field(formOf(req), 'email'));
    // Several links can be on their way to one browser, so it keeps its secret.
    const secret = cookies.read(req, 'relink-asked') ?? randomSecret();
    cookies.set(res, 'relink-asked', secret, ASKED_SECONDS);
    const browser = { secret, userAgent: req.get('User-Agent'), session: cookies.read(req, 'relink') };
    if (email.success) await requestSignInLink(context, email.data, browser);
    const session = await sessionOf(req);
    const again = session !== null && !session.link;
    sendPage(res, SentPage, { next: nextOf(cookies.read(req, 'relink-next')), again });
  });

  router.get('/sign-in/open', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/open', atOnce: false }));

  router.post('/sign-in/open', ...secretBody, limits.open, async (req, res) => {
    const { secret: fragment, confirmed, look = false } = parseSecret(req);
    const browser = { ...(await browserOf(web, req, confirmed)), asked: cookies.read(req, 'relink-asked') };
    try {
      if (look) {
        await checkSignInLink(context, fragment, browser);
        res.json({ ready: true });
      } else res.json({ next: keepSession(web, req, res, await redeemSignInLink(context, fragment, browser)) });
    } catch (error) {
      askFirst(res, error);
    }
  });

  router.get('/sign-in/archive', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/archive', atOnce: true }));

  router.post('/sign-in/archive', ...secretBody, limits.open, async (req, res) => {
    const { secret: token, confirmed } = parseSecret(req);
    try {
      const { secret, to } = await redeemArchiveToken(context, token, await browserOf(web, req, confirmed));
      const next = keepSession(web, req, res, secret);
      res.json({ next: to === null ? next : ownPath(to) });
    } catch (error) {
      askFirst(res, error);
    }
  });

  router.post('/sign-out', ...formBody(web), async (req, res) => {
    const session = await sessionOf(req);
    if (session) await signOut(context, session);
    cookies.clear(res, 'relink');
    const { title, lines } = i18nOf(res).words.signIn.out;
    sendPage(res, MessagePage, { title, lines, tone: 'calm' });
  });
}

/** Gives the browser its new session. Returns the path to continue to. */
export function keepSession({ cookies }: WebContext, req: Request, res: Response, secret: string): string {
  setSession(cookies, res, secret);
  const next = nextOf(cookies.read(req, 'relink-next'));
  cookies.clear(res, 'relink-next');
  return next;
}
