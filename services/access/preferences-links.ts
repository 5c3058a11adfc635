/**
 * The links in a weekly summary that let an administrator change their own notifications without signing in. They are derived by
 * HMAC over the person and the address they were sent to, so they aren't stored, and they stop working when the address changes.
 */
import { and, eq } from 'drizzle-orm';
import { isId } from '../../domain/ids.js';
import { secretForUrl, secretPart, tidyFragment } from '../../domain/secret-urls.js';
import { sameSecret, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** An `unsubscribe` link travels in a header and a query string, so it can only turn off the summary. */
export type PreferencesPurpose = 'preferences' | 'unsubscribe';

type User = typeof users.$inferSelect;
type Reader = Pick<User, 'archiveId' | 'id' | 'email'>;

/** Composes "<archive>.<user>.<secret>" with a secret of up to 192 bits. */
function tokenOf(keys: KeyRing, purpose: PreferencesPurpose, reader: Reader, keyId = keys.currentId): string {
  const { archiveId, id, email } = reader;
  const mac = keys.mac(purpose, [archiveId, id, email.toLowerCase()], keyId);
  return `${archiveId}.${id}.${secretForUrl(mac.toString('base64url'))}`;
}

export function preferencesUrl(keys: KeyRing, publicUrl: string, reader: Reader): string {
  return `${publicUrl}/preferences#${tokenOf(keys, 'preferences', reader)}`;
}

/** The URL for List-Unsubscribe (RFC 8058). Mail programs post to it, so the query string carries the whole token. */
export function unsubscribeUrl(keys: KeyRing, publicUrl: string, reader: Reader): string {
  return `${publicUrl}/preferences/unsubscribe?token=${tokenOf(keys, 'unsubscribe', reader)}`;
}

/**
 * Finds the person that a link belongs to. Null when the link is invalid, without saying why. What mail programs and people did to the
 * link is undone first.
 */
export async function findPreferencesReader(
  db: Db,
  keys: KeyRing,
  purpose: PreferencesPurpose,
  given: string,
): Promise<User | null> {
  const token = tidyFragment(given);
  const [archiveId, id] = token.split('.');
  if (!isId(archiveId) || !isId(id)) return null;
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, id)));
  if (!user) return null;
  const isRight = (right: string) => sameSecret(secretPart(token, right), right);
  return keys.ids.some((keyId) => isRight(tokenOf(keys, purpose, user, keyId))) ? user : null;
}
