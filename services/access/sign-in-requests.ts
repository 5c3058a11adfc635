/**
 * Addresses that people enter on the sign-in page. The page's part is one INSERT for every address, so neither its answer nor its time tells
 * whether anyone has the address. A worker looks for the people and sends the links.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { canonicalAddress } from '../../domain/email-address.js';
import { USER_AGENT_LENGTH } from '../../domain/limits.js';
import type { Db, Transaction } from '../../db/client.js';
import { newRowId } from '../../db/ids.js';
import { signInLinks, signInRequests, users } from '../../db/schema.js';
import type { Context, UnitOfWork } from '../../platform/context.js';
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
}

/** Notes that a link was asked for. Does the same for every address. */
export async function requestSignInLink(context: Context, email: string, browser: AskingBrowser): Promise<void> {
  await context.db.insert(signInRequests).values({
    id: newRowId(),
    email,
    browserHash: sha256(browser.secret),
    userAgent: browser.userAgent?.slice(0, USER_AGENT_LENGTH),
  });
  context.notifier.notify('sign-ins');
}

/** As many as one look takes. */
const BATCH_SIZE = 100;

/**
 * Sends what was asked for. Each request is a transaction of its own, so one that fails doesn't hold up the others.
 * @throws the last problem, after all others were handled
 */
export async function answerSignInRequests(context: Context): Promise<void> {
  const failed = new Set<string>();
  let problem: unknown = null;
  for (;;) {
    const rows = await context.db
      .select({ id: signInRequests.id })
      .from(signInRequests)
      .orderBy(asc(signInRequests.id))
      .limit(BATCH_SIZE + failed.size);
    const waiting = rows.filter(({ id }) => !failed.has(id));
    if (waiting.length === 0) break;
    for (const { id } of waiting) {
      try {
        await answerOne(context, id);
      } catch (error) {
        failed.add(id);
        problem = error;
      }
    }
  }
  if (problem !== null) throw problem;
}

async function answerOne(context: Context, id: string): Promise<void> {
  await inUnitOfWork(context, async (unit) => {
    // Deleting takes the row: another worker waits here, and then finds nothing.
    const [request] = await unit.tx.delete(signInRequests).where(eq(signInRequests.id, id)).returning();
    if (request) await sendLinks(context, unit, request);
  });
}

/** Sends one email per archive that has the address: a sign-in link, or to an Account Owner without a login the Personalized Link. */
async function sendLinks(context: Context, { tx, notify }: UnitOfWork, request: SignInRequest): Promise<void> {
  const { browserHash, userAgent, askedAt } = request;
  for (const { archiveId, userId } of await findOwnersWithoutLogin(tx, request.email)) {
    if ((await requestOwnLink(tx, archiveId, userId)) === 'sent') notify(`mail:${archiveId}`);
  }
  for (const { archiveId, userId } of await findSignInUsers(tx, request.email)) {
    if (!(await canSendLink(tx, archiveId, userId))) continue;
    await createSignInLink(tx, context.config.keys, { archiveId, userId }, { browserHash, userAgent, askedAt });
    notify(`mail:${archiveId}`);
  }
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

/** Limits per person: links that work at the same time, and links created per hour. More would only flood a mailbox. */
const WORKING_LINKS = 5;
const MAX_LINKS_PER_HOUR = 20;

async function canSendLink(tx: Transaction, archiveId: string, userId: string): Promise<boolean> {
  // The row lock serializes concurrent requests, so each one counts the links of the others.
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)))
    .for('no key update');
  const [row] = await tx
    .select({
      working: sql<number>`count(*) filter (where ${signInLinks.usedAt} is null and ${signInLinks.expiresAt} > now())::int`,
      lately: sql<number>`count(*) filter (where ${signInLinks.createdAt} > now() - interval '1 hour')::int`,
    })
    .from(signInLinks)
    .where(and(eq(signInLinks.archiveId, archiveId), eq(signInLinks.userId, userId)));
  return row !== undefined && row.working < WORKING_LINKS && row.lately < MAX_LINKS_PER_HOUR;
}
