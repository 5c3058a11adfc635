/** Whom an organization's provider names: by its permanent ID of the person, and by email address only the first time. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationIdentity } from '../../domain/organization-identity.js';
import type { Db, Transaction } from '../../db/client.js';
import { archives, oidcIdentities, oidcIssuers, users } from '../../db/schema.js';
import { findSignInUsers, isInvited, type SignInUser } from './sign-in.js';

/** The one way in which an issuer is written. */
export const issuerName = (issuer: string): string => new URL(issuer).href.replace(/\/$/, '');

export interface OrganizationMatches {
  /** The people that the identity stands for, or will with its first sign-in. */
  candidates: SignInUser[];
  /** People with its address whom another identity of the provider stands for. */
  taken: SignInUser[];
}

/**
 * @param servedBy the provider as the operator named it; some providers name one issuer per tenant in their tokens
 */
export async function findOrganizationMatches(
  db: Db,
  servedBy: string,
  identity: OrganizationIdentity,
): Promise<OrganizationMatches> {
  const linked = await findLinked(db, identity);
  const decided = new Set(linked.map(({ archiveId }) => archiveId));
  const named = identity.email === null ? [] : await findSignInUsers(db, identity.email);
  // In an archive where the identity is linked, the address no longer counts.
  const undecided = named.filter(({ archiveId }) => !decided.has(archiveId));
  const held = await findLinkedUserIds(db, identity.issuer, undecided);
  const invited = linked.filter(({ isInvited: may }) => may);
  const free = undecided.filter(({ userId }) => !held.has(userId));
  const served = await findServed(db, servedBy, [...invited, ...undecided]);
  const isServed = ({ archiveId }: SignInUser) => served.has(archiveId);
  return {
    candidates: [...invited, ...free].filter(isServed),
    taken: undecided.filter(({ userId }) => held.has(userId)).filter(isServed),
  };
}

async function findLinked(db: Db, { issuer, subject }: OrganizationIdentity) {
  return db
    .select({
      archiveId: users.archiveId,
      archiveName: archives.name,
      userId: users.id,
      isInvited: sql<boolean>`${isInvited}`,
    })
    .from(oidcIdentities)
    .innerJoin(users, and(eq(users.archiveId, oidcIdentities.archiveId), eq(users.id, oidcIdentities.userId)))
    .innerJoin(archives, eq(archives.id, users.archiveId))
    .where(and(eq(oidcIdentities.issuer, issuer), eq(oidcIdentities.subject, subject)))
    .orderBy(asc(archives.name), asc(users.archiveId));
}

/** Finds which of these people an identity of the issuer stands for already. */
async function findLinkedUserIds(db: Db, issuer: string, people: readonly SignInUser[]): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const userIds = people.map(({ userId }) => userId);
  const rows = await db
    .select({ userId: oidcIdentities.userId })
    .from(oidcIdentities)
    .where(and(eq(oidcIdentities.issuer, issuer), inArray(oidcIdentities.userId, userIds)));
  return new Set(rows.map(({ userId }) => userId));
}

/** Finds which of the archives the provider serves: those that the operator named, or all while none is named. */
async function findServed(db: Db, issuer: string, people: readonly SignInUser[]): Promise<Set<string>> {
  const rows = await db.select().from(oidcIssuers);
  if (rows.length === 0) return new Set(people.map(({ archiveId }) => archiveId));
  return new Set(rows.filter((row) => row.issuer === issuer).map(({ archiveId }) => archiveId));
}

/** Links the identity to the person, unless it is. False if either was linked to another in the meantime. */
export async function linkIdentity(
  tx: Transaction,
  { archiveId, userId }: SignInUser,
  { issuer, subject }: OrganizationIdentity,
): Promise<boolean> {
  await tx.insert(oidcIdentities).values({ archiveId, userId, issuer, subject }).onConflictDoNothing();
  const [linked] = await tx
    .select({ userId: oidcIdentities.userId })
    .from(oidcIdentities)
    .where(
      and(
        eq(oidcIdentities.archiveId, archiveId),
        eq(oidcIdentities.issuer, issuer),
        eq(oidcIdentities.subject, subject),
      ),
    );
  return linked?.userId === userId;
}

/** Whether an identity of any provider stands for the person. */
export async function isLinked(db: Db, archiveId: string, userId: string): Promise<boolean> {
  const rows = await db
    .select({ userId: oidcIdentities.userId })
    .from(oidcIdentities)
    .where(and(eq(oidcIdentities.archiveId, archiveId), eq(oidcIdentities.userId, userId)))
    .limit(1);
  return rows.length > 0;
}

/** Unlinks a person, so that the next one whom the provider names with the person's address is linked. Returns whether anything was. */
export async function unlinkIdentities(db: Db, archiveId: string, userId: string): Promise<boolean> {
  const ended = await db
    .delete(oidcIdentities)
    .where(and(eq(oidcIdentities.archiveId, archiveId), eq(oidcIdentities.userId, userId)))
    .returning({ userId: oidcIdentities.userId });
  return ended.length > 0;
}
