/**
 * Signing in by an emailed link, with the organization (OpenID Connect), or through the archive's own login; and
 * signing out.
 */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { redeemArchiveToken } from '../../services/access/archive-token.js';
import { redeemSignInLink, requestSignInLink, signOut, type SignInBrowser } from '../../services/access/sign-in.js';
import { SESSION_LIFE_SECONDS } from '../../services/access/sessions.js';
import { email as emailField } from '../../services/input/fields.js';
import { field, formBody, formOf } from '../forms/forms.js';
import { nextOf, ownPath } from '../session/require-sign-in.js';
import { SignInPage, OpenPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';

const Secret = z.strictObject({ secret: z.string().max(4000), confirmed: z.literal(true).optional() });

export function signInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { config } = context;
  const secretBody = [sameOriginOnly(config.publicUrl), express.json({ limit: '8kb' })];
  const parseSecret = (req: Request) => Secret.safeParse(req.body).data ?? { secret: '' };

  router.get('/sign-in', async (req, res) => {
    const session = await sessionOf(req);
    const again = session !== null && !session.link && req.query.again !== undefined;
    if (session && !session.link && !again) return res.redirect(303, '/');
    // The page that needs the fresh sign-in waits in another tab.
    if (again) cookies.set(res, 'relink-next', Buffer.from('/sign-in/again').toString('base64url'), 900);
    sendPage(res, SignInPage, {
      oidc: config.oidc !== null,
      email: again ? session.user.email : '',
      again,
      inbox: config.production ? null : (config.mail.baseUrl ?? null),
    });
  });

  router.get('/sign-in/again', (_req, res) => {
    const { title, lines, home } = i18nOf(res).words.signIn.again.done;
    sendPage(res, MessagePage, { title, lines, tone: 'calm', offer: { href: '/', label: home } });
  });

  /** The response is the same for everyone, so it doesn't reveal who is in an archive. */
  router.post('/sign-in', ...formBody(web), limits.signIn, async (req, res) => {
    const email = emailField.safeParse(field(formOf(req), 'email'));
    if (email.success) await requestSignInLink(context, email.data);
    const { title, line, noEmail } = i18nOf(res).words.signIn.sent;
    sendPage(res, MessagePage, { title, lines: [line, noEmail], tone: 'calm' });
  });

  router.get('/sign-in/open', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/open', atOnce: false }));

  router.post('/sign-in/open', ...secretBody, limits.open, async (req, res) => {
    const secret = await redeemSignInLink(context, parseSecret(req).secret, await browserOf(web, req));
    res.json({ next: keepSession(web, req, res, secret) });
  });

  router.get('/sign-in/archive', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/archive', atOnce: true }));

  router.post('/sign-in/archive', ...secretBody, limits.open, async (req, res) => {
    const { secret: token, confirmed = false } = parseSecret(req);
    const browser = { ...(await browserOf(web, req)), isConfirmed: confirmed };
    const { secret, to } = await redeemArchiveToken(context, token, browser);
    const next = keepSession(web, req, res, secret);
    res.json({ next: to === null ? next : ownPath(to) });
  });

  router.post('/sign-out', ...formBody(web), async (req, res) => {
    const session = await sessionOf(req);
    if (session) await signOut(context, session);
    cookies.clear(res, 'relink');
    const { title, lines } = i18nOf(res).words.signIn.out;
    sendPage(res, MessagePage, { title, lines, tone: 'calm' });
  });
}

export const browserOf = async ({ sessionOf }: WebContext, req: Request): Promise<SignInBrowser> => ({
  former: await sessionOf(req),
  userAgent: req.get('User-Agent'),
});

/** Gives the browser its new session. Returns the path to continue to. */
export function keepSession({ cookies }: WebContext, req: Request, res: Response, secret: string): string {
  cookies.set(res, 'relink', secret, SESSION_LIFE_SECONDS);
  const next = nextOf(cookies.read(req, 'relink-next'));
  cookies.clear(res, 'relink-next');
  return next;
}
