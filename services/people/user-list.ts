/** The lists of people in Configure: sorted by name, in pages, with what each person owns. */
import { and, count, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { nameOrEmailContains } from '../../db/search.js';
import { accounts, parentProfiles, personalizedLinks, users } from '../../db/schema.js';
import { findHeldBack } from '../outbox/held-back.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';
import { isLinked } from '../access/oidc-identities.js';
import type { User } from './users.js';

/** The position after the last row of the previous page. Includes the ID because names are not unique. */
export interface NameKey {
  rank: number;
  name: string;
  id: string;
}

export interface PeoplePage {
  search: string;
  after: NameKey | null;
  limit: number;
}

export interface OwnedCounts {
  accountCount: number;
  disconnectedCount: number;
}

export interface OwnerRow extends OwnedCounts {
  user: User;
  /** When the link was last created, renewed, emailed, or copied; null when there is no link yet. */
  linkSentAt: Date | null;
}

const lowerName = sql`lower(${users.name})`;

/** Sorts the Primary Administrator first, then Full Access, then Read Only. */
const adminRank = sql<number>`(case ${users.adminRole} when 'primary_administrator' then 0 when 'full_access_administrator' then 1 else 2 end)`;
const rankOf = ({ adminRole }: User) =>
  adminRole === 'primary_administrator' ? 0 : adminRole === 'full_access_administrator' ? 1 : 2;

export const ownerKey = ({ user }: OwnerRow): NameKey => ({ rank: 0, name: user.name, id: user.id });
export const administratorKey = (user: User): NameKey => ({ rank: rankOf(user), name: user.name, id: user.id });

/** Returns one more than the page holds when there are more. */
export const listOwners = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, page: PeoplePage) =>
  findOwners(context.db, archiveId, page),
);

async function findOwners(db: Db, archiveId: string, page: PeoplePage): Promise<OwnerRow[]> {
  const rows = await db
    .select({ user: users, linkSentAt: personalizedLinks.lastEmailedAt })
    .from(users)
    .leftJoin(personalizedLinks, linkOfUser)
    .where(and(isOwnerIn(archiveId), matchesSearch(page.search), isAfterName(page.after)))
    .orderBy(lowerName, users.id)
    .limit(page.limit + 1);
  const owned = await countOwned(
    db,
    archiveId,
    rows.map(({ user }) => user.id),
  );
  return rows.map((row) => ({ ...row, ...(owned.get(row.user.id) ?? NOTHING) }));
}

export const countOwners = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, search: string): Promise<number> => {
    const [row] = await context.db
      .select({ n: count() })
      .from(users)
      .where(and(isOwnerIn(archiveId), matchesSearch(search)));
    return row?.n ?? 0;
  },
);

/** Returns one more than the page holds when there are more. */
export const listAdministrators = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, page: PeoplePage): Promise<User[]> =>
    context.db
      .select()
      .from(users)
      .where(
        and(
          eq(users.archiveId, archiveId),
          isNotNull(users.adminRole),
          matchesSearch(page.search),
          isAfterKey(adminRank, page.after),
        ),
      )
      .orderBy(adminRank, lowerName, users.id)
      .limit(page.limit + 1),
);

/** A person, with what must be transferred before they can be removed. */
export interface PersonDetail extends OwnerRow {
  profileCount: number;
  /** When the last email to them goes out, if a limit holds any back. */
  mailHeldUntil: Date | null;
  /** Whether they have signed in with their organization, so that only this account of theirs signs them in. */
  isLinkedToOrganization: boolean;
}

/** Null when there is no such person in the archive. */
export const readPerson = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, userId: string) =>
  findPerson(context.db, archiveId, userId),
);

async function findPerson(db: Db, archiveId: string, userId: string): Promise<PersonDetail | null> {
  const [row] = await db
    .select({ user: users, linkSentAt: personalizedLinks.lastEmailedAt })
    .from(users)
    .leftJoin(personalizedLinks, linkOfUser)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  if (!row) return null;
  const [profiles] = await db
    .select({ n: count() })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.ownerId, userId)));
  const owned = await countOwned(db, archiveId, [userId]);
  const heldBack = await findHeldBack(db, archiveId, userId);
  return {
    ...row,
    ...(owned.get(userId) ?? NOTHING),
    profileCount: profiles?.n ?? 0,
    mailHeldUntil: heldBack?.until ?? null,
    isLinkedToOrganization: await isLinked(db, archiveId, userId),
  };
}

const NOTHING: OwnedCounts = { accountCount: 0, disconnectedCount: 0 };

const linkOfUser = and(eq(personalizedLinks.archiveId, users.archiveId), eq(personalizedLinks.userId, users.id));

const isOwnerIn = (archiveId: string) => and(eq(users.archiveId, archiveId), sql`${users.isAccountOwner}`);

const matchesSearch = (search: string): SQL | undefined => (search === '' ? undefined : nameOrEmailContains(search));

const isAfterName = (after: NameKey | null): SQL | undefined =>
  after === null ? undefined : sql`(${lowerName}, ${users.id}) > (lower(${after.name}::text), ${after.id}::text)`;

const isAfterKey = (rank: SQL, after: NameKey | null): SQL | undefined =>
  after === null
    ? undefined
    : sql`(${rank}, ${lowerName}, ${users.id}) > (${after.rank}::int, lower(${after.name}::text), ${after.id}::text)`;

async function countOwned(db: Db, archiveId: string, userIds: readonly string[]): Promise<Map<string, OwnedCounts>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .select({
      ownerId: accounts.ownerId,
      accountCount: count(),
      disconnectedCount: sql<number>`(count(*) filter (where ${accounts.status} = 'disconnected'))::int`,
    })
    .from(accounts)
    .where(
      and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.ownerId, userIds), sql`${accounts.deletedAt} is null`),
    )
    .groupBy(accounts.ownerId);
  return new Map(rows.map(({ ownerId, ...owned }) => [ownerId ?? '', owned]));
}
