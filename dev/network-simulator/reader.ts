/** Every API call of every provider passes here: whose token it is, whether it still holds, what is broken. */
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
    const targets = [identityKey(access.identity), ...touched(access, request)];
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

/** Why a token does not hold (any more), if so. */
export function damageTo(store: Store, { token, grant }: Access, targets: readonly string[]): TokenBreak | undefined {
  const expired = token.expiresAt !== null && token.expiresAt < Date.now();
  const damage = store.damage(token, grant, targets);
  // Who is gone has no role on the Page any more: so a Page's own token puts it.
  if (damage === 'remove_profile' && token.account !== null) return 'remove_page';
  return damage ?? (expired ? 'expire' : undefined);
}

/** A Page token speaks for its Page; a call by id concerns that account too. */
function touched(access: Access, request: Request): string[] {
  const { id } = request.params;
  const asked = allowedAccounts(access).find((account) => account.id === id);
  return [access.token.account, asked && targetKey(asked.network, asked.id)].filter((key) => typeof key === 'string');
}
