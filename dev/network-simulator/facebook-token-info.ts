/** `/debug_token` and `/me/permissions`: what Facebook reports about a token, and how a token is revoked. */
import { createHmac } from 'node:crypto';
import type { Request, Router } from 'express';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import type { Answer, ApiProblem, Call, Parts, Reader } from './dialect.js';
import { faultFor, send } from './faults.js';
import { identityKey } from './model.js';
import { Refused, damageTo } from './reader.js';
import { allowedAccounts } from './tokens.js';
import type { Access } from './tokens.js';
import { parameters } from './wire.js';

const DATA_ACCESS_MS = 90 * 86_400_000;

export function tokenInfoRoutes(router: Router, read: Reader, parts: Parts): void {
  const { store } = parts;
  router.get('/:version/debug_token', async (request, response) => {
    send(response, await debug(request, parts));
  });
  router.delete('/:version/me/permissions', read(withdraw));

  function withdraw(call: Call): object {
    requireProof(call);
    // A Page's token doesn't speak for the person.
    if (call.access.token.account !== null) throw new Refused('bad_request');
    store.revoke(call.access.token, call.access.grant, true);
    return { success: true };
  }
}

/** Checks the proof. Apps that require it refuse calls without one; here, it is optional but must be right when given. */
export function requireProof({ request, access }: Call): void {
  const { appsecret_proof: proof } = parameters(request.query);
  if (proof !== undefined && proof !== proofOf(access.token.token)) throw new Refused('bad_request');
}

function proofOf(token: string): string {
  return createHmac('sha256', simulatorCredentials('facebook').clientSecret).update(token).digest('hex');
}

async function debug(request: Request, parts: Parts): Promise<Answer> {
  const { dialect, store, tokens } = parts;
  const query = parameters(request.query);
  const { clientId, clientSecret } = simulatorCredentials('facebook');
  const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? query.access_token;
  // Only the app itself can ask.
  if (bearer !== `${clientId}|${clientSecret}`) return dialect.apiProblem('unknown_token');
  if (query.appsecret_proof !== undefined && query.appsecret_proof !== proofOf(bearer)) {
    return dialect.apiProblem('bad_request');
  }
  if (query.input_token === undefined) return dialect.apiProblem('bad_request');
  const access = tokens.find('facebook', query.input_token, 'access');
  if (!access) return { status: 200, body: { data: deadToken(dialect.apiProblem('unknown_token')) } };

  const targets = [identityKey(access.identity), access.token.account].filter((key) => typeof key === 'string');
  const fault = await faultFor(parts, targets);
  if (fault) return fault;
  const problem: ApiProblem | undefined = damageTo(store, access, targets);
  const facts = describeToken(access, clientId);
  if (!problem) return { status: 200, body: { data: { ...facts, is_valid: true } } };
  return { status: 200, body: { data: { ...facts, ...deadToken(dialect.apiProblem(problem)) } } };
}

function deadToken({ body }: Answer): object {
  const { error } = body as { error: { message: string; code: number; error_subcode?: number } };
  const { message, code, error_subcode: subcode } = error;
  return { error: { message, code, ...(subcode !== undefined && { subcode }) }, is_valid: false, scopes: [] };
}

function describeToken(access: Access, appId: string): object {
  const { token, grant, identity } = access;
  const granted = grant.grantedAt ?? Date.now();
  const seconds = (time: number) => Math.floor(time / 1000);
  const page = token.account?.split('/').at(-1);
  return {
    app_id: appId,
    type: page === undefined ? 'USER' : 'PAGE',
    application: 'Relink',
    data_access_expires_at: seconds(granted + DATA_ACCESS_MS),
    expires_at: token.expiresAt === null ? 0 : seconds(token.expiresAt),
    issued_at: seconds(granted),
    ...(page !== undefined && { profile_id: page }),
    scopes: grant.scopes,
    granular_scopes: grant.scopes.map((scope) => granularScope(access, scope)),
    user_id: identity.id,
  };
}

/** If everything was left checked, the permission covers all accounts, including later ones, so there is no list. */
function granularScope(access: Access, scope: string): object {
  const network = scope.startsWith('instagram_') ? 'instagram' : 'facebook_page';
  if (access.grant.declined.length === 0 || scope === 'business_management') return { scope };
  const ids = allowedAccounts(access).filter((account) => account.network === network);
  return { scope, target_ids: ids.map(({ id }) => id) };
}
