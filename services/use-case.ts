/**
 * Use cases: everything that people and programs can do. Each one is a typed function that the API, the pages, the command line,
 * and the activities share. Its access rule is attached to it. Routes and pages check the same rule first, so they never read the
 * request body of a caller who isn't allowed in.
 */
import type { Actor } from '../domain/actor.js';
import { actorOf, permit, type Access, type OwnerScope, type Principal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import type { DatabaseContext } from '../platform/unit-of-work.js';

/**
 * A permitted call: its archive, its caller, and how much of the archive the caller sees. `Needs` is the part of the context that
 * the use case needs. One that needs only the database can also run from the command line, which has nothing else.
 */
export interface Call<Needs extends DatabaseContext = Context> extends OwnerScope {
  context: Needs;
  principal: Principal;
  archiveId: string;
  /** The caller's name in the audit log. */
  actor: Actor;
}

export interface UseCase<Given extends unknown[], Result, Needs extends DatabaseContext = Context> {
  /** @throws {Refusal} `forbidden` or `scope_missing` when the principal lacks access; each use case lists its others */
  (context: Needs, principal: Principal, ...given: Given): Promise<Result>;
  /** Who can call it. */
  access: Access;
}

export function useCase<Given extends unknown[], Result, Needs extends DatabaseContext = Context>(
  access: Access,
  work: (call: Call<Needs>, ...given: Given) => Promise<Result>,
): UseCase<Given, Result, Needs> {
  const checked = async (context: Needs, principal: Principal, ...given: Given) => {
    const scope = permit(principal, access);
    return work({ ...scope, context, principal, archiveId: principal.archiveId, actor: actorOf(principal) }, ...given);
  };
  return Object.assign(checked, { access });
}

/** Everyone can read; Account Owners see only what they own. */
export const EVERYONE_READS = { scope: 'read', audience: 'everyone' } as const satisfies Access;
export const ADMINISTRATORS_READ = { scope: 'read', audience: 'administrators' } as const satisfies Access;
/** Everyone can manage what is their own. */
export const OWN = { scope: 'manage', audience: 'everyone' } as const satisfies Access;
export const MANAGERS = { scope: 'manage', audience: 'managers' } as const satisfies Access;
