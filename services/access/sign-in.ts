/** Signing in with an emailed link, what all ways of signing in share, and signing out. There is no principal before sign-in. */
import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { canonicalAddress } from '../../domain/email-address.js';
import type { Actor } from '../../domain/actor.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import type { KeyRing } from '../../platform/key-ring.js';
import { archives, users } from '../../db/schema.js';
import { enterSignedIn, refuseUnasked, type ArrivingBrowser } from './enter.js';
import { findSignInLink, isSignInLinkCut, useSignInLink, wasAskedIn, type SignInLink } from './sign-in-links.js';
import { endSession, recordSignedOut } from '../sessions/end-sessions.js';
import type { BrowserSession } from './sessions.js';

/** A person in an archive, with the fields that sign-in needs. */
export interface SignInUser {
  archiveId: string;
  archiveName: string;
  userId: string;
}

/** Administrators, and Account Owners who were invited to log in. */
export const isInvited = or(isNotNull(users.adminRole), and(users.isAccountOwner, eq(users.access, 'invite')));

/** Finds everyone with this email address, in any archive, who can sign in. */
export async function findSignInUsers(db: Db, email: string): Promise<SignInUser[]> {
  return db
    .select({ archiveId: users.archiveId, archiveName: archives.name, userId: users.id })
    .from(users)
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(sql`lower(${users.email}) = lower(${canonicalAddress(email)})`, isInvited))
    .orderBy(asc(archives.name), asc(users.archiveId))
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
        isInvited,
      ),
    );
  return row ?? null;
}

/** The browser in which someone opens an emailed link. */
export interface LinkBrowser extends ArrivingBrowser {
  /** The secret of the cookie that a browser has if it asked for a link. */
  asked: string | null;
}

/**
 * Signs in with an emailed link and uses it up. Returns the secret for the cookie.
 * @throws {Refusal} `sign_in_dead`; `link_unknown` when the end of the link is missing; `asked_elsewhere` or `other_person` when the person
 * must confirm first, which leaves the link unused
 */
export async function redeemSignInLink(context: Context, fragment: string, browser: LinkBrowser): Promise<string> {
  return inUnitOfWork(context, async ({ tx }) => {
    const { keys } = context.config;
    const link = await readSignInLink(tx, keys, fragment);
    const person = await useSignInLink(tx, keys, fragment);
    if (!person) throw signInDead();
    return enterSignedIn(tx, person, 'email', browser, { elsewhere: requestElsewhere(link, browser) });
  });
}

/**
 * Asks what `redeemSignInLink` would ask, and changes nothing. So the page's first question is the whole one.
 * @throws {Refusal} as `redeemSignInLink`
 */
export async function checkSignInLink({ db, config }: Context, fragment: string, browser: LinkBrowser): Promise<void> {
  const link = await readSignInLink(db, config.keys, fragment);
  await refuseUnasked(db, browser, link, requestElsewhere(link, browser));
}

async function readSignInLink(db: Db, keys: KeyRing, fragment: string): Promise<SignInLink> {
  const link = await findSignInLink(db, keys, fragment);
  if (link) return link;
  throw isSignInLinkCut(fragment) ? new Refusal('link_unknown', { cut: true }) : signInDead();
}

const requestElsewhere = (link: SignInLink, { asked }: LinkBrowser): SignInLink | null =>
  wasAskedIn(link, asked) ? null : link;

export const signInDead = () => new Refusal('sign_in_dead', {});

/** Ends the browser's session, which can also be a visit through a Personalized Link. */
export async function signOut(context: DatabaseContext, { archiveId, id, user, link }: BrowserSession): Promise<void> {
  const actor: Actor = { kind: link ? 'link' : 'user', id: link?.id ?? user.id, name: user.name };
  await inUnitOfWork(context, async ({ tx }) => {
    const ended = await endSession(tx, { archiveId, id, userId: user.id }, null);
    await recordSignedOut(tx, { archiveId, userId: user.id, actor }, ended);
  });
}
