/** The revocation endpoint of any provider that has one. */
import type { Request, Router } from 'express';
import type { Answer, Parts, Revocation } from './dialect.js';
import { faultFor, send } from './faults.js';
import { clientProblem } from './token-endpoint.js';
import { parameters } from './wire.js';

export function revocationRoutes(router: Router, parts: Parts): void {
  const { store, dialect } = parts;
  const { revocation } = dialect;
  if (!revocation) return;
  router.post(revocation.path, async (request, response) => {
    const answer = await revoked(request, parts, revocation);
    await store.save();
    send(response, answer);
  });
}

async function revoked(request: Request, parts: Parts, revocation: Revocation): Promise<Answer> {
  const { dialect, store, tokens } = parts;
  const clientError = revocation.authenticated && clientProblem(request, dialect);
  if (clientError) return dialect.tokenProblem(clientError);
  const { token = '' } = parameters(request.body);
  const access = tokens.find(dialect.provider, token, 'access') ?? tokens.find(dialect.provider, token, 'refresh');
  if (!access) return revocation.unknown;
  const fault = await faultFor(parts, [access.grant.identity]);
  if (fault) return fault;
  if (store.damage(access.token, access.grant, [access.grant.identity])) return revocation.unknown;
  store.revoke(access.token, access.grant, revocation.everything);
  return revocation.done;
}
