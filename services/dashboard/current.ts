/** The accounts that are disconnected now, by Account Owner, longest first. */
import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import { findSurgeHolds, type SurgeHoldWithCounts } from '../disconnects/surge-hold-queries.js';
import { findApplicationTroubles, type ShownTrouble } from '../troubles/application-troubles.js';
import type { Db } from '../../db/client.js';
import { openDisconnectOfAccount } from '../../db/joins.js';
import { accountCounts, accounts, disconnects, users } from '../../db/schema.js';
import { EVERYONE_READS, useCase } from '../use-case.js';

/** The scope of a dashboard: the whole archive, or one Account Owner. */
export interface DashboardScope {
  archiveId: string;
  ownerId: string | null;
}

export interface DisconnectedAccount {
  accountId: string;
  disconnectId: string;
  name: string;
  network: NetworkName;
  reason: Reason;
  since: Date;
  pausedUntil: Date | null;
}

export interface DisconnectedOwner {
  ownerId: string;
  name: string;
  emailState: (typeof users.$inferSelect)['emailState'];
  disconnected: number;
  /** When the account that has been disconnected longest was disconnected. */
  since: Date;
  /** Longest first; at most {@link MAX_NAMED}. */
  accounts: DisconnectedAccount[];
}

export interface DashboardNow {
  counts: {
    connected: number;
    disconnected: number;
    inactive: number;
    /** Those among `connected` that no one has authorized here. */
    notAuthorized: number;
  };
  /** How many owners have disconnected accounts. `owners` lists the first of them, at most {@link MAX_OWNERS} by default. */
  ownerCount: number;
  owners: DisconnectedOwner[];
  /** Surge holds that wait for an administrator's decision. Empty for Account Owners, who don't decide. */
  surgeHolds: SurgeHoldWithCounts[];
  /** Whether every administrator's address was given up, so that no one hears of a disconnect that its Account Owner doesn't resolve. */
  noOneReachable: boolean;
  /** Networks that lately refused our own app. Empty for Account Owners, who can't do anything about it. */
  applicationTroubles: ShownTrouble[];
}

const MAX_OWNERS = 50;
const MAX_NAMED = 5;

/**
 * Reads the dashboard. A pause that has ended is left out.
 * @param maxOwners how many owners are listed
 */
export const readDashboard = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId }, maxOwners: number = MAX_OWNERS): Promise<DashboardNow> => {
    const { db, clock } = context;
    const scope = { archiveId, ownerId };
    const [surgeHolds, applicationTroubles, present, broken, noOneReachable] = await Promise.all([
      ownerId === null ? findSurgeHolds(db, { archiveId, holding: true }) : [],
      ownerId === null ? findApplicationTroubles(db, archiveId) : [],
      ownerId === null ? countAccounts(db, archiveId) : countOwnedAccounts(db, archiveId, ownerId),
      findDisconnectedOwners(db, scope, maxOwners),
      isNoOneReachable(db, archiveId),
    ]);
    const { disconnected, unauthorized, ownerCount, owners } = broken;
    const ids = owners.map((owner) => owner.ownerId);
    const named = await findFirstAccounts(db, archiveId, ids, clock.now());
    return {
      surgeHolds,
      applicationTroubles,
      counts: {
        // Two statements can see an account that is just changing differently.
        connected: Math.max(0, present.accounts - present.inactive - disconnected),
        disconnected,
        inactive: present.inactive,
        notAuthorized: present.unauthorized - unauthorized,
      },
      noOneReachable,
      ownerCount,
      owners: owners.map((owner) => ({ ...owner, accounts: named.get(owner.ownerId) ?? [] })),
    };
  },
);

async function isNoOneReachable(db: Db, archiveId: string): Promise<boolean> {
  const roles = ['primary_administrator', 'full_access_administrator'] as const;
  const [reachable] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), inArray(users.adminRole, roles), eq(users.emailState, 'ok')))
    .limit(1);
  return reachable === undefined;
}

/** Accounts that are not deleted. */
interface PresentAccounts {
  /** Of any status. */
  accounts: number;
  inactive: number;
  /** Those that aren't inactive and that no one has authorized here. */
  unauthorized: number;
}

async function countAccounts(db: Db, archiveId: string): Promise<PresentAccounts> {
  const sum = (column: AnyPgColumn): SQL<number> => sql`coalesce(sum(${column}), 0)::int`;
  const [row] = await db
    .select({
      accounts: sum(accountCounts.accounts),
      inactive: sum(accountCounts.inactive),
      unauthorized: sum(accountCounts.unauthorized),
    })
    .from(accountCounts)
    .where(eq(accountCounts.archiveId, archiveId));
  return row!;
}

