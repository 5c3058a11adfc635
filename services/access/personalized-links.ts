/**
 * Personalized Links. The URL is `<public URL>/connect#<link id>.<secret>[.<account id>]`: the secret is in the fragment, which
 * browsers send to nobody, and is derived by HMAC, so that it is never stored and an email can be rendered again byte for byte.
 */
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Windows } from '../../domain/windows.js';
import { sameSecret, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { personalizedLinks, users } from '../../db/schema.js';

/** How many renewals back a dead link is still told from one that never was. */
const EPOCHS_REMEMBERED = 20;

export type PersonalizedLink = typeof personalizedLinks.$inferSelect;

/** What a link is made of, but for the key: the secret is derived, and never stored. */
export const LinkPointer = z.object({ archiveId: z.string(), id: z.string(), epoch: z.int(), keyId: z.string() });
export type LinkPointer = z.output<typeof LinkPointer>;

/** 192 bits; URL-safe. */
export function linkSecret(keys: KeyRing, link: LinkPointer): string {
  const mac = keys.mac('personalized-link', [link.archiveId, link.id, String(link.epoch)], link.keyId);
  return mac.subarray(0, 24).toString('base64url');
}

export function linkUrl(keys: KeyRing, publicUrl: string, link: LinkPointer): string {
  return `${publicUrl}/connect#${link.id}.${linkSecret(keys, link)}`;
}

/** Each Account Owner has one; made when there is none yet. */
export async function ensureLinks(
  db: Db,
  keys: KeyRing,
  archiveId: string,
  userIds: readonly string[],
): Promise<Map<string, PersonalizedLink>> {
  if (userIds.length === 0) return new Map();
  await db
    .insert(personalizedLinks)
    .values(userIds.map((userId) => ({ archiveId, id: newId('link'), userId, keyId: keys.currentId })))
    .onConflictDoNothing();
  const these = and(eq(personalizedLinks.archiveId, archiveId), inArray(personalizedLinks.userId, [...userIds]));
  // Whose key has left the ring cannot be made again: a new one takes its place.
  await db
    .update(personalizedLinks)
    .set({ epoch: sql`${personalizedLinks.epoch} + 1`, keyId: keys.currentId })
    .where(and(these, notInArray(personalizedLinks.keyId, keys.ids)));
  const rows = await db.select().from(personalizedLinks).where(these);
  return new Map(rows.map((row) => [row.userId, row]));
}

/** The old link, and every session and sign-in begun with it, is dead from now on. */
export async function renewLink(db: Db, keys: KeyRing, archiveId: string, userId: string): Promise<PersonalizedLink> {
  await ensureLinks(db, keys, archiveId, [userId]);
  const [row] = await db
    .update(personalizedLinks)
    .set({ epoch: sql`${personalizedLinks.epoch} + 1`, keyId: keys.currentId, lastEmailedAt: sql`now()` })
    .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.userId, userId)))
    .returning();
  return row!;
}

/** The link works for another 90 days from now: an email that carried it was accepted, or it was copied. */
export async function markLinksEmailed(db: Db, archiveId: string, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await db
    .update(personalizedLinks)
    .set({ lastEmailedAt: sql`now()` })
    .where(and(eq(personalizedLinks.archiveId, archiveId), inArray(personalizedLinks.id, [...new Set(linkIds)])));
}

export type OpenedLink =
  | { outcome: 'valid'; link: PersonalizedLink }
  /** Renewed, or 90 days after its last email. Its owner can be offered a new one by email. */
  | { outcome: 'dead'; link: PersonalizedLink }
  | { outcome: 'unknown' };

/** Judges the two parts of a link's fragment. A wrong secret looks like a link that never was. */
export async function openLink(
  db: Db,
  keys: KeyRing,
  windows: Windows,
  linkId: string,
  secret: string,
): Promise<OpenedLink> {
  const [row] = await db
    .select({
      link: personalizedLinks,
      expired: sql<boolean>`${personalizedLinks.lastEmailedAt} + ${windows.linkLife} * interval '1 millisecond' < now()`,
    })
    .from(personalizedLinks)
    .innerJoin(
      users,
      and(
        eq(users.archiveId, personalizedLinks.archiveId),
        eq(users.id, personalizedLinks.userId),
        eq(users.isAccountOwner, true),
      ),
    )
    .where(eq(personalizedLinks.id, linkId));
  if (!row) return { outcome: 'unknown' };
  const { link, expired } = row;
  // Its key has left the ring: nobody can tell its secret any more.
  if (!keys.has(link.keyId)) return { outcome: 'dead', link };
  if (sameSecret(secret, linkSecret(keys, link))) return { outcome: expired ? 'dead' : 'valid', link };
  return renewedSince(keys, link, secret) ? { outcome: 'dead', link } : { outcome: 'unknown' };
}

/** A renewed link is recognised by its own, older secret, whichever key it had: only who held it learns that it was one. */
function renewedSince(keys: KeyRing, link: PersonalizedLink, secret: string): boolean {
  const oldest = Math.max(1, link.epoch - EPOCHS_REMEMBERED);
  for (let epoch = link.epoch - 1; epoch >= oldest; epoch -= 1) {
    for (const keyId of keys.ids) if (sameSecret(secret, linkSecret(keys, { ...link, epoch, keyId }))) return true;
  }
  return false;
}

/** Whether a session or a sign-in begun with this link and epoch may still act. */
export async function linkStillValid(
  db: Db,
  windows: Windows,
  archiveId: string,
  linkId: string,
  epoch: number,
): Promise<boolean> {
  const [row] = await db
    .select({ id: personalizedLinks.id })
    .from(personalizedLinks)
    .where(
      and(
        eq(personalizedLinks.archiveId, archiveId),
        eq(personalizedLinks.id, linkId),
        eq(personalizedLinks.epoch, epoch),
        sql`${personalizedLinks.lastEmailedAt} + ${windows.linkLife} * interval '1 millisecond' >= now()`,
      ),
    );
  return row !== undefined;
}
