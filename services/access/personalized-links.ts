/**
 * Personalized Links. The URL is `<public URL>/connect#<link id>.<secret>[.<account id>]`. The secret is in the fragment, which
 * browsers never send to a server. It is derived by HMAC, so it isn't stored, and an email can be rendered again byte for byte.
 */
import { and, eq, notInArray, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import { notFound } from '../../domain/refusal.js';
import type { Windows } from '../../domain/windows.js';
import { secretForUrl, secretPart, SHORTEST_SECRET } from '../../domain/secret-urls.js';
import { sameSecret, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { holdPeople } from './hold-people.js';
import { newId } from '../../db/ids.js';
import { personalizedLinks, users } from '../../db/schema.js';

/** How many renewals back a dead link can still be told apart from one that never existed. */
const REMEMBERED_EPOCHS = 20;

export type PersonalizedLink = typeof personalizedLinks.$inferSelect;

/** Everything needed to build a link, except the encryption key: the secret is derived and never stored. */
export const LinkPointer = z.object({ archiveId: z.string(), id: z.string(), epoch: z.int(), keyId: z.string() });
export type LinkPointer = z.output<typeof LinkPointer>;

/** Derives the link's secret: up to 192 bits, URL-safe, and ending in a letter or a digit. */
export function linkSecret(keys: KeyRing, link: LinkPointer): string {
  const mac = keys.mac('personalized-link', [link.archiveId, link.id, String(link.epoch)], link.keyId);
  return secretForUrl(mac.toString('base64url'));
}

export function linkUrl(keys: KeyRing, publicUrl: string, link: LinkPointer): string {
  return `${publicUrl}/connect#${link.id}.${linkSecret(keys, link)}`;
}

/** Returns the link of each Account Owner, and creates the missing ones. Someone who is gone has none. */
export async function ensureLinks(
  db: Db,
  keys: KeyRing,
  archiveId: string,
  userIds: readonly string[],
): Promise<Map<string, PersonalizedLink>> {
  const here = [...(await holdPeople(db, archiveId, userIds))];
  if (here.length === 0) return new Map();
  await db
    .insert(personalizedLinks)
    .values(here.map((userId) => ({ archiveId, id: newId('link'), userId, keyId: keys.currentId })))
    .onConflictDoNothing();
  const these = and(eq(personalizedLinks.archiveId, archiveId), isAnyOf(personalizedLinks.userId, here));
  // A link whose key has left the key ring can't be derived again, so it is renewed with the current key.
  await db
    .update(personalizedLinks)
    .set({ epoch: sql`${personalizedLinks.epoch} + 1`, keyId: keys.currentId })
    .where(and(these, notInArray(personalizedLinks.keyId, keys.ids)));
  const rows = await db.select().from(personalizedLinks).where(these);
  return new Map(rows.map((row) => [row.userId, row]));
}

/**
 * Renews a link, which invalidates the old one and every session and sign-in that started from it.
 * @throws {Refusal} `not_found` if the person is gone
 */
export async function renewLink(db: Db, keys: KeyRing, archiveId: string, userId: string): Promise<PersonalizedLink> {
  await ensureLinks(db, keys, archiveId, [userId]);
  const [row] = await db
    .update(personalizedLinks)
    .set({ epoch: sql`${personalizedLinks.epoch} + 1`, keyId: keys.currentId, lastEmailedAt: sql`now()` })
    .where(and(eq(personalizedLinks.archiveId, archiveId), eq(personalizedLinks.userId, userId)))
    .returning();
  if (!row) throw notFound('user');
  return row;
}

/** Restarts the links' 90 days after an email with them was accepted, or after one was copied. */
export async function markLinksEmailed(db: Db, archiveId: string, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await db
    .update(personalizedLinks)
    .set({ lastEmailedAt: sql`now()` })
    .where(and(eq(personalizedLinks.archiveId, archiveId), isAnyOf(personalizedLinks.id, [...new Set(linkIds)])));
}

const isOwnerOfLink = and(
  eq(users.archiveId, personalizedLinks.archiveId),
  eq(users.id, personalizedLinks.userId),
  eq(users.isAccountOwner, true),
);

export type OpenedLink =
  | { outcome: 'valid'; link: PersonalizedLink }
  /** Its owner can be offered a new one by email. */
  | { outcome: 'dead'; link: PersonalizedLink; why: DeadLink }
  /** The end is missing. Judged by its length alone, so that it says nothing about the right secret. */
  | { outcome: 'cut' }
  | { outcome: 'unknown' };

/** Why a link no longer works: it was replaced by a newer one, or was last emailed more than 90 days ago. */
export type DeadLink = 'renewed' | 'expired';

/**
 * Checks the link id and secret in a link's fragment. A wrong secret looks like a link that never existed. What follows the secret is
 * ignored.
 */
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
    .innerJoin(users, isOwnerOfLink)
    .where(eq(personalizedLinks.id, linkId));
  const wrong = { outcome: secret.length < SHORTEST_SECRET ? 'cut' : 'unknown' } as const;
  if (!row) return wrong;
  const { link, expired } = row;
  // Its key has left the key ring, so the secret can no longer be checked.
  if (!keys.has(link.keyId)) return { outcome: 'dead', link, why: 'renewed' };
  if (isSecretOf(keys, link, secret))
    return expired ? { outcome: 'dead', link, why: 'expired' } : { outcome: 'valid', link };
  return renewedSince(keys, link, secret) ? { outcome: 'dead', link, why: 'renewed' } : wrong;
}

function isSecretOf(keys: KeyRing, link: LinkPointer, given: string): boolean {
  const secret = linkSecret(keys, link);
  return sameSecret(secretPart(given, secret), secret);
}

/** Finds an Account Owner's link by its ID alone. That opens nothing, but shows whom to email. */
export async function findLink(db: Db, linkId: string): Promise<PersonalizedLink | null> {
  const [row] = await db
    .select({ link: personalizedLinks })
    .from(personalizedLinks)
    .innerJoin(users, isOwnerOfLink)
    .where(eq(personalizedLinks.id, linkId));
  return row?.link ?? null;
}

/**
 * Recognizes a renewed link by its older secret, under any key of the ring. Only someone who had the link learns that it
 * existed.
 */
function renewedSince(keys: KeyRing, link: PersonalizedLink, secret: string): boolean {
  const oldest = Math.max(1, link.epoch - REMEMBERED_EPOCHS);
  for (let epoch = link.epoch - 1; epoch >= oldest; epoch -= 1) {
    for (const keyId of keys.ids) if (isSecretOf(keys, { ...link, epoch, keyId }, secret)) return true;
  }
  return false;
}

/** Whether a session or sign-in that started from this link and epoch is still valid. */
export async function isLinkValid(
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
