/**
 * The surge hold (product.md, "A disconnect"): when a network falsely disconnects many accounts of an archive at once, their emails wait
 * until an administrator or operator releases or withdraws them all, or for two hours. An archive switches it on: silence is the
 * worse failure.
 */
import { and, asc, count, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { isSurge } from '../../domain/surge-hold.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Windows } from '../../domain/windows.js';
import { administratorsToTell } from '../outbox/administrators.js';
import { recordAudit } from '../audit/audit-log.js';
import { RELINK, type Actor } from '../../domain/actor.js';
import { chunksOf } from '../../db/chunks.js';
import type { Db, Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { newId } from '../../db/ids.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { requestNotices } from '../outbox/requests.js';
import { withdrawAll } from './auto-resolve.js';
import { accounts, archives, surgeHolds, disconnects } from '../../db/schema.js';

export type SurgeHold = typeof surgeHolds.$inferSelect;

/** A statement has so many parameters at most. */
const AT_ONCE = 1000;

interface SurgeContext {
  archiveId: string;
  /** By the clock of the reports. */
  now: Date;
  windows: Windows;
}

/** After reports were accepted: applies the surge hold to them where it holds already, or holds from now on. */
export async function holdSurge(
  tx: Transaction,
  braking: SurgeContext,
  reported: readonly { disconnectId: string; network: NetworkName }[],
): Promise<void> {
  if (reported.length === 0) return;
  const { archiveId } = braking;
  const [archive] = await tx
    .select({ enabled: archives.surgeHoldEnabled, share: archives.surgeHoldShare, count: archives.surgeHoldCount })
    .from(archives)
    .where(eq(archives.id, archiveId));
  if (!archive?.enabled) return;
  for (const network of [...new Set(reported.map((one) => one.network))].sort()) {
    // Reports that come at the same time must see each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`surgeHold/${archiveId}/${network}`}, 0))`);
    const [holding] = await tx.select().from(surgeHolds).where(holdingOf(archiveId, network));
    if (holding) {
      const ids = reported.filter((one) => one.network === network).map(({ disconnectId }) => disconnectId);
      await apply(tx, archiveId, holding.id, ids);
      continue;
    }
    const recent = await recentReports(tx, braking, network);
    const all = await accountsInUse(tx, archiveId, network);
    if (isSurge({ reported: recent.length, accounts: all, ...archive })) await begin(tx, braking, network, recent);
  }
}

const holdingOf = (archiveId: string, network: NetworkName) =>
  and(
    eq(surgeHolds.archiveId, archiveId),
    eq(surgeHolds.network, network),
    eq(surgeHolds.state, 'holding'),
    sql`${surgeHolds.until} > now()`,
  );

/**
 * Each report counts for one surge hold only: after a release it takes as many new ones for the next. What a network said of a person by
 * itself is certain: it neither counts, nor is held.
 */
async function recentReports(tx: Transaction, { archiveId, now, windows }: SurgeContext, network: NetworkName) {
  const since = new Date(now.getTime() - windows.surgeHold);
  const rows = await tx
    .select({ id: disconnects.id })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.status, 'open'),
        eq(accounts.network, network),
        isNull(disconnects.surgeHoldId),
        sql`not exists (select from audit e where e.archive_id = ${disconnects.archiveId} and e.disconnect_id = ${disconnects.id}
          and e.type in ('reported', 'reopened') and e.actor_kind = 'network')`,
        sql`greatest(${disconnects.reportedAt}, ${disconnects.reopenedAt}) > ${since.toISOString()}::timestamptz`,
      ),
    );
  return rows.map(({ id }) => id);
}

