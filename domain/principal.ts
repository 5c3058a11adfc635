import type { Actor } from './actor.js';
import { Refusal } from './refusal.js';
import type { AdminRole } from './recipients.js';
import { isManagerRole } from './roles.js';

/** What an API key may do. `act`: make calls with a person's rights (`X-Relink-Acting-User`). */
export const SCOPES = ['read', 'report', 'manage', 'credentials', 'act'] as const;
export type Scope = (typeof SCOPES)[number];

/** The archive itself: its capture engine, with a key. */
export interface ArchivePrincipal {
  kind: 'archive';
  archiveId: string;
  keyId: string;
  keyName: string;
  scopes: readonly Scope[];
}

export interface PersonPrincipal {
  kind: 'person';
  archiveId: string;
  userId: string;
  name: string;
  /** Null in a visit through a Personalized Link, whoever its owner is besides: a link never gives an administrator's rights. */
  adminRole: AdminRole | null;
  isAccountOwner: boolean;
  via:
    | { kind: 'key'; keyId: string; keyName: string; scopes: readonly Scope[] }
    | { kind: 'login'; sessionId: string }
    | { kind: 'link'; sessionId: string; linkId: string; linkEpoch: number };
}

/** Relink itself, its operator, or a network that says something of a person by itself: nobody's rights limit these. */
export interface SystemPrincipal {
  kind: 'system';
  archiveId: string;
  actor: Actor;
}

/** Who makes an HTTP request. */
export type RequestPrincipal = ArchivePrincipal | PersonPrincipal;
export type Principal = RequestPrincipal | SystemPrincipal;

/** Which people a call is for. Managers change things; Read Only System Administrators change nothing. */
export type Audience = 'managers' | 'administrators' | 'everyone' | 'nobody';

export interface Access {
  /** What an API key needs. */
  scope: Scope;
  /** `everyone`: Account Owners too, who see only what they own. `nobody`: machines alone. */
  audience: Audience;
}

/** How much of the archive a call sees: all of it, or what one Account Owner owns. */
export interface OwnerScope {
  ownerId: string | null;
}

export const isManager = (principal: Principal): boolean =>
  principal.kind === 'person' && isManagerRole(principal.adminRole);

/** A key that acts for a person can do what both may. @throws {Refusal} `forbidden`, with those who may */
export function permit(principal: Principal, access: Access): OwnerScope {
  if (principal.kind === 'system') return { ownerId: null };
  if (principal.kind === 'archive') {
    requireScope(principal.scopes, access.scope);
    return { ownerId: null };
  }
  if (principal.via.kind === 'key') requireScope(principal.via.scopes, access.scope);
  if (isManager(principal) && access.audience !== 'nobody') return { ownerId: null };
  if (principal.adminRole && (access.audience === 'administrators' || access.audience === 'everyone'))
    return { ownerId: null };
  if (principal.isAccountOwner && access.audience === 'everyone') return { ownerId: principal.userId };
  throw new Refusal('forbidden', { audience: access.audience });
}

/** Whether somebody may, for what is offered only to those. */
export function isPermitted(principal: Principal, access: Access): boolean {
  try {
    return permit(principal, access) !== null;
  } catch {
    return false;
  }
}

/** @throws {Refusal} `scope_missing` */
export function requireScope(scopes: readonly Scope[], scope: Scope): void {
  if (scopes.includes(scope)) return;
  throw new Refusal('scope_missing', { scope });
}

/**
 * Whoever lets somebody sign in as an administrator or an invited person, acts through them: a key needs `act` for that, else its
 * other scopes would be no limit. @throws {Refusal} `scope_missing`
 */
export function requireActScope(principal: Principal): void {
  if (principal.kind === 'system') return;
  const via = principal.kind === 'archive' ? principal : principal.via;
  if ('scopes' in via) requireScope(via.scopes, 'act');
}

/** How the audit names them; a key that acts for a person is named too. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind === 'system') return principal.actor;
  if (principal.kind === 'archive') return { kind: 'archive', id: principal.keyId, name: principal.keyName };
  const { via, userId, name } = principal;
  if (via.kind === 'link') return { kind: 'link', id: via.linkId, name };
  return {
    kind: 'user',
    id: userId,
    name,
    ...(via.kind === 'key' && { through: { id: via.keyId, name: via.keyName } }),
  };
}
