/**
 * An OpenID Connect provider that says about a person whatever a test lets it say, also what no honest one would. (test/rig/organization.ts
 * is a real one, in which people type.)
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Seen, Visitor } from './visitor.js';

export interface Claims {
  sub?: string;
  email?: string;
  email_verified?: boolean;
  /** When the person last signed in there, in seconds. */
  auth_time?: number;
}

export interface IdentityProvider {
  issuer: string;
  environment: Record<string, string>;
  /** Whose key signs the ID tokens: the one that the provider publishes, or one that someone else made. */
  signedBy: 'provider' | 'someone else';
  /** What it was asked for the last time. */
  asked: URLSearchParams;
  /** Goes to the provider in this browser, and returns where it sends the browser back to, signed in as this person. */
  go(visitor: Pick<Visitor, 'get'>, person: Claims, from?: string): Promise<string>;
  /** Does the same and comes back. */
  signIn(visitor: Visitor, person: Claims, from?: string): Promise<Seen>;
  close(): Promise<void>;
}

export async function createIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256');
  const people = new Map<string, Record<string, unknown>>();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };

  const answers: Record<string, (body: URLSearchParams) => unknown> = {
    '/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    }),
    '/jwks': () => jwks,
    '/token': async (body) => {
      const person = people.get(body.get('code') ?? '');
      // RFC 6749, section 5.2: the answer to a code that nobody was given.
      if (!person) return { error: 'invalid_grant' };
      return {
        access_token: 'access',
        token_type: 'bearer',
        id_token: await new SignJWT(person)
          .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
          .setIssuer(issuer)
          .setAudience('relink')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(provider.signedBy === 'provider' ? privateKey : foreign.privateKey),
      };
    },
  };
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = new URL(request.url ?? '/', issuer).pathname;
      const answer = async (place: string, body: URLSearchParams) => {
        const said = await answers[place]?.(body);
        const status = typeof said === 'object' && said !== null ? ('error' in said ? 400 : 200) : 404;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(said ?? {}));
      };
      void answer(path, new URLSearchParams(Buffer.concat(chunks).toString()));
    });
  });

  const provider: IdentityProvider = {
    issuer,
    environment: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'relink', OIDC_CLIENT_SECRET: 'a secret of the tests' },
    signedBy: 'provider',
    asked: new URLSearchParams(),
    async go(visitor, person, from = '/sign-in/oidc') {
      const { location, text } = await visitor.get(from);
      if (!location) throw new Error(`going to the provider returned ${text}`);
      const { searchParams } = new URL(location);
      provider.asked = searchParams;
      const code = `code-${people.size}`;
      people.set(code, { nonce: searchParams.get('nonce'), ...person });
      const back = new URLSearchParams({ code, state: searchParams.get('state') ?? '' });
      return `/sign-in/oidc/callback?${back.toString()}`;
    },
    signIn: async (visitor, person, from) => visitor.get(await provider.go(visitor, person, from)),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return provider;
}
