/** Which surge holds there are, and what each of them holds. */
import { and, asc, count, desc, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects, surgeHolds } from '../../db/schema.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import { notFound } from '../../domain/refusal.js';

export type SurgeHold = typeof surgeHolds.$inferSelect;

/** A statement has so many parameters at most. */
export const AT_ONCE = 1000;

export type SurgeHoldWithCounts = SurgeHold & {
  /** Disconnects that it was applied to, and those of them that are still open. */
  disconnects: number;
  open: number;
};

/** Whether it was noticed already or not: past its time it holds nothing back. By the database's clock, as the mailer judges it. */
const stateNow = sql<SurgeHold['state']>`case when ${surgeHolds.state} = 'holding' and ${surgeHolds.until} <= now()
  then 'expired' else ${surgeHolds.state} end`;

/** The latest first; those that hold before all others. */
export async function findSurgeHolds(
  db: Db,
  only: { archiveId?: string; id?: string; holding?: boolean },
): Promise<SurgeHoldWithCounts[]> {
  const rows = await db
    .select({
      surgeHold: { ...getTableColumns(surgeHolds), state: stateNow },
      disconnects: sql<number>`count(${disconnects.id})::int`,
      open: sql<number>`(count(*) filter (where ${disconnects.status} = 'open'))::int`,
    })
    .from(surgeHolds)
    .leftJoin(
      disconnects,
      and(eq(disconnects.archiveId, surgeHolds.archiveId), eq(disconnects.surgeHoldId, surgeHolds.id)),
    )
    .where(
      and(
        only.archiveId === undefined ? undefined : eq(surgeHolds.archiveId, only.archiveId),
        only.id === undefined ? undefined : eq(surgeHolds.id, only.id),
        only.holding ? and(eq(surgeHolds.state, 'holding'), sql`${surgeHolds.until} > now()`) : undefined,
      ),
    )
    .groupBy(surgeHolds.archiveId, surgeHolds.id)
    // What was settled meanwhile needs no decision.
    .having(only.holding ? sql`count(*) filter (where ${disconnects.status} = 'open') > 0` : undefined)
    .orderBy(desc(eq(surgeHolds.state, 'holding')), desc(surgeHolds.beganAt))
    .limit(100);
  return rows.map(({ surgeHold, ...counts }): SurgeHoldWithCounts => ({ ...surgeHold, ...counts }));
}

/** @throws {Refusal} `not_found` */
export async function findSurgeHold(db: Db, archiveId: string, id: string): Promise<SurgeHoldWithCounts> {
  const [surgeHold] = await findSurgeHolds(db, { archiveId, id });
  if (!surgeHold) throw notFound('surge_hold');
  return surgeHold;
}

/** After two hours the emails go out by themselves. */
export async function endOverdueSurgeHolds(db: Db, archiveId: string): Promise<void> {
  await db
    .update(surgeHolds)
    .set({ state: 'expired', endedAt: surgeHolds.until })
    .where(
      and(eq(surgeHolds.archiveId, archiveId), eq(surgeHolds.state, 'holding'), lte(surgeHolds.until, sql`now()`)),
    );
}

/** What it holds that is still disconnected, in the order of the accounts. */
export const findOpenUnder = (tx: Db, archiveId: string, surgeHoldId: string) =>
  tx
    .select({ id: disconnects.id, accountId: disconnects.accountId })
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.surgeHoldId, surgeHoldId),
        eq(disconnects.status, 'open'),
      ),
    )
    .orderBy(asc(disconnects.accountId));

export async function countAccountsInUse(db: Db, archiveId: string, network: NetworkName): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        eq(accounts.network, network),
        isNull(accounts.deletedAt),
        sql`${accounts.status} <> 'inactive'`,
      ),
    );
  return row?.n ?? 0;
}

/** How many of the accounts are named. */
const NAMED = 10;

/** What an administrator looks at before deciding. */
export interface HeldDisconnects {
  /** The first few that are still disconnected. */
  accounts: { disconnectId: string; name: string }[];
  accountsInUse: number;
  owners: number;
  /** What the network says of them, the most frequent first. */
  reasons: { reason: Reason; rawCode: string | null; n: number }[];
}

export async function findHeldDisconnects(db: Db, { archiveId, id, network }: SurgeHold): Promise<HeldDisconnects> {
  const under = and(eq(disconnects.archiveId, archiveId), eq(disconnects.surgeHoldId, id));
  const [named, reasons, [row], inUse] = await Promise.all([
    db
      .select({ disconnectId: disconnects.id, name: accounts.name })
      .from(disconnects)
      .innerJoin(accounts, accountOfDisconnect)
      .where(and(under, eq(disconnects.status, 'open')))
      .orderBy(asc(accounts.name), asc(disconnects.id))
      .limit(NAMED),
    db
      .select({ reason: disconnects.reason, rawCode: disconnects.rawCode, n: count() })
      .from(disconnects)
      .where(under)
      .groupBy(disconnects.reason, disconnects.rawCode)
      .orderBy(desc(count()))
      .limit(10),
    db
      .select({ n: sql<number>`count(distinct ${accounts.ownerId})::int` })
      .from(disconnects)
      .innerJoin(accounts, accountOfDisconnect)
      .where(and(under, eq(disconnects.status, 'open'))),
    countAccountsInUse(db, archiveId, network),
  ]);
  return {
    accounts: named,
    accountsInUse: inUse,
    owners: row?.n ?? 0,
    reasons,
  };
}
