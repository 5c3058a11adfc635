/**
 * The one way into a browser, for every kind of sign-in and for visits through Personalized Links. A link can come from anyone, and
 * whoever follows it works on as the person that it names. So nobody is moved out of someone else's session without being asked
 * ("if somebody else is signed in, a page names both and the archive and asks").
 */
import { and, eq, gt, sql } from 'drizzle-orm';
import { notFound, Refusal, type RefusalParams, type SessionHolder } from '../../domain/refusal.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives, sessions, users } from '../../db/schema.js';
import { sha256 } from '../../platform/key-ring.js';
import { recordAudit } from '../audit/audit-log.js';
import type { PersonalizedLink } from './personalized-links.js';
import { endSession, replaceSession } from '../sessions/end-sessions.js';
import {
  SESSION_LIFE_SECONDS,
  startLinkSession,
  startLoginSession,
  type BrowserSession,
  type LapsedSession,
  type SignInWay,
} from './sessions.js';

/** The browser in which someone arrives. */
export interface ArrivingBrowser {
  /** The session that it already has. */
  former: BrowserSession | null;
  /** The session that it had until it ran out of time. Its person still expects to be the one who goes on here. */
  lapsed: LapsedSession | null;
  userAgent: string | undefined;
  /** The `question` that the person has confirmed, as they were asked it; null if they weren't. */
  confirmed: string | null;
}

interface Person {
  archiveId: string;
  userId: string;
}

/** An emailed link that was asked for in another browser, or that is an invitation: `askedAt` is null. */
export interface RequestElsewhere {
  id: string;
  askedAt: Date | null;
  userAgent: string | null;
}

/**
 * Signs the person in and ends the session that the browser had. Returns the secret for the cookie. What the caller used up for it
 * must be in the same transaction, so that a refusal leaves it unused.
 * @param more.elsewhere what to ask about besides, for an emailed link that this browser didn't ask for
 * @param more.authenticatedAt when the person proved who they are, if not now
 * @throws {Refusal} `other_person`, `asked_elsewhere`
 */
export async function enterSignedIn(
  tx: Transaction,
  { archiveId, userId }: Person,
  by: SignInWay,
  browser: ArrivingBrowser,
  { elsewhere = null, authenticatedAt }: { elsewhere?: RequestElsewhere | null; authenticatedAt?: Date } = {},
): Promise<string> {
  await refuseUnasked(tx, browser, { archiveId, userId }, elsewhere);
  const { id, secret } = await startLoginSession(tx, {
    archiveId,
    userId,
    userAgent: browser.userAgent,
    by,
    authenticatedAt,
  });
  await endFormer(tx, browser, { archiveId, userId, id });
  const { name } = await readHolder(tx, { archiveId, userId });
  const actor = { kind: 'user' as const, id: userId, name };
  await recordAudit(tx, [{ archiveId, type: 'signed_in', actor, userId, detail: { by, sessionId: id } }]);
  return secret;
}

/**
 * Begins a visit through a link that the caller has validated. Returns the secret for the cookie, or null when the browser goes on
 * with its session: that of the same person's sign-in, which can do more, or of a visit through the same link.
 * @throws {Refusal} `other_person`
 */
export async function enterThroughLink(
  tx: Transaction,
  link: PersonalizedLink,
  browser: ArrivingBrowser,
): Promise<string | null> {
  await refuseUnasked(tx, browser, link);
  if (await goesOn(tx, browser, link)) return null;
  const { id, secret } = await startLinkSession(tx, link);
  await endFormer(tx, browser, { ...link, id });
  return secret;
}

const isSamePerson = ({ archiveId, user }: LapsedSession, person: Person): boolean =>
  archiveId === person.archiveId && user.id === person.userId;

/** Returns the session of whoever the browser is used by, as far as it knows. */
const knownIn = ({ former, lapsed }: ArrivingBrowser): LapsedSession | null => former ?? lapsed;

/**
 * Asks what must be asked before the browser becomes the person's. A confirmation counts only for the question as it is now: between the
 * question and the answer, another tab can have changed whose session it is, and the person agreed to leave only the one that was named.
 * @throws {Refusal} `other_person`, `asked_elsewhere`
 */
