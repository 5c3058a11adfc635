/**
 * Use cases: what people and programs can do, each a typed function that the API, the pages, the command line and the activities
 * call alike. Who may do it stands beside it; routes and pages ask the same access earlier, so that a stranger's body is never read.
 */
import type { Actor } from '../domain/actor.js';
import { actorOf, permit, type Access, type OwnerScope, type Principal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';
import type { DatabaseContext } from '../platform/unit-of-work.js';

/**
 * A call that was let in: in which archive, by whom, and how much of it they see. What needs the database alone says so, and can be
 * called from the command line, which has nothing else.
 */
export interface Call<Needs extends DatabaseContext = Context> extends OwnerScope {
  context: Needs;
  principal: Principal;
  archiveId: string;
  /** How the audit names them. */
  actor: Actor;
}

export interface UseCase<Given extends unknown[], Result, Needs extends DatabaseContext = Context> {
  /** @throws {Refusal} `forbidden` or `scope_missing` when the principal may not; what else, the use case says */
  (context: Needs, principal: Principal, ...given: Given): Promise<Result>;
  /** Who may. */
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

/** Account Owners see only what they own. */
export const EVERYONE_READS = { scope: 'read', audience: 'everyone' } as const satisfies Access;
export const ADMINISTRATORS_READ = { scope: 'read', audience: 'administrators' } as const satisfies Access;
/** Everybody, of what is their own. */
export const OWN = { scope: 'manage', audience: 'everyone' } as const satisfies Access;
export const MANAGERS = { scope: 'manage', audience: 'managers' } as const satisfies Access;
