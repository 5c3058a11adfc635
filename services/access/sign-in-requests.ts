/**
 * Addresses that people enter on the sign-in page. The page's part is one INSERT for every address, so neither its answer nor its time tells
 * whether anyone has the address. A worker looks for the people and sends the links.
 */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { canonicalAddress } from '../../domain/email-address.js';
import { USER_AGENT_LENGTH } from '../../domain/limits.js';
import type { AskedCause } from '../../domain/mail-limits.js';
import type { Db } from '../../db/client.js';
import { isAnyOf } from '../../db/any-of.js';
import { newRowId } from '../../db/ids.js';
import { sessions, signInRequests, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { sha256 } from '../../platform/key-ring.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { requestOwnLink } from './own-link.js';
import { findSignInUsers } from './sign-in.js';
import { createSignInLink } from './sign-in-links.js';

type SignInRequest = typeof signInRequests.$inferSelect;

/** The browser in which someone asks for a link. */
export interface AskingBrowser {
  /** The secret of its cookie. */
  secret: string;
  userAgent: string | undefined;
  /** The secret of the session that it has, or had: null if it has no such cookie. Not looked up here. */
  session: string | null;
}

/** Notes that a link was asked for. Does the same for every address. */
export async function requestSignInLink(context: Context, email: string, browser: AskingBrowser): Promise<void> {
  await context.db.insert(signInRequests).values({
    id: newRowId(),
    email,
    browserHash: sha256(browser.secret),
    userAgent: browser.userAgent?.slice(0, USER_AGENT_LENGTH),
    sessionHash: browser.session === null ? null : sha256(browser.session),
  });
  context.notifier.notify('sign-ins');
}

/** As many as one look takes. */
const BATCH_SIZE = 100;

/**
 * Sends what was asked for. Each browser's requests for an address are a transaction of their own, so one that fails, or that another
 * worker has, doesn't hold up the others.
 * @throws the last problem, after all others were handled
 */
export async function answerSignInRequests(context: Context): Promise<void> {
  const passedOver = new Set<string>();
  let problem: unknown = null;
  for (;;) {
    const { id, email, browserHash } = signInRequests;
    const rows = await context.db
      .select({ id, email, browserHash })
      .from(signInRequests)
      .orderBy(asc(id))
      .limit(BATCH_SIZE + passedOver.size);
    const waiting = rows.filter((row) => !passedOver.has(row.id));
    if (waiting.length === 0) break;
    for (const alike of Map.groupBy(waiting, whoAsks).values()) {
      const ids = alike.map((row) => row.id);
      const passOver = () => ids.forEach((one) => passedOver.add(one));
      try {
        if (!(await answerAlike(context, ids))) passOver();
      } catch (error) {
        passOver();
        problem = error;
      }
    }
  }
  if (problem !== null) throw problem;
}

/**
 * Takes requests of one browser for one address, which one email answers. False if another worker has them. If this one is stopped, the
 * next one takes them again.
 */
async function answerAlike(context: Context, ids: readonly string[]): Promise<boolean> {
  return context.db.transaction(async (tx) => {
    const taken = await tx
      .select()
      .from(signInRequests)
      .where(isAnyOf(signInRequests.id, ids))
      .orderBy(asc(signInRequests.id))
      .for('update', { skipLocked: true });
    const [request] = taken;
    if (!request) return false;
    const known = await findKnownPeople(context.db, taken);
    await sendLinks(context, request, (person) => (known.has(keyOf(person)) ? 'asked_known' : 'asked'));
    const answered = taken.map(({ id }) => id);
    await tx.delete(signInRequests).where(isAnyOf(signInRequests.id, answered));
    return true;
  });
}

/** The same for requests that one email answers. A link opens only in the browser that asked for it, so another one needs its own. */
const whoAsks = ({ email, browserHash }: Pick<SignInRequest, 'email' | 'browserHash'>): string =>
  `${browserHash.toString('hex')} ${canonicalAddress(email).toLowerCase()}`;

/**
 * Sends one email per archive that has the address: a sign-in link, or to an Account Owner without a login the Personalized Link. Each
 * archive has a transaction of its own, because emails lock what they count toward.
 */
async function sendLinks(
  context: Context,
  request: SignInRequest,
  causeFor: (person: Person) => AskedCause,
): Promise<void> {
  const { browserHash, userAgent, askedAt } = request;
  for (const { archiveId, userId } of await findOwnersWithoutLogin(context.db, request.email)) {
    await inUnitOfWork(context, async ({ tx, notify }) => {
      if ((await requestOwnLink(tx, archiveId, userId, causeFor({ archiveId, userId }))) === 'sent')
        notify(`mail:${archiveId}`);
    });
  }
  for (const person of await findSignInUsers(context.db, request.email)) {
    await inUnitOfWork(context, async ({ tx, notify }) => {
      const asked = { browserHash, userAgent, askedAt };
      const linkId = await createSignInLink(tx, context.config.keys, person, asked, causeFor(person));
      if (linkId !== null) notify(`mail:${person.archiveId}`);
    });
  }
}

type Person = Pick<typeof users.$inferSelect, 'archiveId'> & { userId: string };

const keyOf = ({ archiveId, userId }: Person): string => `${archiveId} ${userId}`;

/**
 * Finds whose sessions the asking browsers have. One that has run out of time counts while its row is kept, because that's when people ask;
 * one that somebody ended doesn't.
 */
async function findKnownPeople(db: Db, requests: readonly SignInRequest[]): Promise<Set<string>> {
  const hashes = requests.flatMap(({ sessionHash }) => sessionHash ?? []);
  if (hashes.length === 0) return new Set();
  const found = await db
    .select({ archiveId: sessions.archiveId, userId: sessions.userId })
    .from(sessions)
    .where(and(inArray(sessions.hash, hashes), isNull(sessions.revokedAt)));
  return new Set(found.map(keyOf));
}

/** Finds every Account Owner with this email address, in any archive, who can't sign in. */
async function findOwnersWithoutLogin(db: Db, email: string): Promise<{ archiveId: string; userId: string }[]> {
  return db
    .select({ archiveId: users.archiveId, userId: users.id })
    .from(users)
    .where(
      and(
        sql`lower(${users.email}) = lower(${canonicalAddress(email)})`,
        isNull(users.adminRole),
        users.isAccountOwner,
        eq(users.access, 'connect_only'),
      ),
    )
    .orderBy(asc(users.archiveId))
    .limit(20);
}
