/** Browser sessions. The cookie holds a random secret; the row holds its SHA-256, and can be revoked. */
import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Windows } from '../domain/windows.js';
import { randomSecret, sha256 } from '../keys.js';
import type { Db } from './client.js';
import { newId } from './ids.js';
import { linkStillValid, type PersonalizedLink } from './links.js';
import { sessions, users } from './schema.js';

/** A working day. Sessions do not scale with a compressed day (http-api.md). */
export const SESSION_LIFE_SECONDS = 8 * 3600;

export interface BrowserSession {
  id: string;
  archiveId: string;
  user: typeof users.$inferSelect;
  /** Of one visit through a Personalized Link, then limited to that owner's accounts; null: of a login. */
  link: { id: string; epoch: number } | null;
}

/** A visit through a Personalized Link, which the caller has found valid. Returns the secret for the cookie. */
export async function startLinkSession(db: Db, link: PersonalizedLink): Promise<string> {
  await forgetEnded(db);
  const secret = randomSecret();
  await db.insert(sessions).values({
    archiveId: link.archiveId,
    id: newId('session'),
    userId: link.userId,
    kind: 'link',
    hash: sha256(secret),
    linkId: link.id,
    linkEpoch: link.epoch,
    expiresAt: sql`now() + ${SESSION_LIFE_SECONDS} * interval '1 second'`,
  });
  return secret;
}

/** Checked at every request: not expired, not revoked, its user is there, and its link is neither renewed nor dead. */
export async function findSession(db: Db, windows: Windows, secret: string): Promise<BrowserSession | null> {
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, and(eq(users.archiveId, sessions.archiveId), eq(users.id, sessions.userId)))
    .where(and(eq(sessions.hash, sha256(secret)), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)));
  if (!row) return null;
  const { id, archiveId, kind, linkId, linkEpoch } = row.session;
  if (kind === 'login') return { id, archiveId, user: row.user, link: null };
  // Who is no Account Owner any more has no Personalized Link either.
  if (linkId === null || linkEpoch === null || !row.user.isAccountOwner) return null;
  if (!(await linkStillValid(db, windows, archiveId, linkId, linkEpoch))) return null;
  return { id, archiveId, user: row.user, link: { id: linkId, epoch: linkEpoch } };
}

/** A few at each new one, never waiting for another that does the same. */
async function forgetEnded(db: Db): Promise<void> {
  const ended = db
    .select({ hash: sessions.hash })
    .from(sessions)
    .where(lt(sessions.expiresAt, sql`now() - interval '1 day'`))
    .limit(20)
    .for('update', { skipLocked: true });
  await db.delete(sessions).where(inArray(sessions.hash, ended));
}