export async function accountsInUse(tx: Db, archiveId: string, network: NetworkName): Promise<number> {
  const [row] = await tx
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

async function begin(tx: Transaction, { archiveId, windows }: SurgeContext, network: NetworkName, ids: string[]) {
  await endOverdueSurgeHolds(tx, archiveId);
  const id = newId('surgeHold');
  await tx.insert(surgeHolds).values({
    archiveId,
    id,
    network,
    until: sql`now() + ${windows.surgeHoldHold} * interval '1 millisecond'`,
  });
  await apply(tx, archiveId, id, ids);
  const told = await administratorsToTell(tx, archiveId);
  await requestNotices(tx, archiveId, told, { notice: 'surge_hold', surgeHoldId: id });
}

async function apply(tx: Transaction, archiveId: string, surgeHoldId: string, ids: readonly string[]): Promise<void> {
  for (const some of chunksOf(ids, AT_ONCE)) {
    const held = await tx
      .update(disconnects)
      .set({ surgeHoldId })
      .where(and(eq(disconnects.archiveId, archiveId), inArray(disconnects.id, some)))
      .returning({ disconnectId: disconnects.id, accountId: disconnects.accountId });
    await recordAudit(
      tx,
      held.map((of) => ({ archiveId, type: 'surge_held', actor: RELINK, ...of, detail: { surgeHoldId } })),
    );
  }
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

/** Lets the emails go. @throws {Refusal} `not_found`, `surge_hold_ended` */
export async function releaseSurgeHold(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  id: string,
): Promise<SurgeHold> {
  const surgeHold = await end(tx, by, id, 'released');
  const { archiveId, actor } = by;
  const held = await openUnder(tx, archiveId, id);
  for (const some of chunksOf(held, AT_ONCE))
    await recordAudit(
      tx,
      some.map(({ id: disconnectId, accountId }) => ({
        archiveId,
        type: 'surge_hold_released',
        actor,
        disconnectId,
        accountId,
        detail: { surgeHoldId: id },
      })),
    );
  return surgeHold;
}

/** The network was wrong: all reports are taken back, and nobody is told. @throws {Refusal} `not_found`, `surge_hold_ended` */
export async function withdrawHeldReports(
  tx: Transaction,
  by: { archiveId: string; actor: Actor; now: Date },
  id: string,
  reason: string,
): Promise<SurgeHold> {
  const surgeHold = await end(tx, by, id, 'withdrawn');
  const accountIds = (await openUnder(tx, by.archiveId, id)).map(({ accountId }) => accountId).sort();
  for (const some of chunksOf(accountIds, AT_ONCE)) {
    await lockAccounts(tx, by.archiveId, some);
    await withdrawAll(tx, by, some, { reason, surgeHoldId: id });
  }
  return surgeHold;
}

async function end(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  id: string,
  state: 'released' | 'withdrawn',
): Promise<SurgeHold> {
  const self = and(eq(surgeHolds.archiveId, archiveId), eq(surgeHolds.id, id));
  // Not against the key: reports that come meanwhile refer to it, and hold accounts that this waits for.
  const [row] = await tx.select().from(surgeHolds).where(self).for('no key update');
  if (!row) throw notFound('surge_hold');
  await endOverdueSurgeHolds(tx, archiveId);
  const [ended] = await tx
    .update(surgeHolds)
    .set({ state, endedAt: sql`now()`, endedBy: actor.name })
    .where(and(self, eq(surgeHolds.state, 'holding')))
    .returning();
  if (ended) return ended;
  throw new Refusal('surge_hold_ended', {});
}

const openUnder = (tx: Db, archiveId: string, surgeHoldId: string) =>
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

export type SurgeHoldWithCounts = SurgeHold & {
  /** Disconnects that it was applied to, and those of them that are still open. */
  disconnects: number;
  open: number;
};

/** The latest first; those that hold before all others. */
export async function listSurgeHolds(db: Db, archiveId: string | null, only?: { id?: string; holding?: boolean }) {
  const rows = await db
    .select({
      surgeHold: surgeHolds,
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
        archiveId === null ? undefined : eq(surgeHolds.archiveId, archiveId),
        only?.id === undefined ? undefined : eq(surgeHolds.id, only.id),
        only?.holding ? and(eq(surgeHolds.state, 'holding'), sql`${surgeHolds.until} > now()`) : undefined,
      ),
    )
    .groupBy(surgeHolds.archiveId, surgeHolds.id)
    // What was settled meanwhile needs no decision.
    .having(only?.holding ? sql`count(*) filter (where ${disconnects.status} = 'open') > 0` : undefined)
    .orderBy(desc(eq(surgeHolds.state, 'holding')), desc(surgeHolds.beganAt))
    .limit(100);
  return rows.map(({ surgeHold, ...counts }): SurgeHoldWithCounts => ({
    ...surgeHold,
    ...counts,
    state: stateOf(surgeHold),
  }));
}

/** Whether it was noticed already or not: past its time it holds nothing back. */
const stateOf = ({ state, until }: SurgeHold): SurgeHold['state'] =>
  state === 'holding' && until.getTime() <= Date.now() ? 'expired' : state;

/** @throws {Refusal} `not_found` */
export async function readSurgeHold(db: Db, archiveId: string, id: string): Promise<SurgeHoldWithCounts> {
  const [surgeHold] = await listSurgeHolds(db, archiveId, { id });
  if (!surgeHold) throw notFound('surge_hold');
  return surgeHold;
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

export async function readHeldDisconnects(db: Db, { archiveId, id, network }: SurgeHold): Promise<HeldDisconnects> {
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
    accountsInUse(db, archiveId, network),
  ]);
  return {
    accounts: named,
    accountsInUse: inUse,
    owners: row?.n ?? 0,
    reasons: reasons.map(({ reason, ...rest }) => ({ ...rest, reason: reason as Reason })),
  };
}
