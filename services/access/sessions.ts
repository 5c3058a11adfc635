/** Browser sessions. The cookie holds a random secret. The row holds its SHA-256 and can be revoked. */
import { and, desc, eq, gt, inArray, isNull, lt, not, sql } from 'drizzle-orm';
import { SESSION_HOURS, SESSION_IDLE_HOURS, USER_AGENT_LENGTH } from '../../domain/limits.js';
import type { PersonPrincipal, Principal } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import type { Windows } from '../../domain/windows.js';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { isLinkValid, type PersonalizedLink } from './personalized-links.js';
import { maySignIn } from '../../domain/roles.js';
import { personalizedLinks, sessions, users, type SIGN_IN_WAYS } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { OWN, useCase } from '../use-case.js';
import {
  endLoginSessions,
  endSession,
  endSessionsExcept,
  recordSignedOut,
  type SessionEnding,
} from '../sessions/end-sessions.js';
import { endSignInLinks } from './sign-in-links.js';

export const SESSION_LIFE_SECONDS = SESSION_HOURS * 3600;

/** "Last used" is accurate to the minute, so that most requests don't write to the row. */
const USE_RECORDED_EVERY = sql`interval '1 minute'`;

/** A session ends when someone ends it, when it's old, and when no one has used it for a while. */
const working = and(
  isNull(sessions.revokedAt),
  gt(sessions.expiresAt, sql`now()`),
  sql`${sessions.lastUsedAt} > now() - ${SESSION_IDLE_HOURS} * interval '1 hour'`,
);

export type SessionRow = typeof sessions.$inferSelect;

export type SignInWay = (typeof SIGN_IN_WAYS)[number];

export interface BrowserSession {
  id: string;
  archiveId: string;
  user: typeof users.$inferSelect;
  /** Seconds since the person proved who they are. */
  age: number;
  /** How the person signed in; null for a visit through a link, and for old sessions. */
  by: SignInWay | null;
  /** Set for a visit through a Personalized Link, which sees only that owner's accounts; null for a login. */
  link: { id: string; epoch: number } | null;
}

export type LapsedSession = Omit<BrowserSession, 'age' | 'by'>;

/** Starts a visit through a Personalized Link that the caller has validated. Returns its id and the secret for the cookie. */
export async function startLinkSession(db: Db, link: PersonalizedLink): Promise<{ id: string; secret: string }> {
  await purgeEnded(db);
  const [secret, id] = [randomSecret(), newId('session')];
  await db.insert(sessions).values({
    archiveId: link.archiveId,
    id,
    userId: link.userId,
    kind: 'link',
    hash: sha256(secret),
    linkId: link.id,
    linkEpoch: link.epoch,
    expiresAt: sql`now() + ${SESSION_LIFE_SECONDS} * interval '1 second'`,
  });
  return { id, secret };
}

/** Starts a session for a person who signed in. Returns its id and the secret for the cookie. */
export async function startLoginSession(
  db: Db,
  person: { archiveId: string; userId: string; userAgent?: string; by?: SignInWay; authenticatedAt?: Date },
): Promise<{ id: string; secret: string }> {
  await purgeEnded(db);
  const [secret, id] = [randomSecret(), newId('session')];
  await db.insert(sessions).values({
    archiveId: person.archiveId,
    id,
    userId: person.userId,
    kind: 'login',
    hash: sha256(secret),
    userAgent: person.userAgent?.slice(0, USER_AGENT_LENGTH),
    signedInBy: person.by,
    authenticatedAt: person.authenticatedAt,
    expiresAt: sql`now() + ${SESSION_LIFE_SECONDS} * interval '1 second'`,
  });
  return { id, secret };
}

/** Requires a person who signed in; a visit through a Personalized Link doesn't count. @throws {Refusal} `forbidden` */
export function requireLogin(principal: Principal): PersonPrincipal & { via: { kind: 'login' } } {
  if (isLogin(principal)) return principal;
  throw new Refusal('forbidden', { audience: 'signed_in' });
}

const isLogin = (principal: Principal): principal is PersonPrincipal & { via: { kind: 'login' } } =>
  principal.kind === 'person' && principal.via.kind === 'login';

/** A visit through a link that was renewed in the meantime has ended. */
const linkIsCurrent = sql`(${sessions.kind} = 'login' or exists (select from ${personalizedLinks}
  where ${personalizedLinks.archiveId} = ${sessions.archiveId} and ${personalizedLinks.id} = ${sessions.linkId}
  and ${personalizedLinks.epoch} = ${sessions.linkEpoch}))`;

/** Lists the person's active sessions, newest first. @throws {Refusal} `forbidden` */
export const listOwnSessions = useCase(OWN, async ({ context, principal, archiveId }): Promise<SessionRow[]> => {
  const { userId } = requireLogin(principal);
  return context.db
    .select()
    .from(sessions)
    .where(and(working, linkIsCurrent, eq(sessions.archiveId, archiveId), eq(sessions.userId, userId)))
    .orderBy(desc(sessions.id));
});

/** Ends one session. Does nothing when it has ended or belongs to someone else. @throws {Refusal} `forbidden` */
export const endOwnSession = useCase(
  OWN,
  async ({ context, principal, archiveId, actor }, id: string): Promise<void> => {
    const { userId } = requireLogin(principal);
    await inUnitOfWork(context, async ({ tx }) => {
      await recordSignedOut(tx, { archiveId, userId, actor }, await endSession(tx, { archiveId, userId, id }, 'ended'));
    });
  },
);

