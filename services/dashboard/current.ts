/** The accounts that are disconnected now, by Account Owner, longest first. */
import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import { findSurgeHolds, type SurgeHoldWithCounts } from '../disconnects/surge-hold-queries.js';
import { findApplicationTroubles, type ShownTrouble } from '../troubles/application-troubles.js';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect, ownerOfAccount } from '../../db/joins.js';
import { accounts, disconnects, users } from '../../db/schema.js';
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
  /** How many owners have disconnected accounts. `owners` lists the first {@link MAX_OWNERS} of them. */
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

/** Reads the dashboard. A pause that has ended is left out. */
export const readDashboard = useCase(EVERYONE_READS, async ({ context, archiveId, ownerId }): Promise<DashboardNow> => {
  const { db, clock } = context;
  const scope = { archiveId, ownerId };
  const [surgeHolds, applicationTroubles, counts, owners, [all], noOneReachable] = await Promise.all([
    ownerId === null ? findSurgeHolds(db, { archiveId, holding: true }) : [],
    ownerId === null ? findApplicationTroubles(db, archiveId) : [],
    countAccounts(db, scope),
    findDisconnectedOwners(db, scope),
    db
      .select({ n: sql<number>`count(distinct ${accounts.ownerId})::int` })
      .from(disconnects)
      .innerJoin(accounts, accountOfDisconnect)
      .where(isOpenIn(scope)),
    isNoOneReachable(db, archiveId),
  ]);
  const ids = owners.map((owner) => owner.ownerId);
  const named = await findFirstAccounts(db, archiveId, ids, clock.now());
  return {
    surgeHolds,
    applicationTroubles,
    counts,
    noOneReachable,
    ownerCount: all?.n ?? 0,
    owners: owners.map((owner) => ({ ...owner, accounts: named.get(owner.ownerId) ?? [] })),
  };
});

async function isNoOneReachable(db: Db, archiveId: string): Promise<boolean> {
  const roles = ['primary_administrator', 'full_access_administrator'] as const;
  const [reachable] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), inArray(users.adminRole, roles), eq(users.emailState, 'ok')))
    .limit(1);
  return reachable === undefined;
}

/** Matches the open disconnects in a scope, for queries that join the account. */
export const isOpenIn = ({ archiveId, ownerId }: DashboardScope) =>
  and(
    eq(disconnects.archiveId, archiveId),
    eq(disconnects.status, 'open'),
    ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
  );

async function countAccounts(db: Db, { archiveId, ownerId }: DashboardScope): Promise<DashboardNow['counts']> {
  const rows = await db
    .select({
      status: accounts.status,
      n: count(),
      // In the same pass, so that the dashboard doesn't read the accounts twice.
      unauthorized: sql<number>`(count(*) filter (where ${accounts.authorizedSince} is null))::int`,
    })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
      ),
    )
    .groupBy(accounts.status);
  const countOf = (status: string) => rows.find((row) => row.status === status)?.n ?? 0;
  return {
    connected: countOf('connected'),
    disconnected: countOf('disconnected'),
    inactive: countOf('inactive'),
    notAuthorized: rows.find((row) => row.status === 'connected')?.unauthorized ?? 0,
  };
}

async function findDisconnectedOwners(db: Db, scope: DashboardScope): Promise<Omit<DisconnectedOwner, 'accounts'>[]> {
  const since = sql<Date>`min(${disconnects.detectedAt})`.mapWith(disconnects.detectedAt);
  return db
    .select({ ownerId: users.id, name: users.name, emailState: users.emailState, disconnected: count(), since })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .innerJoin(users, ownerOfAccount)
    .where(isOpenIn(scope))
    .groupBy(users.id, users.name, users.emailState)
    .orderBy(sql`min(${disconnects.detectedAt})`, asc(users.id))
    .limit(MAX_OWNERS);
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
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.status, 'open'),
        inArray(accounts.ownerId, [...ownerIds]),
      ),
    )
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
