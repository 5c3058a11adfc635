/** The OpenID Connect part of providers that support it: the issuer, its key, and ID tokens signed with that key. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Request, Router } from 'express';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import type { Dialect, Parts } from './dialect.js';
import type { Identity } from './model.js';
import type { Store } from './store.js';

const LIFETIME_SECONDS = 3_600;
const KEY_ID = 'simulator';

export function openidRoutes(router: Router, { dialect, store }: Parts): void {
  if (!dialect.openid) return;
  const { jwks } = dialect.openid;
  router.get(jwks, async (_request, response) => {
    const key = createPublicKey(signingKey(store)).export({ format: 'jwk' });
    await store.save();
    response.json({ keys: [{ ...key, kid: KEY_ID, alg: 'RS256', use: 'sig' }] });
  });
  router.get('/.well-known/openid-configuration', (request, response) => {
    const issuer = issuerOf(request);
    response.json({
      issuer,
      authorization_endpoint: issuer + dialect.paths.authorize,
      token_endpoint: issuer + dialect.paths.token,
      jwks_uri: issuer + jwks,
      ...(dialect.revocation && { revocation_endpoint: issuer + dialect.revocation.path }),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    });
  });
}

/** Returns the provider's address as the caller sees it. */
export function issuerOf(request: Request): string {
  return `${request.protocol}://${request.host}${request.baseUrl}`;
}

export function idToken(
  request: Request,
  dialect: Dialect,
  store: Store,
  identity: Identity,
  scopes: readonly string[],
): string | undefined {
  if (!dialect.openid) return undefined;
  const now = Math.floor(Date.now() / 1000);
  const { clientId } = simulatorCredentials(dialect.provider);
  const claims = {
    iss: issuerOf(request),
    azp: clientId,
    aud: clientId,
    sub: dialect.openid.subject(identity),
    ...(scopes.includes('profile') && { name: identity.name }),
    iat: now,
    exp: now + LIFETIME_SECONDS,
  };
  return signedToken(store, 'JWT', claims);
}

export function signedToken(store: Store, typ: string, claims: object): string {
  const signed = [{ alg: 'RS256', kid: KEY_ID, typ }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), signingKey(store)).toString('base64url')}`;
}

/** Returns a subject of 21 digits, like Google's; always the same for a person. */
export function subjectFor(identity: Identity): string {
  const digest = createHash('sha256').update(`subject ${identity.network}/${identity.id}`).digest('hex');
  return (BigInt(`0x${digest}`) % 10n ** 21n).toString().padStart(21, '1');
}

function signingKey(store: Store): KeyObject {
  const make = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return createPrivateKey({ key: store.signingKey(make), format: 'jwk' });
}
