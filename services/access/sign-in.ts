/** Who may sign in with an email address, and the tokens of an archive's own login that were used. */
import { and, asc, eq, lt, or, isNotNull, sql } from 'drizzle-orm';
import { sha256, type KeyRing } from '../../platform/key-ring.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives, signInLinks, usedSignInTokens, users } from '../../db/schema.js';
import { createSignInLink } from './sign-in-links.js';
import { startLoginSession } from './sessions.js';

export interface Entrant {
  archiveId: string;
  archiveName: string;
  userId: string;
}

/** Administrators, and Account Owners who were invited to log in. */
const invited = or(isNotNull(users.adminRole), and(users.isAccountOwner, eq(users.access, 'invite')));

/** The people of all archives with this address who may sign in. */
export async function entrants(db: Db, email: string): Promise<Entrant[]> {
  return db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(sql`lower(${users.email}) = lower(${email})`, invited))
    .orderBy(asc(archives.name), asc(users.archiveId))
    .limit(20);
}

/** The person of one archive whom its own login names, by id or by email address. */
export async function entrantOf(db: Db, archiveId: string, subject: string): Promise<Entrant | null> {
  const [row] = await db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(
      and(
        eq(users.archiveId, archiveId),
        or(eq(users.id, subject), sql`lower(${users.email}) = lower(${subject})`),
        invited,
      ),
    );
  return row ?? null;
}

/** So many links of a person may work at once, and so many are made in an hour: more would fill a mailbox, and help nobody. */
const WORKING_LINKS = 5;
const LINKS_AN_HOUR = 20;

/** One email for each archive that knows the address. Returns the archives to wake. */
export async function emailSignInLinks(tx: Transaction, keys: KeyRing, email: string): Promise<string[]> {
  const asked: string[] = [];
  for (const { archiveId, userId } of await entrants(tx, email)) {
    const person = and(eq(users.archiveId, archiveId), eq(users.id, userId));
    // One after the other, so that many at once are counted too.
    await tx.select({ id: users.id }).from(users).where(person).for('no key update');
    const [made] = await tx
      .select({
        working: sql<number>`count(*) filter (where ${signInLinks.usedAt} is null and ${signInLinks.expiresAt} > now())::int`,
        lately: sql<number>`count(*) filter (where ${signInLinks.createdAt} > now() - interval '1 hour')::int`,
      })
      .from(signInLinks)
      .where(and(eq(signInLinks.archiveId, archiveId), eq(signInLinks.userId, userId)));
    if (!made || made.working >= WORKING_LINKS || made.lately >= LINKS_AN_HOUR) continue;
    await createSignInLink(tx, keys, archiveId, userId);
    asked.push(archiveId);
  }
  return asked;
}

export type EnteredBy = 'email' | 'organization' | 'archive';

/** Begins a session. Returns the secret for the cookie. */
export async function enter(
  db: Db,
  person: { archiveId: string; userId: string },
  by: EnteredBy,
  userAgent: string | undefined,
): Promise<string> {
  const { id, secret } = await startLoginSession(db, { ...person, userAgent });
  const { archiveId, userId } = person;
  const [user] = await db
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  const actor = { kind: 'user' as const, id: userId, name: user?.name ?? '' };
  await recordAudit(db, [{ archiveId, type: 'signed_in', actor, userId, detail: { by, sessionId: id } }]);
  return secret;
}

/** False when it was used before. Remembered until it would have expired anyway. */
export async function useToken(db: Db, archiveId: string, tokenId: string, expiresAt: Date): Promise<boolean> {
  await db.delete(usedSignInTokens).where(lt(usedSignInTokens.expiresAt, sql`now() - interval '1 hour'`));
  const used = await db
    .insert(usedSignInTokens)
    .values({ archiveId, hash: sha256(tokenId), expiresAt })
    .onConflictDoNothing()
    .returning({ hash: usedSignInTokens.hash });
  return used.length > 0;
}

export async function signInKeyOf(db: Db, archiveId: string): Promise<Record<string, unknown> | null> {
  const [row] = await db.select({ key: archives.signInKey }).from(archives).where(eq(archives.id, archiveId));
  return row?.key ?? null;
}
