/** Signing in with an emailed link or an organization account, and signing out. There is no principal before sign-in. */
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { canonicalAddress } from '../../domain/email-address.js';
import type { Actor } from '../../domain/actor.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import { archives, users } from '../../db/schema.js';
import { enterSignedIn, type ArrivingBrowser } from './enter.js';
import { requestOwnLink } from './own-link.js';
import { createSignInLink, isSignInLinkCut, useSignInLink } from './sign-in-links.js';
import { endSession, recordSignedOut } from '../sessions/end-sessions.js';
import type { BrowserSession } from './sessions.js';

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

/**
 * Sends one email per archive that has the address: a sign-in link, or to an Account Owner without a login the Personalized Link. The
 * caller doesn't learn whether any does.
 */
export async function requestSignInLink(context: Context, email: string): Promise<void> {
  // Each archive has a transaction of its own, because emails lock what they count toward.
  for (const { archiveId, userId } of await findOwnersWithoutLogin(context.db, email)) {
    await inUnitOfWork(context, async ({ tx, notify }) => {
      if ((await requestOwnLink(tx, archiveId, userId)) === 'sent') notify(`mail:${archiveId}`);
    });
  }
  for (const { archiveId, userId } of await findSignInUsers(context.db, email)) {
    await inUnitOfWork(context, async ({ tx, notify }) => {
      const linkId = await createSignInLink(tx, context.config.keys, archiveId, userId);
      if (linkId !== null) notify(`mail:${archiveId}`);
    });
  }
}

/**
 * Signs in with an emailed link and uses it up. Returns the secret for the cookie.
 * @throws {Refusal} `other_person`, which leaves the link unused; `sign_in_dead`; `link_unknown` when the end of the link is missing
 */
export async function redeemSignInLink(context: Context, fragment: string, browser: ArrivingBrowser): Promise<string> {
  return inUnitOfWork(context, async ({ tx }) => {
    const person = await useSignInLink(tx, context.config.keys, fragment);
    if (!person) throw isSignInLinkCut(fragment) ? new Refusal('link_unknown', { cut: true }) : signInDead();
    return enterSignedIn(tx, person, 'email', browser);
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
 * @throws {Refusal} `other_person`
 */
export async function signInWithOrganization(
  context: Context,
  email: string,
  archiveId: string | null,
  browser: ArrivingBrowser,
): Promise<OrganizationSignIn> {
  const known = await findSignInUsers(context.db, email);
  const candidates = known.filter((one) => archiveId === null || one.archiveId === archiveId);
  const [person, other] = candidates;
  if (!person) return { outcome: 'unknown_person' };
  if (other) return { outcome: 'choose', candidates };
  const secret = await inUnitOfWork(context, ({ tx }) => enterSignedIn(tx, person, 'organization', browser));
  return { outcome: 'signed_in', secret };
}

/** Ends the browser's session, which can also be a visit through a Personalized Link. */
export async function signOut(context: DatabaseContext, { archiveId, id, user, link }: BrowserSession): Promise<void> {
  const actor: Actor = { kind: link ? 'link' : 'user', id: link?.id ?? user.id, name: user.name };
  await inUnitOfWork(context, async ({ tx }) => {
    const ended = await endSession(tx, { archiveId, id, userId: user.id });
    await recordSignedOut(tx, { archiveId, userId: user.id, actor }, ended);
  });
}
