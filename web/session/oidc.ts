/**
 * Signing in with the organization: OpenID Connect, authorization code flow with PKCE, and any provider that supports
 * discovery.
 */
import * as client from 'openid-client';
import type { OidcSettings } from '../../platform/config.js';

export interface OidcAttempt {
  href: string;
  /** What the browser keeps until it comes back. */
  attempt: StoredAttempt;
}

export interface StoredAttempt {
  state: string;
  nonce: string;
  verifier: string;
}

export type OidcOutcome =
  | { outcome: 'known'; email: string }
  /** The provider says that the address isn't verified, or doesn't say that it is. */
  | { outcome: 'unverified' }
  | { outcome: 'failed'; error: unknown };

export interface Oidc {
  begin(): Promise<OidcAttempt>;
  finish(callbackUrl: URL, attempt: StoredAttempt): Promise<OidcOutcome>;
}

const SCOPE = 'openid email profile';

export function createOidc(settings: OidcSettings, publicUrl: string): Oidc {
  const redirectUri = `${publicUrl}/sign-in/oidc/callback`;
  let discovered: Promise<client.Configuration> | null = null;

  /** Discovered on first use, because a provider that is down must not keep Relink from starting. */
  function configuration(): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer);
    const options = issuer.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
    discovered ??= client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, options);
    discovered.catch(() => (discovered = null));
    return discovered;
  }

  return {
    async begin() {
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { href: url.href, attempt: { state, nonce, verifier } };
    },
    async finish(callbackUrl, { state, nonce, verifier }) {
      try {
        const config = await configuration();
        const tokens = await client.authorizationCodeGrant(config, callbackUrl, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) return { outcome: 'failed', error: new Error('the provider sent no ID token') };
        // Many providers include the address only in the userinfo.
        const person =
          typeof claims.email === 'string'
            ? claims
            : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
        const { email, email_verified: verified } = person;
        if (typeof email !== 'string') return { outcome: 'unverified' };
        return verified === true || (settings.trustEmail && verified !== false)
          ? { outcome: 'known', email }
          : { outcome: 'unverified' };
      } catch (error) {
        return { outcome: 'failed', error };
      }
    },
  };
}
