/**
 * Signing in with the organization: OpenID Connect, authorization code flow with PKCE, and any provider that supports
 * discovery.
 */
import * as client from 'openid-client';
import { z } from 'zod';
import { SIGN_IN_SKEW_SECONDS } from '../../domain/limits.js';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import type { OidcSettings } from '../../platform/config.js';
import type { OidcAttempt, TakenAttempt } from '../../services/access/oidc-attempts.js';
import { issuerName } from '../../services/access/oidc-identities.js';
import { provenAt } from '../../services/access/proven-at.js';
import { email as emailField, TEXT } from '../../services/input/fields.js';

export type OidcOutcome =
  | { outcome: 'known'; identity: OrganizationIdentity }
  /**
   * What came back with the browser, or what the provider says about the person, can't be right. `mayBeSetup`: it could also be our
   * settings, because a provider answers a wrong redirect URI as it answers a code that was typed.
   */
  | { outcome: 'refused'; error: unknown; mayBeSetup?: boolean }
  /** The person was to sign in again, and the provider doesn't vouch that they did. */
  | { outcome: 'not_again' }
  | { outcome: 'failed'; error: unknown };

export interface Oidc {
  /** Returns the provider's page to go to. */
  begin(attempt: OidcAttempt, how?: { again: boolean }): Promise<string>;
  finish(callbackUrl: URL, attempt: TakenAttempt): Promise<OidcOutcome>;
}

/** Claims come from outside. Bytes that no name has would break statements, logs, and pages. */
const Claims = z.object({
  iss: z.url().max(500),
  /** OpenID Connect Core 1.0, section 2: at most 255 ASCII characters. */
  sub: z.string().min(1).max(255).regex(TEXT),
  email: emailField.optional(),
  email_verified: z.unknown().optional(),
});

const SCOPE = 'openid email profile';

/** Someone typed or changed the address that the browser came back to: no provider would send it. */
class TypedAddressError extends Error {}

/** What a provider says in the address (RFC 6749, 4.1.2; RFC 9207). Everything else there is someone else's. */
const ANSWERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];

/** @throws {TypedAddressError} for a parameter that comes twice, or another provider */
function answerIn(callbackUrl: URL, issuer: string): URL {
  const answer = new URL(callbackUrl.pathname, callbackUrl);
  for (const name of ANSWERS) {
    const [value, ...more] = callbackUrl.searchParams.getAll(name);
    if (more.length > 0) throw new TypedAddressError(`${name} came twice`);
    if (value !== undefined) answer.searchParams.set(name, value);
  }
  const iss = answer.searchParams.get('iss');
  if (iss !== null && iss !== issuer) throw new TypedAddressError('this is another provider’s answer');
  return answer;
}

/**
 * The provider doesn't accept the code: it's made up, used, or expired, or the redirect URI or the PKCE verifier isn't the one that the
 * provider expects (RFC 6749, section 5.2; RFC 7636, section 4.6).
 */
const isUnknownCode = (error: unknown): boolean =>
  error instanceof client.ResponseBodyError && error.error === 'invalid_grant';

/** The person said no at the provider, or what is in the address is wrong. That's no failure of the provider. */
const isRefused = (error: unknown): boolean =>
  error instanceof TypedAddressError || error instanceof client.AuthorizationResponseError || isUnknownCode(error);

/**
 * What makes a provider ask for the password again (OpenID Connect Core 1.0, section 3.1.2.1). The browser carries these, and could leave
 * them out: only `auth_time`, which `max_age` makes the provider say, tells whether it did.
 */
const AGAIN = { prompt: 'login', max_age: '0' };

/** How far the provider's clock and Relink's clock can differ. `auth_time` has no milliseconds, either. */
const SKEW_MS = SIGN_IN_SKEW_SECONDS * 1000;

export function createOidc(settings: OidcSettings, publicUrl: string): Oidc {
  const redirectUri = `${publicUrl}/sign-in/oidc/callback`;
  let discovered: Promise<client.Configuration> | null = null;

  /** Discovered on first use, because a provider that is down must not keep Relink from starting. */
  function configuration(): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer);
    // The signature of ID tokens is verified with the provider's keys, even of those that come straight from the provider.
    const execute = [client.enableNonRepudiationChecks];
    if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
    discovered ??= client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute });
    discovered.catch(() => (discovered = null));
    return discovered;
  }

  return {
    async begin({ state, nonce, verifier }, { again } = { again: false }) {
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(again && AGAIN),
      });
      return url.href;
    },
    async finish(callbackUrl, { state, nonce, verifier, againSince }) {
      try {
        const config = await configuration();
        const answer = answerIn(callbackUrl, config.serverMetadata().issuer);
        const tokens = await client.authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) return { outcome: 'failed', error: new Error('the provider sent no ID token') };
        const { auth_time: seconds } = claims;
        const authenticatedAt = provenAt(seconds === undefined ? null : seconds * 1000);
        if (againSince && !isAgain(authenticatedAt, againSince)) return { outcome: 'not_again' };
        // Many providers include the address only in the userinfo.
        const person =
          typeof claims.email === 'string'
            ? claims
            : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
        return identityOf({ ...person, iss: claims.iss, sub: claims.sub }, authenticatedAt);
      } catch (error) {
        if (!isRefused(error) && callbackUrl.searchParams.get('code')) return { outcome: 'failed', error };
        return { outcome: 'refused', error, mayBeSetup: isUnknownCode(error) };
      }
    },
  };

  function identityOf(person: object, authenticatedAt: Date): OidcOutcome {
    const { data: claims, error } = Claims.safeParse(person);
    if (error) return { outcome: 'refused', error };
    const { iss, sub, email = null, email_verified: verified } = claims;
    const isVouchedFor = verified === true || (settings.trustEmail && verified !== false);
    const identity = {
      issuer: issuerName(iss),
      subject: sub,
      email: isVouchedFor ? email : null,
      authenticatedAt: authenticatedAt.toISOString(),
    };
    return { outcome: 'known', identity };
  }
}

const isAgain = (authenticatedAt: Date, since: Date): boolean => authenticatedAt.getTime() >= since.getTime() - SKEW_MS;