/** Ends all of the person's sessions except the current one. @throws {Refusal} `forbidden` */
export const endOtherSessions = useCase(OWN, async ({ context, principal, archiveId, actor }): Promise<void> => {
  const { userId, via } = requireLogin(principal);
  await inUnitOfWork(context, async ({ tx }) => {
    const ended = await endSessionsExcept(tx, { archiveId, userId, id: via.sessionId });
    await recordSignedOut(tx, { archiveId, userId, actor }, ended);
  });
});

/** Signs people out everywhere. Links that were emailed to them for signing in no longer work either. */
export async function endLogins(
  db: Db,
  archiveId: string,
  userIds: readonly string[],
  why: SessionEnding,
): Promise<void> {
  if (userIds.length === 0) return;
  await endLoginSessions(db, archiveId, userIds, why);
  await endSignInLinks(db, archiveId, userIds);
}

/**
 * When a person proved who they are if the session doesn't say: when it began. If someone else vouches for them, that may have been at any
 * time. So a session that a process from before this rule wrote is never fresh.
 */
const unknownProof = sql`case when ${sessions.signedInBy} in ('organization', 'archive') then 'epoch'
  else ${sessions.createdAt} end`;

/**
 * Finds a valid session; runs on every request. Its user must still exist, and its link must still be valid.
 * @param isUse whether a person does something. What a page asks for by itself doesn't keep a session alive.
 */
export async function findSession(
  db: Db,
  windows: Windows,
  secret: string,
  { isUse }: { isUse: boolean },
): Promise<BrowserSession | null> {
  const [row] = await db
    .select({
      session: sessions,
      user: users,
      noteUse: sql<boolean>`${sessions.lastUsedAt} < now() - ${USE_RECORDED_EVERY}`,
      age: sql<number>`extract(epoch from now()
        - least(${sessions.createdAt}, coalesce(${sessions.authenticatedAt}, ${unknownProof})))::float8`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.archiveId, sessions.archiveId), eq(users.id, sessions.userId)))
    .where(and(eq(sessions.hash, sha256(secret)), working));
  if (!row) return null;
  const session = await validSession(db, windows, row);
  if (session && isUse && row.noteUse)
    await db
      .update(sessions)
      .set({ lastUsedAt: sql`now()` })
      .where(and(eq(sessions.hash, row.session.hash), working));
  return session;
}

/**
 * Finds the session of a browser's cookie if nobody ended it, and nobody has used it for a while. It admits nobody. After its last hour,
 * nobody expects to go on as who they were.
 */
export async function findLapsedSession(db: Db, secret: string): Promise<LapsedSession | null> {
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, and(eq(users.archiveId, sessions.archiveId), eq(users.id, sessions.userId)))
    .where(
      and(
        eq(sessions.hash, sha256(secret)),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        not(working!),
      ),
    );
  if (!row) return null;
  const { id, archiveId, linkId, linkEpoch } = row.session;
  return {
    id,
    archiveId,
    user: row.user,
    link: linkId && linkEpoch !== null ? { id: linkId, epoch: linkEpoch } : null,
  };
}

/** Why a session is over: what ended it, or which of its times ran out. */
export type SessionOver = { kind: SessionRow['kind']; why: SessionEnding | 'unused' | 'old' };

/** Tells the browser that still has a session's cookie why the session is over. Null when there is nothing to tell. */
export async function whySessionEnded(db: Db, secret: string): Promise<SessionOver | null> {
  const [row] = await db
    .select({
      kind: sessions.kind,
      isRevoked: sql<boolean>`${sessions.revokedAt} is not null`,
      endedBy: sessions.endedBy,
      isOld: sql<boolean>`${sessions.expiresAt} <= now()`,
    })
    .from(sessions)
    .where(and(eq(sessions.hash, sha256(secret)), not(working!)));
  if (!row) return null;
  const { kind, isRevoked, endedBy, isOld } = row;
  if (isRevoked) return endedBy && { kind, why: endedBy };
  return { kind, why: isOld ? 'old' : 'unused' };
}

async function validSession(
  db: Db,
  windows: Windows,
  { session, user, age }: { session: SessionRow; user: BrowserSession['user']; age: number },
): Promise<BrowserSession | null> {
  const { id, archiveId, kind, linkId, linkEpoch, signedInBy: by } = session;
  // Someone whose invitation to sign in was taken back is signed out at once.
  if (kind === 'login') return maySignIn(user) ? { id, archiveId, user, age, by, link: null } : null;
  // Someone who is no longer an Account Owner no longer has a Personalized Link.
  if (linkId === null || linkEpoch === null || !user.isAccountOwner) return null;
  if (!(await isLinkValid(db, windows, archiveId, linkId, linkEpoch))) return null;
  return { id, archiveId, user, age, by: null, link: { id: linkId, epoch: linkEpoch } };
}

/** Deletes a few expired rows with each new session. Skips rows that a concurrent call is deleting. */
async function purgeEnded(db: Db): Promise<void> {
  const ended = db
    .select({ hash: sessions.hash })
    .from(sessions)
    .where(lt(sessions.expiresAt, sql`now() - interval '1 day'`))
    .limit(20)
    .for('update', { skipLocked: true });
  await db.delete(sessions).where(inArray(sessions.hash, ended));
}