async function countOwnedAccounts(db: Db, archiveId: string, ownerId: string): Promise<PresentAccounts> {
  const isInactive = eq(accounts.status, 'inactive');
  const [row] = await db
    .select({
      accounts: count(),
      inactive: sql<number>`(count(*) filter (where ${isInactive}))::int`,
      unauthorized: sql<number>`(count(*) filter (where not ${isInactive} and ${accounts.authorizedSince} is null))::int`,
    })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isNull(accounts.deletedAt), eq(accounts.ownerId, ownerId)));
  return row!;
}

/** The disconnected accounts in a scope, from an index of just these. */
export const isDisconnectedIn = ({ archiveId, ownerId }: DashboardScope) =>
  and(
    eq(accounts.archiveId, archiveId),
    eq(accounts.status, 'disconnected'),
    isNull(accounts.deletedAt),
    ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
  );

interface DisconnectedAccounts {
  disconnected: number;
  /** Those among them that no one has authorized here. */
  unauthorized: number;
  ownerCount: number;
  owners: Omit<DisconnectedOwner, 'accounts'>[];
}

/** Counts the disconnected accounts and lists their owners, longest disconnected first, in one pass over them. */
async function findDisconnectedOwners(db: Db, scope: DashboardScope, max: number): Promise<DisconnectedAccounts> {
  const since = sql<Date>`min(${disconnects.detectedAt})`.mapWith(disconnects.detectedAt);
  const unauthorized = sql`count(*) filter (where ${accounts.authorizedSince} is null)`;
  const first = db
    .select({
      ownerId: accounts.ownerId,
      disconnected: count().as('disconnected'),
      since: since.as('since'),
      ownerCount: sql<number>`(count(*) over ())::int`.as('owner_count'),
      allDisconnected: sql<number>`(sum(count(*)) over ())::int`.as('all_disconnected'),
      allUnauthorized: sql<number>`(sum(${unauthorized}) over ())::int`.as('all_unauthorized'),
    })
    .from(accounts)
    .innerJoin(disconnects, openDisconnectOfAccount)
    .where(isDisconnectedIn(scope))
    .groupBy(accounts.ownerId)
    .orderBy(since, asc(accounts.ownerId))
    .limit(max)
    .as('first');
  const rows = await db
    .select({
      ownerId: users.id,
      name: users.name,
      emailState: users.emailState,
      disconnected: first.disconnected,
      since: first.since,
      ownerCount: first.ownerCount,
      allDisconnected: first.allDisconnected,
      allUnauthorized: first.allUnauthorized,
    })
    .from(first)
    .innerJoin(users, and(eq(users.archiveId, scope.archiveId), eq(users.id, first.ownerId)))
    .orderBy(first.since, asc(first.ownerId));
  const [all] = rows;
  return {
    disconnected: all?.allDisconnected ?? 0,
    unauthorized: all?.allUnauthorized ?? 0,
    ownerCount: all?.ownerCount ?? 0,
    owners: rows.map(({ ownerId, name, emailState, disconnected, since: at }) => ({
      ownerId,
      name,
      emailState,
      disconnected,
      since: at,
    })),
  };
}

async function findFirstAccounts(
  db: Db,
  archiveId: string,
  ownerIds: readonly string[],
  now: Date,
): Promise<Map<string, DisconnectedAccount[]>> {
  if (ownerIds.length === 0) return new Map();
  const ranked = db
    .select({
      ownerId: sql<string>`${accounts.ownerId}`.as('owner_id'),
      accountId: sql<string>`${accounts.id}`.as('account_id'),
      disconnectId: sql<string>`${disconnects.id}`.as('disconnect_id'),
      name: accounts.name,
      network: accounts.network,
      reason: disconnects.reason,
      since: disconnects.detectedAt,
      pausedUntil: disconnects.pausedUntil,
      place:
        sql<number>`row_number() over (partition by ${accounts.ownerId} order by ${disconnects.detectedAt}, ${accounts.id})`.as(
          'place',
        ),
    })
    .from(accounts)
    .innerJoin(disconnects, openDisconnectOfAccount)
    .where(and(isDisconnectedIn({ archiveId, ownerId: null }), inArray(accounts.ownerId, [...ownerIds])))
    .as('ranked');
  const rows = await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${MAX_NAMED}`)
    .orderBy(ranked.place);
  const byOwner = new Map<string, DisconnectedAccount[]>();
  for (const { ownerId, place: _place, reason, pausedUntil, ...row } of rows) {
    const account = {
      ...row,
      reason,
      pausedUntil: pausedUntil && pausedUntil > now ? pausedUntil : null,
    };
    byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), account]);
  }
  return byOwner;
}
