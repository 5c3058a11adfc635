import type { Actor } from './actor.js';
import { FRESH_SIGN_IN_MINUTES } from './limits.js';
import { Refusal } from './refusal.js';
import type { AdminRole } from './recipients.js';
import { isManagerRole } from './roles.js';

/** What an API key can do. `act`: make calls with a person's permissions (`X-Relink-Acting-User`). */
export const SCOPES = ['read', 'report', 'manage', 'credentials', 'act'] as const;
export type Scope = (typeof SCOPES)[number];

/** Returns the scopes among these, each once and in the order in which people read them everywhere. */
export const sortScopes = (given: readonly string[]): Scope[] => SCOPES.filter((scope) => given.includes(scope));

/** The archive itself, that is, its capture engine with an API key. */
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
  /** Null for visits through a Personalized Link, even an administrator's: a link never grants administrator permissions. */
  adminRole: AdminRole | null;
  isAccountOwner: boolean;
  via:
    | { kind: 'key'; keyId: string; keyName: string; scopes: readonly Scope[] }
    /** `signInAge`: seconds since the person proved who they are, by the database's clock. */
    | { kind: 'login'; sessionId: string; signInAge: number }
    | { kind: 'link'; sessionId: string; linkId: string; linkEpoch: number };
}

/** Relink itself, its operator, or a network that reports something about a person on its own. No permissions limit these. */
export interface SystemPrincipal {
  kind: 'system';
  archiveId: string;
  actor: Actor;
}

/** Who makes an HTTP request. */
export type RequestPrincipal = ArchivePrincipal | PersonPrincipal;
export type Principal = RequestPrincipal | SystemPrincipal;

/** Which people can make a call. Managers can make changes; Read Only System Administrators can't. */
export type Audience = 'managers' | 'administrators' | 'everyone' | 'nobody';

export interface Access {
  /** The scope that an API key needs. */
  scope: Scope;
  /** `everyone` includes Account Owners, who see only what they own. `nobody`: no person, only API keys themselves. */
  audience: Audience;
}

/** How much of the archive a call can see: all of it (null), or only what one Account Owner owns. */
export interface OwnerScope {
  ownerId: string | null;
}

export const isManager = (principal: Principal): boolean =>
  principal.kind === 'person' && isManagerRole(principal.adminRole);

/**
 * Checks access. A key that acts for a person can do only what both the key and the person can do.
 * @throws {Refusal} `forbidden`, with the audience that has access; `scope_missing`
 */
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

/** Returns whether a principal has access, so that actions are offered only to those who can use them. */
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
 * Requires the scope `act`. Anyone who can let another person sign in, as an administrator or an invited person, could act as that
 * person. Without this check, a key's other scopes would limit nothing.
 * @throws {Refusal} `scope_missing`
 */
export function requireActScope(principal: Principal): void {
  if (principal.kind === 'system') return;
  const via = principal.kind === 'archive' ? principal : principal.via;
  if ('scopes' in via) requireScope(via.scopes, 'act');
}

/**
 * Whether a person must sign in again before an act that gives someone else lasting access, can silence capture, takes the whole archive's
 * data along, is told to no one, or can't be undone. Whoever finds an open browser then does no harm that outlives it or that nobody
 * notices. API keys aren't asked: they have no one to ask. The full rule is in docs/decisions.md.
 */
export function needsFreshSignIn(principal: Principal): boolean {
  if (principal.kind !== 'person' || principal.via.kind === 'key') return false;
  return principal.via.kind !== 'login' || principal.via.signInAge > FRESH_SIGN_IN_MINUTES * 60;
}

/** @throws {Refusal} `fresh_sign_in_required` */
export function requireFreshSignIn(principal: Principal): void {
  if (needsFreshSignIn(principal)) throw new Refusal('fresh_sign_in_required', {});
}

/** Returns the principal as the audit log records it, including a key that acts for a person. */
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
