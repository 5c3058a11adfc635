/** Reads surge holds and what each of them holds. */
import { and, asc, count, desc, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects, surgeHolds } from '../../db/schema.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import { notFound } from '../../domain/refusal.js';

export type SurgeHold = typeof surgeHolds.$inferSelect;

/** Rows per statement, since PostgreSQL limits the number of parameters. */
export const BATCH_SIZE = 1000;

export type SurgeHoldWithCounts = SurgeHold & {
  /** How many disconnects it was applied to; `open` is how many of those are still open. */
  disconnects: number;
  open: number;
};

/**
 * The effective state: a hold past its end holds nothing back, even if its row doesn't say so yet. Uses the database's clock, as
 * the mailer does.
 */
const stateNow = sql<SurgeHold['state']>`case when ${surgeHolds.state} = 'holding' and ${surgeHolds.until} <= now()
  then 'expired' else ${surgeHolds.state} end`;

/**
 * Finds surge holds: active ones first, then latest first. `active`: only those that hold. `holding`: of these, only those with
 * disconnects that are still open.
 */
export async function findSurgeHolds(
  db: Db,
  only: { archiveId?: string; id?: string; holding?: boolean; active?: boolean; network?: NetworkName; code?: string },
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
        only.network === undefined ? undefined : eq(surgeHolds.network, only.network),
        only.code === undefined ? undefined : eq(surgeHolds.code, only.code),
        only.holding || only.active
          ? and(eq(surgeHolds.state, 'holding'), sql`${surgeHolds.until} > now()`)
          : undefined,
      ),
    )
    .groupBy(surgeHolds.archiveId, surgeHolds.id)
    // A hold whose disconnects are all closed needs no decision.
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

export const isOverdueHold = (archiveId: string) =>
  and(eq(surgeHolds.archiveId, archiveId), eq(surgeHolds.state, 'holding'), lte(surgeHolds.until, sql`now()`));

/** Marks holds as expired after their two hours, when the emails go out automatically. */
export async function endOverdueSurgeHolds(db: Db, archiveId: string): Promise<void> {
  await db.update(surgeHolds).set({ state: 'expired', endedAt: surgeHolds.until }).where(isOverdueHold(archiveId));
}

/** Finds the disconnects under a hold that are still open, in the order of their account ids. */
export const findOpenUnderHold = (tx: Db, archiveId: string, surgeHoldId: string) =>
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

/** How many accounts are listed by name. */
const MAX_NAMED = 10;

/** What an administrator looks at before deciding. */
export interface HeldDisconnects {
  /** The first few accounts that are still disconnected. */
  accounts: { disconnectId: string; name: string }[];
  accountsInUse: number;
  owners: number;
  /** The network's reasons, most frequent first. */
  reasons: { reason: Reason; rawCode: string | null; n: number }[];
}

export async function findHeldDisconnects(db: Db, { archiveId, id, network }: SurgeHold): Promise<HeldDisconnects> {
  const under = and(eq(disconnects.archiveId, archiveId), eq(disconnects.surgeHoldId, id));
  const [byReason, reasons, [row], inUse] = await Promise.all([
    db
      .select({ disconnectId: disconnects.id, name: accounts.name })
      .from(disconnects)
      .innerJoin(accounts, accountOfDisconnect)
      .where(and(under, eq(disconnects.status, 'open')))
      .orderBy(asc(accounts.name), asc(disconnects.id))
      .limit(MAX_NAMED),
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
    accounts: byReason,
    accountsInUse: inUse,
    owners: row?.n ?? 0,
    reasons,
  };
}
