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
import { email } from '../../services/input/fields.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { field, formBody, formOf, submit } from '../forms/forms.js';
import { askFirst } from '../render/ask-first.js';
import { setSession } from '../session/cookies.js';
import { whyOver } from '../session/why-over.js';
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

const Address = z.object({ email });

/** How long a browser is known as the one that asked for a link. Longer than the link lives, because mail can be late. */
const ASKED_SECONDS = 24 * 3600;

/** Where whoever signs in again ends: their page waits in another tab. */
const AGAIN_PATH = '/sign-in/again';
/** About as long as an emailed link works. */
const AGAIN_SECONDS = 900;

export function signInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { config } = context;
  const secretBody = [sameOriginOnly(config.publicUrl), express.json({ limit: '8kb' })];
  const parseSecret = (req: Request) =>
    Secret.safeParse(req.body).data ?? { secret: '', confirmed: null, look: undefined };

  router.get('/sign-in', async (req, res) => {
    const session = await sessionOf(req);
    const again = session !== null && !session.link && req.query.again !== undefined;
    if (session && !session.link && !again) return res.redirect(303, takeNext(web, req, res));
    if (again) cookies.set(res, 'relink-again', 'yes', AGAIN_SECONDS);
    await showSignIn(req, res);
  });

  /** @param problem what was wrong with the address */
  async function showSignIn(req: Request, res: Response, problem?: { typed: string; errors: FieldError[] }) {
    const session = await sessionOf(req);
    const inbox = config.production ? null : (config.mail.baseUrl ?? null);
    if (session && !session.link) {
      // The page that needs the fresh sign-in waits in another tab.
      const organization = !config.oidc ? 'none' : session.by === 'organization' ? 'used' : 'offered';
      return sendPage(res, SignInAgainPage, { email: session.user.email, organization, inbox, ...problem });
    }
    const over = await whyOver(web, req);
    sendPage(res, SignInPage, {
      oidc: config.oidc !== null,
      over: over?.kind === 'login' ? over : null,
      leadsBack: cookies.read(req, 'relink-next') !== null,
      unsaved: req.query.unsaved !== undefined,
      inbox,
      ...problem,
    });
  }

  signInAgainRoutes(router, web);

  /** The response is the same for everyone, so it doesn't reveal who is in an archive. */
  router.post('/sign-in', ...formBody(web), limits.signIn, async (req, res) => {
    const typed = field(formOf(req), 'email');
    const { result, errors } = await submit(res, () => Promise.resolve(validate(Address, { email: typed })));
    if (errors) return showSignIn(req, res, { typed, errors });
    // Several links can be on their way to one browser, so it keeps its secret.
    const secret = cookies.read(req, 'relink-asked') ?? randomSecret();
    cookies.set(res, 'relink-asked', secret, ASKED_SECONDS);
    const browser = { secret, userAgent: req.get('User-Agent'), session: cookies.read(req, 'relink') };
    await requestSignInLink(context, result.email, browser);
    const session = await sessionOf(req);
    const again = session !== null && !session.link;
    const next = again && isAgain(web, req) ? AGAIN_PATH : nextOf(cookies.read(req, 'relink-next'));
    sendPage(res, SentPage, { email: result.email, next, again });
  });

  router.get('/sign-in/open', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/open', atOnce: false }));

  router.post('/sign-in/open', ...secretBody, limits.open, async (req, res) => {
    const { secret: fragment, confirmed, look = false } = parseSecret(req);
    const browser = { ...(await browserOf(web, req, confirmed)), asked: cookies.read(req, 'relink-asked') };
    try {
      if (look) {
        await checkSignInLink(context, fragment, browser);
        res.json({ ready: true });
      } else res.json({ next: await keepSession(web, req, res, await redeemSignInLink(context, fragment, browser)) });
    } catch (error) {
      askFirst(res, error);
    }
  });

  router.get('/sign-in/archive', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/archive', atOnce: true }));

  router.post('/sign-in/archive', ...secretBody, limits.open, async (req, res) => {
    const { secret: token, confirmed } = parseSecret(req);
    try {
      const { secret, to } = await redeemArchiveToken(context, token, await browserOf(web, req, confirmed));
      const next = await keepSession(web, req, res, secret);
      res.json({ next: to === null ? next : ownPath(to) });
    } catch (error) {
      askFirst(res, error);
    }
  });

  router.post('/sign-out', ...formBody(web), async (req, res) => {
    const session = await sessionOf(req);
    if (session) await signOut(context, session);
    // Whoever signs in here next may be someone else.
    for (const name of ['relink', 'relink-next', 'relink-again'] as const) cookies.clear(res, name);
    const { title, lines } = i18nOf(res).words.signIn.out;
    const offer = { href: '/sign-in', label: i18nOf(res).words.signIn.title };
    sendPage(res, MessagePage, { title, lines, tone: 'calm', offer, hasFoot: true });
  });
}

/** Gives the browser its new session. Returns the path to continue to. */
export async function keepSession(web: WebContext, req: Request, res: Response, secret: string): Promise<string> {
  const { cookies, sessionOf } = web;
  // The session that the browser had when it asked. Without one, this was no second sign-in, whatever was begun before.
  const session = await sessionOf(req);
  const again = session !== null && !session.link && isAgain(web, req);
  setSession(cookies, res, secret);
  cookies.clear(res, 'relink-again');
  return again ? AGAIN_PATH : takeNext(web, req, res);
}

const isAgain = ({ cookies }: WebContext, req: Request): boolean => cookies.read(req, 'relink-again') !== null;

/** Returns where the person wanted to go before signing in, once. */
function takeNext({ cookies }: WebContext, req: Request, res: Response): string {
  const next = nextOf(cookies.read(req, 'relink-next'));
  cookies.clear(res, 'relink-next');
  return next;
}
