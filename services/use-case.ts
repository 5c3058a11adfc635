/**
 * Use cases: what people and programs can do, each a typed function that the API, the pages, the command line and the activities
 * call alike. Who may do it stands beside it, and is checked in no other place.
 */
import type { Actor } from '../domain/actor.js';
import { actorOf, permit, type Access, type OwnerScope, type Principal } from '../domain/principal.js';
import type { Context } from '../platform/context.js';

/** A call that was let in: in which archive, by whom, and how much of it they see. */
export interface Call extends OwnerScope {
  context: Context;
  principal: Principal;
  archiveId: string;
  /** How the audit names them. */
  actor: Actor;
}

export interface UseCase<Given extends unknown[], Result> {
  /** @throws {Refusal} `forbidden` or `scope_missing` when the principal may not; what else, the use case says */
  (context: Context, principal: Principal, ...given: Given): Promise<Result>;
  /** Who may. */
  access: Access;
}

export function useCase<Given extends unknown[], Result>(
  access: Access,
  work: (call: Call, ...given: Given) => Promise<Result>,
): UseCase<Given, Result> {
  const checked = async (context: Context, principal: Principal, ...given: Given) => {
    const scope = permit(principal, access);
    return work({ ...scope, context, principal, archiveId: principal.archiveId, actor: actorOf(principal) }, ...given);
  };
  return Object.assign(checked, { access });
}

/** Account Owners see only what they own. */
export const EVERYONE_READS = { scope: 'read', audience: 'everyone' } as const satisfies Access;
export const ADMINISTRATORS_READ = { scope: 'read', audience: 'administrators' } as const satisfies Access;
export const MANAGERS = { scope: 'manage', audience: 'managers' } as const satisfies Access;
