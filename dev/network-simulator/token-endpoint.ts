/** The token endpoint of any provider: strict about client, code, redirect URI, PKCE, and refresh tokens. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import type { Answer, Dialect, Parts, TokenProblem } from './dialect.js';
import { identityKey } from './model.js';
import type { Grant } from './model.js';
import { faultFor, send } from './faults.js';
import { idToken } from './openid.js';
import type { Access, Code } from './tokens.js';
import { parameters } from './wire.js';

export function tokenEndpoint(parts: Parts): RequestHandler {
  const { dialect, store, tokens } = parts;
  const refusal = (problem: TokenProblem): Answer => dialect.tokenProblem(problem);

  function answerFor(request: Request, grant: Grant, refreshToken: string | undefined): Answer {
    const identity = store.identity(grant.identity);
    const remaining = grant.refreshExpiresAt === null ? null : Math.floor((grant.refreshExpiresAt - Date.now()) / 1000);
    // LinkedIn: near the end of the year, both tokens expire together.
    const lifetime = remaining === null ? dialect.lifetimes.access : Math.min(dialect.lifetimes.access, remaining);
    const body = dialect.tokenAnswer({
      access_token: tokens.issue(grant, 'access', lifetime),
      expires_in: lifetime,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(refreshToken !== undefined && remaining !== null && { refresh_token_expires_in: remaining }),
      scope: grant.scopes.join(dialect.scopeSeparator),
      identity: identity?.id ?? '',
      ...(identity &&
        grant.scopes.includes('openid') && { id_token: idToken(request, dialect, store, identity, grant.scopes) }),
    });
    return { status: 200, body };
  }

  function exchangeCode(request: Request, code: Code | undefined, sent: Record<string, string>): Answer {
    if (!code || code.provider !== dialect.provider) return refusal('code_unknown');
    if (code.used) return refusal('code_used');
    if (code.expiresAt < Date.now()) return refusal('code_expired');
    if (code.redirectUri !== sent.redirect_uri) return refusal('redirect_uri');
    // A wrong verifier also uses up the code, because the caller is guessing.
    code.used = true;
    if (code.challenge && !isVerified(code.challenge, sent.code_verifier ?? '')) return refusal('code_verifier');
    const { grant } = code;
    const { refresh } = dialect.lifetimes;
    const refreshes = dialect.refresh !== 'none' && grant.offline;
    grant.refreshExpiresAt = refreshes && refresh !== null ? Date.now() + refresh * 1000 : null;
    tokens.keepGrant(grant);
    return answerFor(request, grant, refreshes ? tokens.issue(grant, 'refresh', refresh) : undefined);
  }

  function refresh(request: Request, access: Access | undefined): Answer {
    if (!access || dialect.refresh === 'none') return refusal('refresh_token');
    const { token, grant } = access;
    const expired = token.expiresAt !== null && token.expiresAt < Date.now();
    if (expired || store.damage(token, grant, [grant.identity])) return refusal('refresh_token');
    if (dialect.refresh === 'stays')
      return answerFor(request, grant, dialect.provider === 'google' ? undefined : token.token);
    tokens.forget(token.token);
    return answerFor(request, grant, tokens.issue(grant, 'refresh', dialect.lifetimes.refresh));
  }

  async function answer(request: Request): Promise<Answer> {
    const sent = parameters(request.body);
    const clientError = clientProblem(request, dialect);
    if (clientError) return refusal(clientError);

    const code = sent.code === undefined ? undefined : tokens.code(sent.code);
    const access =
      sent.refresh_token === undefined ? undefined : tokens.find(dialect.provider, sent.refresh_token, 'refresh');
    const identityKeyOfGrant = access ? identityKey(access.identity) : code?.grant.identity;
    const fault = identityKeyOfGrant === undefined ? undefined : await faultFor(parts, [identityKeyOfGrant]);
    if (fault) return fault;

    if (sent.grant_type === 'authorization_code') return exchangeCode(request, code, sent);
    if (sent.grant_type === 'refresh_token') return refresh(request, access);
    const exchanged = dialect.exchange?.({ parameters: sent, tokens, store });
    if (!exchanged) return refusal('grant_type');
    const long = tokens.issue(exchanged.access.grant, 'access', exchanged.lifetime);
    const scope = exchanged.access.grant.scopes.join(dialect.scopeSeparator);
    return {
      status: 200,
      body: dialect.tokenAnswer({
        access_token: long,
        expires_in: exchanged.lifetime,
        scope,
        identity: exchanged.access.identity.id,
      }),
    };
  }

  return async (request: Request, response: Response) => {
    const result = await answer(request);
    await store.save();
    response.set('cache-control', 'no-store');
    send(response, result);
  };
}

function isVerified({ value, method }: { value: string; method: string }, verifier: string): boolean {
  return value === (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier);
}

/** Returns what is wrong with the calling client, if anything. */
export function clientProblem(request: Request, dialect: Dialect): 'client_id' | 'client_secret' | undefined {
  const sent = parameters(request.body);
  const client =
    dialect.clientAuth === 'basic' ? parseBasic(request) : { id: sent.client_id, secret: sent.client_secret };
  const known = simulatorCredentials(dialect.provider);
  if (client.id !== known.clientId) return 'client_id';
  return client.secret === known.clientSecret ? undefined : 'client_secret';
}

function parseBasic(request: Request): { id?: string; secret?: string } {
  const encoded = /^Basic (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: secret.join(':') };
}
