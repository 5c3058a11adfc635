/** Signing in: by an emailed link, with the organization (OpenID Connect), or by the archive's own login; and signing out. */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { emailSignInLinks, enter, type EnteredBy, type Entrant } from '../../services/access/sign-in.js';
import { revokeSessions, SESSION_LIFE_SECONDS } from '../../services/access/sessions.js';
import { useSignInLink } from '../../services/access/sign-in-links.js';
import { Refusal } from '../../domain/refusal.js';
import { redeemArchiveToken } from '../sign-in/archive-token.js';
import { formBody, formOf, field } from '../forms.js';
import { nextOf } from '../require-sign-in.js';
import { EnterPage, OpenPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render.js';
import { sameOriginOnly } from '../../http/same-origin.js';
import type { WebContext } from '../web-context.js';

const Email = z.string().trim().max(254).pipe(z.email());
const Secret = z.strictObject({ secret: z.string().max(4000), meant: z.literal(true).optional() });
const LINK = /^(sgn_[A-Za-z0-9]{1,60})\.([A-Za-z0-9_-]{1,64})$/;

export function signInRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits, sessionOf } = web;
  const { db, config, notifier, log } = context;
  const secretBody = [sameOriginOnly(config.publicUrl), express.json({ limit: '8kb' })];
  const dead = () => new Refusal('sign_in_dead', {});

  router.get('/sign-in', async (req, res) => {
    const session = await sessionOf(req);
    if (session && !session.link) return res.redirect(303, '/');
    sendPage(res, EnterPage, {
      oidc: config.oidc !== null,
      email: '',
      inbox: config.production ? null : (config.mail.baseUrl ?? null),
    });
  });

  /** The same answer whoever asks: it tells nobody who is in an archive. */
  router.post('/sign-in', ...formBody(web), limits.enter, async (req, res) => {
    const email = Email.safeParse(field(formOf(req), 'email'));
    if (email.success) {
      const asked = await db.transaction((tx) => emailSignInLinks(tx, config.keys, email.data));
      notifier.notify(...asked.map((archiveId) => `mail:${archiveId}` as const));
    }
    sendPage(res, MessagePage, { ...i18nOf(res).words.enter.sent, tone: 'calm' });
  });

  router.get('/sign-in/open', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/open', atOnce: false }));

  router.post('/sign-in/open', ...secretBody, limits.open, async (req, res) => {
    const [, id, secret] = LINK.exec(Secret.safeParse(req.body).data?.secret ?? '') ?? [];
    const person = id && secret ? await useSignInLink(db, config.keys, id, secret) : null;
    if (!person) throw dead();
    res.json({ next: await begin(web, req, res, person, 'email') });
  });

  router.get('/sign-in/archive', (_req, res) => sendPage(res, OpenPage, { action: '/sign-in/archive', atOnce: true }));

  router.post('/sign-in/archive', ...secretBody, limits.open, async (req, res) => {
    const { secret = '', meant = false } = Secret.safeParse(req.body).data ?? {};
    const session = await sessionOf(req);
    const nobodyElse = ({ archiveId, userId }: Entrant) =>
      !session || Boolean(session.link) || (session.archiveId === archiveId && session.user.id === userId);
    const result = await redeemArchiveToken(db, config.publicUrl, secret, (entrant) => meant || nobodyElse(entrant));
    if (result.outcome === 'other_person') throw new Refusal('other_person', {});
    if (result.outcome === 'refused')
      log.info({ why: result.why }, 'a sign-in token of an archive’s own login was refused');
    if (result.outcome !== 'entered') throw dead();
    const next = await begin(web, req, res, result.entrant, 'archive');
    res.json({ next: result.to === null ? next : nextOf(Buffer.from(result.to).toString('base64url')) });
  });

  router.post('/sign-out', ...formBody(web), async (req, res) => {
    const session = await sessionOf(req);
    if (session)
      await revokeSessions(db, { archiveId: session.archiveId, userId: session.user.id }, { id: session.id });
    cookies.clear(res, 'relink');
    sendPage(res, MessagePage, { ...i18nOf(res).words.enter.out, tone: 'calm' });
  });
}

/** A new session for the browser, never the one that it came with. Returns where to go on. */
export async function begin(
  { context, cookies, sessionOf }: WebContext,
  req: Request,
  res: Response,
  person: { archiveId: string; userId: string },
  by: EnteredBy,
): Promise<string> {
  const former = await sessionOf(req);
  if (former && !former.link) {
    const { archiveId, user, id } = former;
    await revokeSessions(context.db, { archiveId, userId: user.id }, { id });
  }
  const secret = await enter(context.db, person, by, req.get('User-Agent'));
  cookies.set(res, 'relink', secret, SESSION_LIFE_SECONDS);
  const next = nextOf(cookies.read(req, 'relink-next'));
  cookies.clear(res, 'relink-next');
  return next;
}
