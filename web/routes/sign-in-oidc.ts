/** Signing in with the organization, and choosing between archives that know the same address. */
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { realVisitOnly } from '../../http/real-visit.js';
import { signInWithOrganization } from '../../services/access/sign-in.js';
import { sealChoice, openChoice } from '../session/archive-choice.js';
import { createOidc, type StoredAttempt } from '../session/oidc.js';
import { Refusal } from '../../domain/refusal.js';
import { formBody, formOf, field, isChecked } from '../forms/forms.js';
import { ChooseArchivePage, OtherPersonPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { browserOf } from '../session/arriving-browser.js';
import { keepSession } from './sign-in.js';

/** The maximum time for a sign-in at the organization. */
const ATTEMPT_SECONDS = 600;
const StoredAttemptSchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });

export function signInOidcRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  const { config, clock, log } = context;
  if (!config.oidc) return;
  const oidc = createOidc(config.oidc, config.publicUrl);

  router.get('/sign-in/oidc', realVisitOnly, limits.signIn, async (_req, res) => {
    try {
      const { href, attempt } = await oidc.begin();
      cookies.set(res, 'relink-oidc', Buffer.from(JSON.stringify(attempt)).toString('base64url'), ATTEMPT_SECONDS);
      res.redirect(303, href);
    } catch (error) {
      failed(res, error);
    }
  });

  router.get('/sign-in/oidc/callback', realVisitOnly, limits.authorize, async (req, res) => {
    const kept = parseAttempt(cookies.read(req, 'relink-oidc'));
    cookies.clear(res, 'relink-oidc');
    if (!kept) return refuseSignIn(res, 'failed', 400);
    const result = await oidc.finish(new URL(req.originalUrl, config.publicUrl), kept);
    if (result.outcome === 'failed') return failed(res, result.error);
    if (result.outcome === 'unverified') {
      log.warn({}, 'the organization did not say that the email address is verified; OIDC_TRUST_EMAIL=on accepts that');
      return refuseSignIn(res, 'unknownPerson', 403);
    }
    await goOn(req, res, result.email, { archiveId: null, isConfirmed: false });
  });

  router.post('/sign-in/choose', ...formBody(web), limits.authorize, async (req, res) => {
    const email = openChoice(config.keys, cookies.read(req, 'relink-oidc'), clock.now());
    cookies.clear(res, 'relink-oidc');
    if (!email) return refuseSignIn(res, 'failed', 400);
    const form = formOf(req);
    await goOn(req, res, email, { archiveId: field(form, 'archiveId'), isConfirmed: isChecked(form, 'confirmed') });
  });

  /** Signs the person in, or asks what is still open: which archive, or whether someone else's session should end. */
  async function goOn(
    req: Request,
    res: Response,
    email: string,
    { archiveId, isConfirmed }: { archiveId: string | null; isConfirmed: boolean },
  ): Promise<void> {
    const keepEmail = () =>
      cookies.set(res, 'relink-oidc', sealChoice(config.keys, email, clock.now()), ATTEMPT_SECONDS);
    try {
      const browser = await browserOf(web, req, isConfirmed);
      const result = await signInWithOrganization(context, email, archiveId, browser);
      if (result.outcome === 'signed_in') return res.redirect(303, keepSession(web, req, res, result.secret));
      if (archiveId !== null) return refuseSignIn(res, 'failed', 400);
      if (result.outcome === 'unknown_person') return refuseSignIn(res, 'unknownPerson', 403);
      keepEmail();
      sendPage(res, ChooseArchivePage, { candidates: result.candidates });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'other_person') throw error;
      keepEmail();
      sendPage(res, OtherPersonPage, error.params, 409);
    }
  }

  function failed(res: Response, error: unknown): void {
    log.warn({ error }, 'a sign-in with the organization failed');
    refuseSignIn(res, 'failed', 502);
  }
}

function refuseSignIn(res: Response, why: 'failed' | 'unknownPerson', status: number): void {
  const { title, lines } = i18nOf(res).words.signIn[why];
  sendPage(res, MessagePage, { title, lines }, status);
}

function parseAttempt(cookie: string | null): StoredAttempt | null {
  try {
    const parsed = StoredAttemptSchema.safeParse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()));
    return parsed.data ?? null;
  } catch {
    return null;
  }
}
