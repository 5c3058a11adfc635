/** Signing in with the organization, and choosing between archives that know the same address. */
import type { Response, Router } from 'express';
import { realVisitOnly } from '../../http/real-visit.js';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import { ORGANIZATION_SIGN_IN_MINUTES } from '../../domain/limits.js';
import { attemptOf, choiceOf, storeAttempt, takeAttempt } from '../../services/access/oidc-attempts.js';
import {
  chooseArchive,
  signInWithOrganization,
  type OrganizationSignIn,
} from '../../services/people/organization-sign-in.js';
import { sameSecret } from '../../platform/key-ring.js';
import { createOidc } from '../session/oidc.js';
import { Refusal } from '../../domain/refusal.js';
import { formBody, formOf, field } from '../forms/forms.js';
import { ChooseArchivePage, OtherPersonPage } from '../pages/sign-in.js';
import { MessagePage, type MessageProps } from '../pages/message.js';
import { sendPage, i18nOf } from '../render/render.js';
import type { WebContext } from '../web-context.js';
import { browserOf } from '../session/arriving-browser.js';
import { keepSession } from './sign-in.js';

const UNKNOWN_CODE =
  'the organization did not accept the code from the address (invalid_grant); if this happens at every sign-in, check the redirect URI and the client';

const COOKIE_SECONDS = ORGANIZATION_SIGN_IN_MINUTES * 60;

export function signInOidcRoutes(router: Router, web: WebContext): void {
  const { context, cookies, limits } = web;
  const { config, log } = context;
  if (!config.oidc) return;
  const oidc = createOidc(config.oidc, config.publicUrl);

  router.get('/sign-in/oidc', realVisitOnly, limits.signIn, async (req, res) => {
    // Someone who is signed in, and does what needs a fresh sign-in.
    const again = req.query.again !== undefined;
    const secret = await storeAttempt(context.db, null, { again });
    try {
      const href = await oidc.begin(attemptOf(secret), { again });
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
      const { error } = result;
      if (result.mayBeSetup) log.warn({ error }, UNKNOWN_CODE);
      else log.info({ error }, 'refused what came back from the organization');
      return refuseSignIn(res, 'failed', 400);
    }
    if (result.outcome === 'not_again') {
      log.warn(
        {},
        'the organization did not vouch for a new sign-in (auth_time); people who must sign in again use email',
      );
      return refuseSignIn(res, 'notAgain', 403, {
        href: '/sign-in?again',
        label: i18nOf(res).words.signIn.notAgain.byEmail,
      });
    }
    const { identity } = result;
    const keep = async () => {
      const kept = await storeAttempt(context.db, identity);
      cookies.set(res, 'relink-oidc', kept, COOKIE_SECONDS);
      return choiceOf(kept);
    };
    try {
      const signIn = await signInWithOrganization(context, identity, null, await browserOf(web, req, null));
      if (signIn.outcome === 'signed_in') return res.redirect(303, await keepSession(web, req, res, signIn.secret));
      if (signIn.outcome !== 'choose') return refusePerson(res, identity, signIn.outcome);
      sendPage(res, ChooseArchivePage, { candidates: signIn.candidates, choice: await keep() });
    } catch (error) {
      if (!isOtherPerson(error)) throw error;
      sendPage(res, OtherPersonPage, { holders: error.params, choice: await keep() }, 409);
    }
  });

  /** The answer to what was still open: which archive, or whether someone else's session should end. */
  router.post('/sign-in/choose', ...formBody(web), limits.authorize, async (req, res) => {
    const choice = cookies.read(req, 'relink-oidc');
    const form = formOf(req);
    if (!choice || !sameSecret(field(form, 'choice'), choiceOf(choice))) return refuseSignIn(res, 'failed', 400);
    const browser = await browserOf(web, req, field(form, 'confirmed'));
    try {
      const signIn = await chooseArchive(context, choice, field(form, 'archiveId'), browser);
      cookies.clear(res, 'relink-oidc');
      if (signIn?.outcome !== 'signed_in') return refuseSignIn(res, 'failed', 400);
      res.redirect(303, await keepSession(web, req, res, signIn.secret));
    } catch (error) {
      // The choice is still there for the next answer.
      if (!isOtherPerson(error)) throw error;
      sendPage(res, OtherPersonPage, { holders: error.params, choice: choiceOf(choice) }, 409);
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

function refuseSignIn(
  res: Response,
  why: 'failed' | 'unknownPerson' | 'otherIdentity' | 'notAgain',
  status: number,
  offer?: MessageProps['offer'],
): void {
  const { signIn } = i18nOf(res).words;
  const { title, lines } = signIn[why];
  sendPage(res, MessagePage, { title, lines, offer: offer ?? { href: '/sign-in', label: signIn.back } }, status);
}
