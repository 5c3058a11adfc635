/** Who reconnects, and whether they still may: asked when it begins, and once more, under a lock, when it ends. */
import { and, eq } from 'drizzle-orm';
import type { Windows } from '../../domain/windows.js';
import type { Actor } from '../../domain/actor.js';
import type { Db, Transaction } from '../../db/client.js';
import { linkStillValid } from '../access/personalized-links.js';
import type { ReconnectActor } from './oauth-states.js';
import { personalizedLinks, users } from '../../db/schema.js';

export type User = typeof users.$inferSelect;

/** Product.md, "People": these may reconnect on behalf of any owner; a Read Only System Administrator changes nothing. */
export const mayActForOwners = ({ adminRole }: Pick<User, 'adminRole'>): boolean =>
  adminRole === 'primary_administrator' || adminRole === 'full_access_administrator';

export async function readUser(db: Db, archiveId: string, userId: string): Promise<User | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  return row ?? null;
}

/** As the audit names them. */
export function auditActor(actor: ReconnectActor): Actor {
  return { kind: actor.kind, id: actor.kind === 'link' ? actor.linkId : actor.userId, name: actor.name };
}

export type ActorPermission =
  | { may: true }
  /** The link was renewed or has died, or the person was removed or lost the role since. */
  | { may: false; because: 'link_dead' | 'not_permitted' };

/** Locks owner and link, so that neither a removal nor a renewal can come between this answer and the commit. */
export async function lockActorPermission(
  tx: Transaction,
  windows: Windows,
  request: { archiveId: string; ownerId: string; actor: ReconnectActor },
): Promise<ActorPermission> {
  const { archiveId, ownerId, actor } = request;
  const [owner] = await tx
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)))
    .for('key share');
  if (!owner?.isAccountOwner) return { may: false, because: actor.kind === 'link' ? 'link_dead' : 'not_permitted' };
  if (actor.kind === 'link') {
    await tx
      .select({ id: personalizedLinks.id })
      .from(personalizedLinks)
      .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.id, actor.linkId)))
      .for('share');
    const valid =
      actor.userId === ownerId && (await linkStillValid(tx, windows, archiveId, actor.linkId, actor.linkEpoch));
    return valid ? { may: true } : { may: false, because: 'link_dead' };
  }
  const user = await readUser(tx, archiveId, actor.userId);
  const may = user !== null && (user.id === ownerId || mayActForOwners(user));
  return may ? { may } : { may: false, because: 'not_permitted' };
}
