/** Finds accounts and Parent Profiles to choose for a transfer: by name, by ID, or everything that one owner has. */
import { and, asc, count, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { NetworkName, ParentProfileNetwork } from '../../domain/networks.js';
import { MAX_MOVED } from '../../domain/transfers.js';
import type { Db } from '../../db/client.js';
import { openDisconnectOfAccount, ownerOfAccount, profileOfAccount } from '../../db/joins.js';
import { accounts, disconnects, parentProfiles, users } from '../../db/schema.js';

export interface ChoiceAccount {
  id: string;
  network: NetworkName;
  name: string;
  status: 'connected' | 'disconnected' | 'inactive';
  owner: { id: string; name: string };
  parentProfile: { id: string; name: string } | null;
}

export interface ChoiceProfile {
  id: string;
  network: ParentProfileNetwork;
  name: string;
  owner: { id: string; name: string };
  /** The number of accounts it authorizes. */
  manages: number;
}

const MAX_FOUND = 20;
/** The most items that a page lists by name. */
export const MAX_SHOWN = 50;

/** The number of items, and the first of them by name. */
export interface Listed<T> {
  total: number;
  first: readonly T[];
}

export async function listAccountsByName(
  db: Db,
  archiveId: string,
  ids: readonly string[],
): Promise<Listed<ChoiceAccount>> {
  return { total: ids.length, first: await findAccounts(db, archiveId, ids, MAX_SHOWN) };
}

const containing = (search: string, column: AnyPgColumn) =>
  sql`position(lower(${search}::text) in lower(${column})) > 0`;

/** Finds the first matches by name. */
export const searchAccounts = (db: Db, archiveId: string, search: string) =>
  selectAccounts(
    db,
    archiveId,
    sql`(${containing(search, accounts.name)} or ${containing(search, users.name)})`,
    MAX_FOUND,
  );

export const searchProfiles = (db: Db, archiveId: string, search: string) =>
  selectProfiles(
    db,
    archiveId,
    sql`(${containing(search, parentProfiles.name)} or ${containing(search, users.name)})`,
    MAX_FOUND,
  );

export const findAccounts = (db: Db, archiveId: string, ids: readonly string[], limit: number) =>
  ids.length === 0 ? [] : selectAccounts(db, archiveId, isAnyOf(accounts.id, ids), limit);

export const findProfiles = (db: Db, archiveId: string, ids: readonly string[], limit: number) =>
  ids.length === 0 ? [] : selectProfiles(db, archiveId, isAnyOf(parentProfiles.id, ids), limit);

async function selectAccounts(db: Db, archiveId: string, which: SQL, limit: number): Promise<ChoiceAccount[]> {
  const rows = await db
    .select({ account: accounts, ownerName: users.name, profileName: parentProfiles.name })
    .from(accounts)
    .innerJoin(users, ownerOfAccount)
    .leftJoin(parentProfiles, profileOfAccount)
    .where(and(eq(accounts.archiveId, archiveId), isNull(accounts.deletedAt), which))
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id))
    .limit(limit);
  return rows.map(({ account, ownerName, profileName }) => ({
    id: account.id,
    network: account.network,
    name: account.name,
    status: account.status,
    owner: { id: account.ownerId ?? '', name: ownerName },
    parentProfile: account.parentProfileId === null ? null : { id: account.parentProfileId, name: profileName ?? '' },
  }));
}

async function selectProfiles(db: Db, archiveId: string, which: SQL, limit: number): Promise<ChoiceProfile[]> {
  const rows = await db
    .select({
      profile: parentProfiles,
      ownerName: users.name,
      manages: sql<number>`(select count(*)::int from accounts a where a.archive_id = ${parentProfiles.archiveId}
        and a.parent_profile_id = ${parentProfiles.id} and a.deleted_at is null)`,
    })
    .from(parentProfiles)
    .innerJoin(users, and(eq(users.archiveId, parentProfiles.archiveId), eq(users.id, parentProfiles.ownerId)))
    .where(and(eq(parentProfiles.archiveId, archiveId), which))
    .orderBy(asc(sql`lower(${parentProfiles.name})`), asc(parentProfiles.id))
    .limit(limit);
  return rows.map(({ profile, ownerName, manages }) => ({
    id: profile.id,
    network: profile.network,
    name: profile.name,
    owner: { id: profile.ownerId, name: ownerName },
    manages,
  }));
}

/** Finds the Account Owners of these items, by name. */
export async function findOwnersOf(
  db: Db,
  archiveId: string,
  items: { accountIds: readonly string[]; parentProfileIds: readonly string[] },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(
      and(
        eq(users.archiveId, archiveId),
        sql`(exists (select from ${accounts} where ${ownerOfAccount} and ${isAnyOf(accounts.id, items.accountIds)}) or
          exists (select from ${parentProfiles} where ${parentProfiles.archiveId} = ${users.archiveId}
            and ${parentProfiles.ownerId} = ${users.id} and ${isAnyOf(parentProfiles.id, items.parentProfileIds)}))`,
      ),
    )
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
}

/** Finds everything that an Account Owner has, up to one more of each kind than a transfer can move. */
export async function findItemsOfOwner(db: Db, archiveId: string, ownerId: string) {
  const owned = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, ownerId), isNull(accounts.deletedAt)))
    .orderBy(asc(accounts.id))
    .limit(MAX_MOVED + 1);
  const profiles = await db
    .select({ id: parentProfiles.id })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.ownerId, ownerId)))
    .orderBy(asc(parentProfiles.id))
    .limit(MAX_MOVED + 1);
  return { accountIds: owned.map(({ id }) => id), parentProfileIds: profiles.map(({ id }) => id) };
}

/** Counts how many of these accounts are disconnected, split by whether their emails are paused. */
export async function countDisconnected(db: Db, archiveId: string, accountIds: readonly string[], now: Date) {
  const [row] = await db
    .select({
      all: count(),
      paused: sql<number>`(count(*) filter (where ${disconnects.pausedUntil} > ${now.toISOString()}::timestamptz))::int`,
    })
    .from(accounts)
    .innerJoin(disconnects, openDisconnectOfAccount)
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds)));
  const paused = row?.paused ?? 0;
  return { notified: (row?.all ?? 0) - paused, paused };
}
