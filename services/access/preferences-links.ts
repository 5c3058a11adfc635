/**
 * The links in a weekly summary with which an administrator changes the own notifications without signing in. Derived by HMAC
 * over the person and the address that they were sent to: stored nowhere, and dead once the person has another address.
 */
import { and, eq } from 'drizzle-orm';
import { isId } from '../../domain/ids.js';
import { sameSecret, type KeyRing } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** A link that stops the summary travels in a header and in a query string; it can do no more than that. */
export type PreferencesPurpose = 'preferences' | 'unsubscribe';

type User = typeof users.$inferSelect;
type Reader = Pick<User, 'archiveId' | 'id' | 'email'>;

/** "<archive>.<user>.<secret>", the secret with 192 bits. */
function tokenOf(keys: KeyRing, purpose: PreferencesPurpose, reader: Reader, keyId = keys.currentId): string {
  const { archiveId, id, email } = reader;
  const mac = keys.mac(purpose, [archiveId, id, email.toLowerCase()], keyId);
  return `${archiveId}.${id}.${mac.subarray(0, 24).toString('base64url')}`;
}

export function preferencesUrl(keys: KeyRing, publicUrl: string, reader: Reader): string {
  return `${publicUrl}/preferences#${tokenOf(keys, 'preferences', reader)}`;
}

/** For List-Unsubscribe (RFC 8058): a mail program posts to it, so that everything is in the address. */
export function unsubscribeUrl(keys: KeyRing, publicUrl: string, reader: Reader): string {
  return `${publicUrl}/preferences/unsubscribe?token=${tokenOf(keys, 'unsubscribe', reader)}`;
}

/** The person whose link it is. Null: of nobody, and nobody learns why. */
export async function findPreferencesReader(
  db: Db,
  keys: KeyRing,
  purpose: PreferencesPurpose,
  token: string,
): Promise<User | null> {
  const [archiveId, id] = token.split('.');
  if (!isId(archiveId) || !isId(id)) return null;
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, id)));
  if (!user) return null;
  return keys.ids.some((keyId) => sameSecret(token, tokenOf(keys, purpose, user, keyId))) ? user : null;
}
