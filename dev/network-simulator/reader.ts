/** Handles every API call of every provider: whose token it is, whether it is still valid, and what is broken. */
import type { Request, Response } from 'express';
import type { Answer, ApiProblem, Call, Parts, Reader } from './dialect.js';
import { faultFor, send } from './faults.js';
import { identityKey, targetKey } from './model.js';
import type { TokenBreak } from './model.js';
import type { Store } from './store.js';
import type { Access } from './tokens.js';
import { allowedAccounts } from './tokens.js';
import { parameters } from './wire.js';

/** Thrown by a handler to answer with one of the network's refusals. */
export class Refused extends Error {
  constructor(readonly problem: ApiProblem) {
    super(problem);
  }
}

export function reader(parts: Parts): Reader {
  const { dialect, store, tokens } = parts;

  async function answer(request: Request, handler: (call: Call) => object, scope?: string): Promise<Answer> {
    const refuse = (problem: ApiProblem): Answer => dialect.apiProblem(problem);
    const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const access = tokens.find(dialect.provider, bearer ?? parameters(request.query).access_token ?? '', 'access');
    if (!access) return refuse('unknown_token');
    const targets = [identityKey(access.identity), ...targetsOf(access, request)];
    const fault = await faultFor(parts, targets);
    if (fault) return fault;
    const damage = damageTo(store, access, targets);
    if (damage) return refuse(damage);
    if (scope !== undefined && !access.grant.scopes.includes(scope)) return refuse('scope');
    try {
      return { status: 200, body: handler({ request, access, tokens }) };
    } catch (error) {
      if (error instanceof Refused) return refuse(error.problem);
      throw error;
    }
  }

  return (handler, scope) => async (request: Request, response: Response) => {
    const result = await answer(request, handler, scope);
    await store.save();
    send(response, result);
  };
}

/** Returns why a token is no longer valid, if it isn't. */
export function damageTo(store: Store, { token, grant }: Access, targets: readonly string[]): TokenBreak | undefined {
  const expired = token.expiresAt !== null && token.expiresAt < Date.now();
  const damage = store.damage(token, grant, targets);
  // A removed person no longer has a role on the Page, and that is how a Page's own token reports it.
  if (damage === 'remove_profile' && token.account !== null) return 'remove_page';
  return damage ?? (expired ? 'expire' : undefined);
}

/** Returns the targets that a call touches: a Page token speaks for its Page, and a call by id also concerns that account. */
function targetsOf(access: Access, request: Request): string[] {
  const { id } = request.params;
  const requested = allowedAccounts(access).find((account) => account.id === id);
  return [access.token.account, requested && targetKey(requested.network, requested.id)].filter(
    (key) => typeof key === 'string',
  );
}
