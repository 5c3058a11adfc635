/** Signing in with an emailed link or an organization account, and signing out. There is no principal before sign-in. */
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { canonicalAddress } from '../../domain/email-address.js';
import type { Actor } from '../../domain/actor.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../domain/refusal.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives, signInLinks, users } from '../../db/schema.js';
import { requestOwnLink } from './own-link.js';
import { createSignInLink, isSignInLinkCut, useSignInLink } from './sign-in-links.js';
import { endSession, recordSignedOut, replaceSession } from '../sessions/end-sessions.js';
import { startLoginSession, type BrowserSession, type SignInWay } from './sessions.js';

/** A person in an archive, with the fields that sign-in needs. */
export interface SignInUser {
  archiveId: string;
  archiveName: string;
  userId: string;
}

/** Administrators, and Account Owners who were invited to log in. */
const invited = or(isNotNull(users.adminRole), and(users.isAccountOwner, eq(users.access, 'invite')));

/** Finds everyone with this email address, in any archive, who can sign in. */
async function findSignInUsers(db: Db, email: string): Promise<SignInUser[]> {
  return db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(sql`lower(${users.email}) = lower(${canonicalAddress(email)})`, invited))
    .orderBy(asc(archives.name), asc(users.archiveId))
    .limit(20);
}

/** Finds every Account Owner with this email address, in any archive, who can't sign in. */
async function findOwnersWithoutLogin(db: Db, email: string): Promise<{ archiveId: string; userId: string }[]> {
  return db
    .select({ archiveId: users.archiveId, userId: users.id })
    .from(users)
    .where(
      and(
        sql`lower(${users.email}) = lower(${email})`,
        isNull(users.adminRole),
        users.isAccountOwner,
        eq(users.access, 'connect_only'),
      ),
    )
    .orderBy(asc(users.archiveId))
    .limit(20);
}

/** Finds the person that an archive's own login names, by id or email address. */
export async function findSignInUser(db: Db, archiveId: string, subject: string): Promise<SignInUser | null> {
  const [row] = await db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(
      and(
        eq(users.archiveId, archiveId),
        or(eq(users.id, subject), sql`lower(${users.email}) = lower(${canonicalAddress(subject)})`),
        invited,
      ),
    );
  return row ?? null;
}

/** Limits per person: links that work at the same time, and links created per hour. More would only flood a mailbox. */
const WORKING_LINKS = 5;
const MAX_LINKS_PER_HOUR = 20;

/**
 * Sends one email per archive that has the address: a sign-in link, or to an Account Owner without a login the Personalized Link. The
 * caller doesn't learn whether any does.
 */
export async function requestSignInLink(context: Context, email: string): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    for (const { archiveId, userId } of await findOwnersWithoutLogin(tx, email)) {
      if ((await requestOwnLink(tx, archiveId, userId)) === 'sent') notify(`mail:${archiveId}`);
    }
    for (const { archiveId, userId } of await findSignInUsers(tx, email)) {
      if (!(await canSendLink(tx, archiveId, userId))) continue;
      await createSignInLink(tx, context.config.keys, archiveId, userId);
      notify(`mail:${archiveId}`);
    }
  });
}

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

/** The browser in which someone signs in. */
export interface SignInBrowser {
  /** The browser's previous session. */
  former: BrowserSession | null;
  userAgent: string | undefined;
}

/**
 * Signs in with an emailed link and uses it up. Returns the secret for the cookie.
 * @throws {Refusal} `sign_in_dead`; `link_unknown` when the end of the link is missing
 */
export async function redeemSignInLink(context: Context, fragment: string, browser: SignInBrowser): Promise<string> {
  return inUnitOfWork(context, async ({ tx }) => {
    const person = await useSignInLink(tx, context.config.keys, fragment);
    if (!person) throw isSignInLinkCut(fragment) ? new Refusal('link_unknown', { cut: true }) : signInDead();
    return startSession(tx, person, 'email', browser);
  });
}

export const signInDead = () => new Refusal('sign_in_dead', {});

export type OrganizationSignIn =
  | { outcome: 'signed_in'; secret: string }
  /** Several archives have the address. */
  | { outcome: 'choose'; candidates: SignInUser[] }
  | { outcome: 'unknown_person' };

/**
 * @param email the address that the organization's identity provider verified
 * @param archiveId the archive that the person chose; null before they choose
 */
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

/** Starts a new session for the browser and ends its previous login. Returns the secret for the cookie. */
export async function startSession(
  tx: Transaction,
  { archiveId, userId }: { archiveId: string; userId: string },
  by: SignInWay,
  { former, userAgent }: SignInBrowser,
): Promise<string> {
  const { id, secret } = await startLoginSession(tx, { archiveId, userId, userAgent, by });
  if (former && !former.link) await leaveSession(tx, former, { archiveId, userId, id });
  const [user] = await tx
    .select({ name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  const actor = { kind: 'user' as const, id: userId, name: user?.name ?? '' };
  await recordAudit(tx, [{ archiveId, type: 'signed_in', actor, userId, detail: { by, sessionId: id } }]);
  return secret;
}

/** Ends a browser's former session. The same person goes on in the new one with what they have begun. */
async function leaveSession(
  tx: Transaction,
  { archiveId, id, user }: BrowserSession,
  next: { archiveId: string; userId: string; id: string },
): Promise<void> {
  const former = { archiveId, id, userId: user.id };
  const isSame = next.archiveId === archiveId && next.userId === user.id;
  await (isSame ? replaceSession(tx, former, next.id) : endSession(tx, former));
}

/** Ends the browser's session, which can also be a visit through a Personalized Link. */
export async function signOut(context: DatabaseContext, { archiveId, id, user, link }: BrowserSession): Promise<void> {
  const actor: Actor = { kind: link ? 'link' : 'user', id: link?.id ?? user.id, name: user.name };
  await inUnitOfWork(context, async ({ tx }) => {
    const ended = await endSession(tx, { archiveId, id, userId: user.id });
    await recordSignedOut(tx, { archiveId, userId: user.id, actor }, ended);
  });
}
