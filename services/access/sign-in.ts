/** Signing in by an emailed link or with the organization, and signing out. Who signs in is nobody yet: there is no principal. */
import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../domain/refusal.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives, signInLinks, users } from '../../db/schema.js';
import { createSignInLink, useSignInLink } from './sign-in-links.js';
import { endSession, startLoginSession, type BrowserSession } from './sessions.js';

/** A person of an archive, as far as signing in needs to know them. */
export interface SignInUser {
  archiveId: string;
  archiveName: string;
  userId: string;
}

/** Administrators, and Account Owners who were invited to log in. */
const invited = or(isNotNull(users.adminRole), and(users.isAccountOwner, eq(users.access, 'invite')));

/** The people of all archives with this address who may sign in. */
async function findSignInUsers(db: Db, email: string): Promise<SignInUser[]> {
  return db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(sql`lower(${users.email}) = lower(${email})`, invited))
    .orderBy(asc(archives.name), asc(users.archiveId))
    .limit(20);
}

/** The person of one archive whom its own login names, by id or by email address. */
export async function findSignInUser(db: Db, archiveId: string, subject: string): Promise<SignInUser | null> {
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

/** One email for each archive that knows the address; nobody learns whether there is one. */
export async function requestSignInLink(context: Context, email: string): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    for (const { archiveId, userId } of await findSignInUsers(tx, email)) {
      if (!(await hasRoomForLink(tx, archiveId, userId))) continue;
      await createSignInLink(tx, context.config.keys, archiveId, userId);
      notify(`mail:${archiveId}`);
    }
  });
}

async function hasRoomForLink(tx: Transaction, archiveId: string, userId: string): Promise<boolean> {
  // One after the other, so that many at once are counted too.
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)))
    .for('no key update');
  const [made] = await tx
    .select({
      working: sql<number>`count(*) filter (where ${signInLinks.usedAt} is null and ${signInLinks.expiresAt} > now())::int`,
      lately: sql<number>`count(*) filter (where ${signInLinks.createdAt} > now() - interval '1 hour')::int`,
    })
    .from(signInLinks)
    .where(and(eq(signInLinks.archiveId, archiveId), eq(signInLinks.userId, userId)));
  return made !== undefined && made.working < WORKING_LINKS && made.lately < LINKS_AN_HOUR;
}

/** Where somebody signs in. */
export interface SignInBrowser {
  /** The visit that the browser had before. */
  former: BrowserSession | null;
  userAgent: string | undefined;
}

/** The link of an email is used up. Returns the secret for the cookie. @throws {Refusal} `sign_in_dead` */
export async function redeemSignInLink(context: Context, fragment: string, browser: SignInBrowser): Promise<string> {
  return inUnitOfWork(context, async ({ tx }) => {
    const person = await useSignInLink(tx, context.config.keys, fragment);
    if (!person) throw signInDead();
    return startSession(tx, person, 'email', browser);
  });
}

export const signInDead = () => new Refusal('sign_in_dead', {});

export type OrganizationSignIn =
  | { outcome: 'signed_in'; secret: string }
  /** Several archives know the address. */
  | { outcome: 'choose'; candidates: SignInUser[] }
  | { outcome: 'unknown_person' };

/** @param email of whom the organization has said that it is theirs. @param archiveId the one that they chose; null: none yet */
export async function signInWithOrganization(
  context: Context,
  email: string,
  archiveId: string | null,
  browser: SignInBrowser,
): Promise<OrganizationSignIn> {
  const known = await findSignInUsers(context.db, email);
  const candidates = known.filter((one) => archiveId === null || one.archiveId === archiveId);
  const [person, other] = candidates;
  if (!person) return { outcome: 'unknown_person' };
  if (other) return { outcome: 'choose', candidates };
  const secret = await inUnitOfWork(context, ({ tx }) => startSession(tx, person, 'organization', browser));
  return { outcome: 'signed_in', secret };
}

/** A new session for the browser, never the one that it came with. Returns the secret for the cookie. */
export async function startSession(
  tx: Transaction,
  { archiveId, userId }: { archiveId: string; userId: string },
  by: 'email' | 'organization' | 'archive',
  { former, userAgent }: SignInBrowser,
): Promise<string> {
  if (former && !former.link) await endSession(tx, { ...former, userId: former.user.id });
  const { id, secret } = await startLoginSession(tx, { archiveId, userId, userAgent });
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  const actor = { kind: 'user' as const, id: userId, name: user?.name ?? '' };
  await recordAudit(tx, [{ archiveId, type: 'signed_in', actor, userId, detail: { by, sessionId: id } }]);
  return secret;
}

/** Also ends a visit through a Personalized Link. */
export async function signOut({ db }: Pick<Context, 'db'>, { archiveId, id, user }: BrowserSession): Promise<void> {
  await endSession(db, { archiveId, id, userId: user.id });
}