export async function refuseUnasked(
  db: Db,
  browser: ArrivingBrowser,
  person: Person,
  elsewhere: RequestElsewhere | null = null,
): Promise<void> {
  const known = knownIn(browser);
  const other = known === null || isSamePerson(known, person) ? null : known;
  if (other === null && elsewhere === null) return;
  const current = other && (await currentHolder(db, other));
  const next = await readHolder(db, person);
  const isOver = other !== null && (await wasEndedMeanwhile(db, other));
  const question = digestOf([other?.id, current, next, person.userId, elsewhere?.id, isOver]);
  if (browser.confirmed === question) return;
  if (elsewhere) throw askedElsewhere(current, next, elsewhere, question);
  if (current) throw new Refusal('other_person', { current, next: shownHolder(next), question });
}

/**
 * Whether another request of the same browser has ended its session since this one was read. Waits for one that is about to, until the
 * transaction ends: otherwise two answers given at once would each begin a session, and the browser would forget one of them.
 */
async function wasEndedMeanwhile(db: Db, { archiveId, id }: LapsedSession): Promise<boolean> {
  const [row] = await db
    .select({ revokedAt: sessions.revokedAt })
    .from(sessions)
    .where(and(eq(sessions.archiveId, archiveId), eq(sessions.id, id)))
    .for('update');
  return row !== undefined && row.revokedAt !== null;
}

/** Stands for all that a question is about, without saying it. */
const digestOf = (facts: readonly unknown[]): string =>
  sha256(`question ${JSON.stringify(facts)}`).toString('base64url');

/** Returns null if the person was removed a moment ago, and the session with them. */
async function currentHolder(db: Db, { archiveId, user, link }: LapsedSession) {
  const holder = await findHolder(db, { archiveId, userId: user.id });
  return holder && { ...shownHolder(holder), through: link ? ('link' as const) : ('sign_in' as const) };
}

/** Says whom the link signs in, and where and when it was asked for. An invitation wasn't asked for by any browser. */
function askedElsewhere(
  current: RefusalParams['asked_elsewhere']['current'],
  { name: person, email, archive, timeZone }: NextHolder,
  { askedAt, userAgent }: RequestElsewhere,
  question: string,
): Refusal {
  const asked = askedAt && { at: askedAt.toISOString(), userAgent };
  return new Refusal('asked_elsewhere', { person, email, archive, timeZone, asked, current, question });
}

/**
 * Whether the browser's own session is as good as a new one. Opening the same email twice must not end the first visit, because a
 * sign-in at a network may have begun in it. One that is about to expire is replaced.
 */
async function goesOn(db: Db, { former }: ArrivingBrowser, link: PersonalizedLink): Promise<boolean> {
  if (former === null || !isSamePerson(former, link)) return false;
  if (former.link === null) return true;
  if (former.link.id !== link.id || former.link.epoch !== link.epoch) return false;
  const [young] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.archiveId, former.archiveId),
        eq(sessions.id, former.id),
        gt(sessions.createdAt, sql`now() - ${SESSION_LIFE_SECONDS / 2} * interval '1 second'`),
      ),
    );
  return young !== undefined;
}

/**
 * The browser forgets its old cookie, so nobody could end that session later: it ends here, at the server. The same person goes on in the
 * new session with what they have begun.
 */
async function endFormer(tx: Transaction, browser: ArrivingBrowser, next: Person & { id: string }): Promise<void> {
  const known = knownIn(browser);
  if (known === null) return;
  const ended = { archiveId: known.archiveId, userId: known.user.id, id: known.id };
  await (isSamePerson(known, next) ? replaceSession(tx, ended, next.id) : endSession(tx, ended, null));
}

interface NextHolder extends SessionHolder {
  email: string;
  timeZone: string;
}

const shownHolder = ({ name, archive, archiveId }: SessionHolder): SessionHolder => ({ name, archive, archiveId });

/** @throws {Refusal} `not_found` if the person was removed a moment ago */
async function readHolder(db: Db, person: Person): Promise<NextHolder> {
  const holder = await findHolder(db, person);
  if (!holder) throw notFound('user');
  return holder;
}

async function findHolder(db: Db, { archiveId, userId }: Person): Promise<NextHolder | null> {
  const [row] = await db
    .select({
      name: users.name,
      email: users.email,
      archive: archives.name,
      archiveId: archives.id,
      timeZone: archives.timeZone,
    })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  return row ?? null;
}
