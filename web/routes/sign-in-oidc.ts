/** Signing in with the organization, and choosing between archives that know the same address. */
import type { Response, Router } from 'express';
import { realVisitOnly } from '../../http/real-visit.js';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import { ORGANIZATION_SIGN_IN_MINUTES } from '../../domain/limits.js';
import { attemptOf, storeAttempt, takeAttempt } from '../../services/access/oidc-attempts.js';
import {
  chooseArchive,
  signInWithOrganization,
  type OrganizationSignIn,
} from '../../services/people/organization-sign-in.js';
import { createOidc } from '../session/oidc.js';
import { Refusal } from '../../domain/refusal.js';
import { formBody, formOf, field, isChecked } from '../forms/forms.js';
import { ChooseArchivePage, OtherPersonPage } from '../pages/sign-in.js';
import { MessagePage } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { browserOf } from '../session/arriving-browser.js';
import { keepSession } from './sign-in.js';

const COOKIE_SECONDS = ORGANIZATION_SIGN_IN_MINUTES * 60;

export function signInOidcRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  const { config, log } = context;
  if (!config.oidc) return;
  const oidc = createOidc(config.oidc, config.publicUrl);

  router.get('/sign-in/oidc', realVisitOnly, limits.signIn, async (_req, res) => {
    const secret = await storeAttempt(context.db, null);
    try {
      const href = await oidc.begin(attemptOf(secret));
      cookies.set(res, 'relink-oidc', secret, COOKIE_SECONDS);
      res.redirect(303, href);
    } catch (error) {
      failed(res, error);
    }
  });

  router.get('/sign-in/oidc/callback', realVisitOnly, limits.authorize, async (req, res) => {
    const url = new URL(req.originalUrl, config.publicUrl);
    const secret = cookies.read(req, 'relink-oidc');
    const attempt = secret && (await takeAttempt(context.db, secret, url.searchParams.get('state')));
    if (!attempt) return refuseSignIn(res, 'failed', 400);
    cookies.clear(res, 'relink-oidc');
    const result = await oidc.finish(url, attempt);
    if (result.outcome === 'failed') return failed(res, result.error);
    if (result.outcome === 'refused') {
      log.info({ error: result.error }, 'refused what came back from the organization');
      return refuseSignIn(res, 'failed', 400);
    }
    const { identity } = result;
    const keep = async () => cookies.set(res, 'relink-oidc', await storeAttempt(context.db, identity), COOKIE_SECONDS);
    try {
      const signIn = await signInWithOrganization(context, identity, null, await browserOf(web, req, false));
      if (signIn.outcome === 'signed_in') return res.redirect(303, keepSession(web, req, res, signIn.secret));
      if (signIn.outcome !== 'choose') return refusePerson(res, identity, signIn.outcome);
      await keep();
      sendPage(res, ChooseArchivePage, { candidates: signIn.candidates });
    } catch (error) {
      if (!isOtherPerson(error)) throw error;
      await keep();
      sendPage(res, OtherPersonPage, error.params, 409);
    }
  });

  /** The answer to what was still open: which archive, or whether someone else's session should end. */
  router.post('/sign-in/choose', ...formBody(web), limits.authorize, async (req, res) => {
    const choice = cookies.read(req, 'relink-oidc');
    if (!choice) return refuseSignIn(res, 'failed', 400);
    const form = formOf(req);
    const browser = await browserOf(web, req, isChecked(form, 'confirmed'));
    try {
      const signIn = await chooseArchive(context, choice, field(form, 'archiveId'), browser);
      cookies.clear(res, 'relink-oidc');
      if (signIn?.outcome !== 'signed_in') return refuseSignIn(res, 'failed', 400);
      res.redirect(303, keepSession(web, req, res, signIn.secret));
    } catch (error) {
      // The choice is still there for the next answer.
      if (!isOtherPerson(error)) throw error;
      sendPage(res, OtherPersonPage, error.params, 409);
    }
  });

  function refusePerson(
    res: Response,
    { email }: OrganizationIdentity,
    why: Exclude<OrganizationSignIn['outcome'], 'signed_in' | 'choose'>,
  ): void {
    if (email === null)
      log.warn({}, 'the organization did not say that the email address is verified; OIDC_TRUST_EMAIL=on accepts that');
    refuseSignIn(res, why === 'other_identity' ? 'otherIdentity' : 'unknownPerson', 403);
  }

  function failed(res: Response, error: unknown): void {
    log.warn({ error }, 'a sign-in with the organization failed');
    refuseSignIn(res, 'failed', 502);
  }
}

const isOtherPerson = (error: unknown): error is Refusal<'other_person'> =>
  error instanceof Refusal && error.code === 'other_person';

function refuseSignIn(res: Response, why: 'failed' | 'unknownPerson' | 'otherIdentity', status: number): void {
  const { title, lines } = i18nOf(res).words.signIn[why];
  sendPage(res, MessagePage, { title, lines }, status);
}
