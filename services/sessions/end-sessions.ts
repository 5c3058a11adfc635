/**
 * Ends sessions, and what they began with them: sign-ins at a network that are under way are refused, and those that wait for a transfer are
 * deleted.
 */
import { and, eq, inArray, isNull, ne, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../domain/actor.js';
import type { Db, Transaction } from '../../db/client.js';
import { pendingSignIns, sessions, type SESSION_ENDINGS } from '../../db/schema.js';
import { recordAudit } from '../audit/audit-log.js';

interface SessionOfUser {
  archiveId: string;
  userId: string;
  id: string;
}

export type SessionEnding = (typeof SESSION_ENDINGS)[number];

const isSession = ({ userId, id }: SessionOfUser) => and(eq(sessions.userId, userId), eq(sessions.id, id));

/** Ends one session of a person. `why` is null in the browser that has it, which is told in another way. */
export const endSession = (db: Db, session: SessionOfUser, why: SessionEnding | null): Promise<string[]> =>
  endSessions(db, session.archiveId, isSession(session), why);

/** Ends all sessions of a person but one. */
export const endSessionsExcept = (db: Db, { archiveId, userId, id }: SessionOfUser): Promise<string[]> =>
  endSessions(db, archiveId, and(eq(sessions.userId, userId), ne(sessions.id, id)), 'ended');

/** Ends the sessions of everyone who signed in with the archive's own sign-in key, except the one in which it was changed. */
export const endSessionsOfSignInKey = (db: Db, archiveId: string, exceptId: string | null): Promise<string[]> =>
  endSessions(
    db,
    archiveId,
    and(eq(sessions.signedInBy, 'archive'), exceptId === null ? undefined : ne(sessions.id, exceptId)),
    'sign_in_key',
  );

/** Signs people out everywhere. Visits through their links go on. */
export const endLoginSessions = (
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  why: SessionEnding,
): Promise<string[]> =>
  endSessions(db, archiveId, and(inArray(sessions.userId, [...userIds]), eq(sessions.kind, 'login')), why);

async function endSessions(
  db: Db,
  archiveId: string,
  which: SQL | undefined,
  why: SessionEnding | null,
): Promise<string[]> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: sql`now()`, endedBy: why })
    .where(and(eq(sessions.archiveId, archiveId), isNull(sessions.revokedAt), which))
    .returning({ id: sessions.id });
  const ids = ended.map(({ id }) => id);
  if (ids.length > 0)
    await db
      .delete(pendingSignIns)
      .where(and(eq(pendingSignIns.archiveId, archiveId), inArray(pendingSignIns.sessionId, ids)));
  return ids;
}

/**
 * Ends a browser's session because the same person has a new one there. What was begun in it goes on in the new one: a person who opens
 * the link again while the network's window is open hasn't signed out.
 */
export async function replaceSession(tx: Transaction, former: SessionOfUser, successorId: string): Promise<void> {
  const { archiveId } = former;
  const id = await lockNewest(tx, archiveId, former.id);
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()`, replacedBy: successorId })
    .where(and(eq(sessions.archiveId, archiveId), isSession({ ...former, id }), isNull(sessions.revokedAt)));
  await tx
    .update(pendingSignIns)
    .set({ sessionId: successorId })
    .where(and(eq(pendingSignIns.archiveId, archiveId), eq(pendingSignIns.sessionId, id)));
}

/**
 * Returns the session that has taken this one's place. Another request of the browser may have begun it since the session was read, and the
 * browser keeps only one of the two cookies.
 */
async function lockNewest(tx: Transaction, archiveId: string, id: string): Promise<string> {
  const [row] = await tx
    .select({ replacedBy: sessions.replacedBy })
    .from(sessions)
    .where(and(eq(sessions.archiveId, archiveId), eq(sessions.id, id)))
    .for('update');
  return row?.replacedBy ? lockNewest(tx, archiveId, row.replacedBy) : id;
}

/**
 * Whether someone ended a session, or the one that replaced it. One that has only run out of time doesn't count: what it began has its own
 * limit of minutes.
 * @param lock whether the session can't be ended before the transaction is over
 */
export async function isSessionEnded(
  db: Db | Transaction,
  archiveId: string,
  sessionId: string,
  { lock = false } = {},
): Promise<boolean> {
  for (let id: string | null = sessionId; ;) {
    const query = db
      .select({ revokedAt: sessions.revokedAt, replacedBy: sessions.replacedBy })
      .from(sessions)
      .where(and(eq(sessions.archiveId, archiveId), eq(sessions.id, id)));
    const [row]: { revokedAt: Date | null; replacedBy: string | null }[] = await (lock ? query.for('share') : query);
    if (row?.revokedAt === null) return false;
    id = row?.replacedBy ?? null;
    if (id === null) return true;
  }
}

/** Records that a person ended sessions, in this browser or in others. */
export async function recordSignedOut(
  db: Db,
  { archiveId, userId, actor }: { archiveId: string; userId: string; actor: Actor },
  sessionIds: readonly string[],
): Promise<void> {
  if (sessionIds.length === 0) return;
  await recordAudit(db, [{ archiveId, type: 'signed_out', actor, userId, detail: { sessionIds } }]);
}
