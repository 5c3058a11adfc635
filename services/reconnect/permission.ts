/** Who can reconnect. This is checked when a reconnect begins, along the way, and again under a lock when it completes. */
import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import { actorOf, isManager, type PersonPrincipal, type Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import type { Windows } from '../../domain/windows.js';
import { isManagerRole } from '../../domain/roles.js';
import type { Db, Transaction } from '../../db/client.js';
import { personalizedLinks, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { isApiKeyRevoked } from '../access/api-keys.js';
import { isSessionEnded } from '../sessions/end-sessions.js';
import { isLinkValid } from '../access/personalized-links.js';
import { findUserOrNull } from '../people/users.js';
import type { ReconnectActor, StoredSignIn } from './oauth-states.js';
import type { PermissionRefusal } from './refusals.js';

/** @throws {Refusal} `acting_user_required` */
export function requirePerson(principal: Principal): PersonPrincipal {
  if (principal.kind === 'person') return principal;
  throw new Refusal('acting_user_required', {});
}

/** Article: "The account owner under whom the accounts sit should be the one reconnecting." Managers can do it for any owner. */
export const mayReconnect = (principal: Principal, ownerId: string | null): boolean =>
  isManager(principal) || (principal.kind === 'person' && principal.isAccountOwner && principal.userId === ownerId);

/** Describes who begins a reconnect, for the sign-in's row and later for the audit. */
export function reconnectActorOf(person: PersonPrincipal): ReconnectActor {
  const { userId, name } = person;
  const who = { userId, name, through: actorOf(person).through };
  const { via } = person;
  if (via.kind === 'link')
    return { ...who, kind: 'link', linkId: via.linkId, linkEpoch: via.linkEpoch, sessionId: via.sessionId };
  return { ...who, kind: 'user', sessionId: via.kind === 'login' ? via.sessionId : undefined };
}

/** Converts the actor to the form that the audit stores. */
export function auditActor(actor: ReconnectActor): Actor {
  const { kind, name, through } = actor;
  return { kind, id: kind === 'link' ? actor.linkId : actor.userId, name, ...(through && { through }) };
}

/** Refuses, at every step of a sign-in, what began with a link, a session, or an API key that has been ended since. */
export async function refuseEnded({ db, config }: Context, signIn: StoredSignIn): Promise<PermissionRefusal | null> {
  const { archiveId, actor } = signIn;
  if (actor.kind === 'link' && !(await isLinkValid(db, config.windows, archiveId, actor.linkId, actor.linkEpoch)))
    return { code: 'link_dead' };
  return refuseEndedOrigin(db, signIn);
}

/** @param lock whether the session or the key can't be ended before the transaction is over */
async function refuseEndedOrigin(
  db: Db,
  { archiveId, actor: { sessionId, through } }: StoredSignIn,
  lock = false,
): Promise<PermissionRefusal | null> {
  if (sessionId !== undefined && (await isSessionEnded(db, archiveId, sessionId, { lock })))
    return { code: 'session_ended' };
  if (through && (await isApiKeyRevoked(db, archiveId, through.id, { lock }))) return { code: 'not_permitted' };
  return null;
}

/**
 * Returns null when they can. Locks the owner, the link, and the session or key, so that no removal, renewal, or sign-out comes between
 * this check and the commit.
 */
export async function lockPermission(
  tx: Transaction,
  { config: { windows } }: Context,
  signIn: StoredSignIn,
): Promise<PermissionRefusal | null> {
  const { archiveId, ownerId, actor } = signIn;
  const [[owner], may, ended] = await Promise.all([
    tx
      .select()
      .from(users)
      .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)))
      .for('key share'),
    actor.kind === 'link' ? lockLink(tx, windows, signIn, actor) : mayReconnectNow(tx, signIn),
    refuseEndedOrigin(tx, signIn, true),
  ]);
  if (!owner?.isAccountOwner || !may) return { code: actor.kind === 'link' ? 'link_dead' : 'not_permitted' };
  return ended;
}

/** Whether the link, which stays as it is until the transaction ends, is the owner's and still works. */
async function lockLink(
  tx: Transaction,
  windows: Windows,
  { archiveId, ownerId }: StoredSignIn,
  { userId, linkId, linkEpoch }: ReconnectActor & { kind: 'link' },
): Promise<boolean> {
  await tx
    .select({ id: personalizedLinks.id })
    .from(personalizedLinks)
    .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.id, linkId)))
    .for('share');
  return userId === ownerId && (await isLinkValid(tx, windows, archiveId, linkId, linkEpoch));
}

async function mayReconnectNow(tx: Transaction, { archiveId, ownerId, actor }: StoredSignIn): Promise<boolean> {
  const user = await findUserOrNull(tx, archiveId, actor.userId);
  return user !== null && (user.id === ownerId || isManagerRole(user.adminRole));
}
