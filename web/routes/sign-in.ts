/**
 * Signing in by an emailed link, with the organization (OpenID Connect), or through the archive's own login; and
 * signing out.
 */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { isRefusal, type RefusalParams } from '../../domain/refusal.js';
import { problemOf, sendProblem } from '../../http/problem.js';
import { shownAddress } from '../../i18n/shown-address.js';
import { randomSecret } from '../../platform/key-ring.js';
import { redeemArchiveToken } from '../../services/access/archive-token.js';
import { redeemSignInLink, signOut } from '../../services/access/sign-in.js';
import { requestSignInLink } from '../../services/access/sign-in-requests.js';
import { SESSION_LIFE_SECONDS } from '../../services/access/sessions.js';
import { email as emailField } from '../../services/input/fields.js';
import { field, formBody, formOf } from '../forms/forms.js';
import { browserOf } from '../session/arriving-browser.js';
import { nextOf, ownPath } from '../session/require-sign-in.js';
import { SignInPage, OpenPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { SignInAgainPage } from '../pages/sign-in-again.js';
import { browserName } from '../render/browser-name.js';
import type { I18n } from '../render/i18n.js';
import { sendPage, i18nOf } from '../render/render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';
import { signInAgainRoutes } from './sign-in-again.js';

const Secret = z.strictObject({
  secret: z.string().max(4000),
  confirmed: z.literal(true).optional(),
  askedElsewhere: z.literal(true).optional(),
});

/** How long a browser is known as the one that asked for a link. Longer than the link lives, because mail can be late. */
const ASKED_SECONDS = 24 * 3600;

export function signInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { config } = context;
  const secretBody = [sameOriginOnly(config.publicUrl), express.json({ limit: '8kb' })];
  const parseSecret = (req: Request) => Secret.safeParse(req.body).data ?? { secret: '' };

  router.get('/sign-in', async (req, res) => {
    const session = await sessionOf(req);
    const again = session !== null && !session.link && req.query.again !== undefined;
    if (session && !session.link && !again) return res.redirect(303, '/');
    const inbox = config.production ? null : (config.mail.baseUrl ?? null);
    if (!again) return sendPage(res, SignInPage, { oidc: config.oidc !== null, inbox });
    // The page that needs the fresh sign-in waits in another tab.
    cookies.set(res, 'relink-next', Buffer.from('/sign-in/again').toString('base64url'), 900);
    const organization = !config.oidc ? 'none' : session.by === 'organization' ? 'used' : 'offered';
    sendPage(res, SignInAgainPage, { email: session.user.email, organization, inbox });
  });

  signInAgainRoutes(router, web);

  /** The response is the same for everyone, so it doesn't reveal who is in an archive. */
  router.post('/sign-in', ...formBody(web), limits.signIn, async (req, res) => {
    const email = emailField.safeParse(field(formOf(req), 'email'));
    // Several links can be on their way to one browser, so it keeps its secret.
    const secret = cookies.read(req, 'relink-asked') ?? randomSecret();
    cookies.set(res, 'relink-asked', secret, ASKED_SECONDS);
    const browser = { secret, userAgent: req.get('User-Agent') };
    if (email.success) await requestSignInLink(context, email.data, browser);
    const { sent, again } = i18nOf(res).words.signIn;
    const isAgain = (await sessionOf(req))?.link === null;
    const lines = [sent.line, ...(isAgain ? [again.sameBrowser] : []), sent.noEmail];
    sendPage(res, MessagePage, { title: sent.title, lines, tone: 'calm' });
  });

  router.get('/sign-in/open', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/open', atOnce: false }));

  router.post('/sign-in/open', ...secretBody, limits.open, async (req, res) => {
    const { secret: fragment, confirmed = false, askedElsewhere = false } = parseSecret(req);
    const asked = { asked: cookies.read(req, 'relink-asked'), isAskedElsewhere: askedElsewhere };
    try {
      const secret = await redeemSignInLink(context, fragment, { ...(await browserOf(web, req, confirmed)), ...asked });
      res.json({ next: keepSession(web, req, res, secret) });
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'asked_elsewhere') throw error;
      sendProblem(res, { ...problemOf(error, i18nOf(res).locale), shown: shownRequest(i18nOf(res), error.params) });
    }
  });

  router.get('/sign-in/archive', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/archive', atOnce: true }));

  router.post('/sign-in/archive', ...secretBody, limits.open, async (req, res) => {
    const { secret: token, confirmed = false } = parseSecret(req);
    const { secret, to } = await redeemArchiveToken(context, token, await browserOf(web, req, confirmed));
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

/** What the page shows of a link that another browser asked for, in the reader's words. */
function shownRequest(i18n: I18n, { person, email, archive, timeZone, asked }: RefusalParams['asked_elsewhere']) {
  return {
    person: `${person} (${shownAddress(email)})`,
    archive,
    when: asked && i18n.moment(new Date(asked.at), timeZone),
    browser: asked && browserName(asked.userAgent, i18n.words.you),
  };
}

/** Gives the browser its new session. Returns the path to continue to. */
export function keepSession({ cookies }: WebContext, req: Request, res: Response, secret: string): string {
  cookies.set(res, 'relink', secret, SESSION_LIFE_SECONDS);
  const next = nextOf(cookies.read(req, 'relink-next'));
  cookies.clear(res, 'relink-next');
  return next;
}
