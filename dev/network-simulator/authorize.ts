/**
 * The authorization page of any provider: who is signed in, whether they can authorize, what they allow, and the redirect back to Relink.
 */
import { randomInt } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import type { Dialect } from './dialect.js';
import { identityKey, identityNetworkAt, targetKey } from './model.js';
import type { Identity } from './model.js';
import { consentPage, lockedPage, refusalPage, signedOutPage, signInPage } from './pages.js';
import { issuerOf } from './openid.js';
import type { Store } from './store.js';
import type { Tokens } from './tokens.js';
import { cookie, parameters, values } from './wire.js';

export interface AuthorizeSettings {
  dialect: Dialect;
  appName: string;
  store: Store;
  tokens: Tokens;
  redirectUris(): readonly string[];
}

interface AuthorizationRequest {
  query: Record<string, string>;
  redirectUri: string;
  scopes: string[];
  issuer: string;
}

export function authorizeRoutes(router: Router, settings: AuthorizeSettings): void {
  const { dialect, appName, store, tokens } = settings;
  const cookieName = `sim_${dialect.provider}`;
  const network = identityNetworkAt(dialect.provider);
  const identityOf = (id: string | undefined) => store.present(dialect.provider).find((each) => each.id === id);

  /** Checks the client and the redirect URI; nothing is sent anywhere until both are known to be right. */
  function check(request: Request): AuthorizationRequest | string {
    const query = parameters(request.query);
    if (query.client_id !== simulatorCredentials(dialect.provider).clientId)
      return 'This client ID doesn’t belong to any app here.';
    const redirectUri = query.redirect_uri ?? '';
    if (!settings.redirectUris().includes(redirectUri)) return 'This redirect URI isn’t registered for the app.';
    if (query.response_type !== 'code') return 'The response type must be "code".';
    if (dialect.pkce === 'required' && !query.code_challenge) return 'A code challenge (PKCE) is required.';
    const scopes = (query.scope ?? '').split(dialect.scopeSeparator === ',' ? /[, ]+/ : / +/);
    return { query, redirectUri, scopes, issuer: issuerOf(request) };
  }

  function redirectBack(
    response: Response,
    { query, redirectUri, issuer }: AuthorizationRequest,
    result: Record<string, string>,
  ): void {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(result)) url.searchParams.set(name, value);
    if (query.state !== undefined) url.searchParams.set('state', query.state);
    if (dialect.openid) url.searchParams.set('iss', issuer);
    response.redirect(303, url.href);
  }

  async function grant(response: Response, authorization: AuthorizationRequest, identity: Identity): Promise<void> {
    const { query, redirectUri, scopes } = authorization;
    const challenge = query.code_challenge;
    const pkce = dialect.pkce !== 'ignored' && challenge !== undefined;
    const code = tokens.issueCode({
      provider: dialect.provider,
      clientId: query.client_id ?? '',
      redirectUri,
      ...(pkce && { challenge: { value: challenge, method: query.code_challenge_method ?? 'plain' } }),
      grant: tokens.newGrant(identity, scopes, dialect.offline(query, scopes)),
    });
    await store.save();
    redirectBack(response, authorization, { code });
  }

  function signIn(response: Response, identity: Identity): void {
    const path = `/${dialect.provider}`;
    response.cookie(cookieName, identity.id, { httpOnly: true, sameSite: 'lax', path });
  }

  /** Signs out of this browser; someone who was signed in everywhere no longer is. */
  router.get(dialect.paths.signOut, async (request: Request, response: Response) => {
    for (const identity of store.present(dialect.provider)) if (identity.signedIn) store.setSignedIn(identity, false);
    await store.save();
    response.clearCookie(cookieName, { path: `/${dialect.provider}` });
    signedOutPage({ response, dialect, appName, address: request.originalUrl });
  });

  router.get(dialect.paths.authorize, async (request: Request, response: Response) => {
    const view = { response, dialect, appName, address: request.originalUrl };
    const query = parameters(request.query);
    const authorization = check(request);
    if (typeof authorization === 'string') return refusalPage(view, authorization);

    const signedInEverywhere = store.present(dialect.provider).find(({ signedIn }) => signedIn);
    const identity = signedInEverywhere ?? identityOf(cookie(request, cookieName));
    const chooses = query.switch !== undefined || dialect.choosesAccount?.(query) === true;
    if (!identity || chooses) return signInPage(view, store.present(dialect.provider));
    if (identity.locked) return lockedPage(view, identity);
    const { declined = [], declinedScopes = [] } = identity.consent ?? {};
    const asksAgain = declined.length + declinedScopes.length > 0 && dialect.asksAgain?.(query) === true;
    // Nothing to click: this is the article's "already signed in". (The simulator does so even when `prompt` asks for consent.)
    if ((identity.signedIn || identity.consent) && !asksAgain) return grant(response, authorization, identity);
    consentPage(view, identity, authorization.scopes);
  });

  router.post(dialect.paths.authorize, async (request: Request, response: Response) => {
    const view = { response, dialect, appName, address: request.originalUrl };
    const authorization = check(request);
    if (typeof authorization === 'string') return refusalPage(view, authorization);
    const steps = values(request.body, 'step');
    const form = parameters(request.body);
    // The "Cancel" button is in the consent form, next to the form's hidden step.
    if (steps.includes('cancel')) return redirectBack(response, authorization, dialect.cancelled);

    const added = steps.includes('add') && form.name?.trim();
    const identity = added
      ? store.put({ network, id: String(randomInt(1e14, 2e14)), name: added }).identity
      : identityOf(form.identity);
    if (!identity) return refusalPage(view, 'No one here has this ID.');
    if (steps.includes('confirm')) store.unlock(identity);
    signIn(response, identity);
    if (identity.locked) return lockedPage(view, identity);

    if (steps.includes('consent')) {
      const ticked = values(request.body, 'account');
      const keys = identity.manages.map((account) => targetKey(account.network, account.id));
      const granted = values(request.body, 'permission');
      // A form without boxes for permissions grants them all.
      const boxes =
        form.permissions === undefined ? [] : authorization.scopes.filter((scope) => dialect.declinable?.(scope));
      store.consent(
        identity,
        keys.filter((key) => !ticked.includes(key)),
        boxes.filter((scope) => !granted.includes(scope)),
      );
      return grant(response, authorization, identity);
    }
    // A person who signs in by hand takes precedence over one who is signed in in every browser.
    const signedInEverywhere = store.present(dialect.provider).find(({ signedIn }) => signedIn);
    if (signedInEverywhere && identityKey(signedInEverywhere) !== identityKey(identity))
      store.setSignedIn(signedInEverywhere, false);
    await store.save();
    const here = new URL(request.originalUrl, 'http://simulator');
    here.searchParams.delete('switch');
    // The choice of accounts has been made; only the rest of `prompt` is still to do.
    const prompt = here.searchParams.get('prompt')?.split(' ') ?? [];
    if (prompt.includes('select_account'))
      here.searchParams.set('prompt', prompt.filter((each) => each !== 'select_account').join(' '));
    response.redirect(303, here.pathname + here.search);
  });
}
