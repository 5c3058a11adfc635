/**
 * The brake (product.md, "A disconnect"): when a network falsely disconnects many accounts of an archive at once, their emails wait
 * until an administrator or operator releases or withdraws them all, or for two hours. An archive switches it on: silence is the
 * worse failure.
 */
import { and, asc, count, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { brakeHolds } from '../../domain/surge-hold.js';
import { notFound, Refusal } from '../../domain/errors.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Windows } from '../../domain/windows.js';
import { administratorsToTell } from '../people/administrators.js';
import { recordAudit, RELINK, type Actor } from '../audit/audit-log.js';
import { chunksOf } from '../../db/chunks.js';
import type { Db, Transaction } from '../../db/client.js';
import { lockAccounts } from './close.js';
import { newId } from '../../db/ids.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { requestNotices } from '../mail/requests.js';
import { withdrawAll } from './auto-resolve.js';
import { accounts, archives, brakes, disconnects } from '../../db/schema.js';

export type Brake = typeof brakes.$inferSelect;

/** A statement has so many parameters at most. */
const AT_ONCE = 1000;

interface Braking {
  archiveId: string;
  /** By the clock of the reports. */
  now: Date;
  windows: Windows;
}

/** After reports were accepted: applies the brake to them where it holds already, or holds from now on. */
export async function brakeReports(
  tx: Transaction,
  braking: Braking,
  reported: readonly { disconnectId: string; network: NetworkName }[],
): Promise<void> {
  if (reported.length === 0) return;
  const { archiveId } = braking;
  const [archive] = await tx
    .select({ enabled: archives.brakeEnabled, share: archives.brakeShare, count: archives.brakeCount })
    .from(archives)
    .where(eq(archives.id, archiveId));
  if (!archive?.enabled) return;
  for (const network of [...new Set(reported.map((one) => one.network))].sort()) {
    // Reports that come at the same time must see each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`brake/${archiveId}/${network}`}, 0))`);
    const [holding] = await tx.select().from(brakes).where(holdingOf(archiveId, network));
    if (holding) {
      const ids = reported.filter((one) => one.network === network).map(({ disconnectId }) => disconnectId);
      await apply(tx, archiveId, holding.id, ids);
      continue;
    }
    const recent = await recentReports(tx, braking, network);
    const all = await accountsInUse(tx, archiveId, network);
    if (brakeHolds({ reported: recent.length, accounts: all, ...archive })) await begin(tx, braking, network, recent);
  }
}

const holdingOf = (archiveId: string, network: NetworkName) =>
  and(
    eq(brakes.archiveId, archiveId),
    eq(brakes.network, network),
    eq(brakes.state, 'holding'),
    sql`${brakes.until} > now()`,
  );

/**
 * Each report counts for one brake only: after a release it takes as many new ones for the next. What a network said of a person by
 * itself is certain: it neither counts, nor is held.
 */
async function recentReports(tx: Transaction, { archiveId, now, windows }: Braking, network: NetworkName) {
  const since = new Date(now.getTime() - windows.brake);
  const rows = await tx
    .select({ id: disconnects.id })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.status, 'open'),
        eq(accounts.network, network),
        isNull(disconnects.brakeId),
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

async function begin(tx: Transaction, { archiveId, windows }: Braking, network: NetworkName, ids: string[]) {
  await endOverdueBrakes(tx, archiveId);
  const id = newId('brake');
  await tx.insert(brakes).values({
    archiveId,
    id,
    network,
    until: sql`now() + ${windows.brakeHold} * interval '1 millisecond'`,
  });
  await apply(tx, archiveId, id, ids);
  const told = await administratorsToTell(tx, archiveId);
  await requestNotices(tx, archiveId, told, { notice: 'brake', brakeId: id });
}

async function apply(tx: Transaction, archiveId: string, brakeId: string, ids: readonly string[]): Promise<void> {
  for (const some of chunksOf(ids, AT_ONCE)) {
    const braked = await tx
      .update(disconnects)
      .set({ brakeId })
      .where(and(eq(disconnects.archiveId, archiveId), inArray(disconnects.id, some)))
      .returning({ disconnectId: disconnects.id, accountId: disconnects.accountId });
    await recordAudit(
      tx,
      braked.map((of) => ({ archiveId, type: 'braked', actor: RELINK, ...of, detail: { brakeId } })),
    );
  }
}

/** After two hours the emails go out by themselves. */
export async function endOverdueBrakes(db: Db, archiveId: string): Promise<void> {
  await db
    .update(brakes)
    .set({ state: 'expired', endedAt: brakes.until })
    .where(and(eq(brakes.archiveId, archiveId), eq(brakes.state, 'holding'), lte(brakes.until, sql`now()`)));
}

/** Lets the emails go. @throws {Refusal} 404; 409 `brake_ended` */
export async function releaseBrake(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  id: string,
): Promise<Brake> {
  const brake = await end(tx, by, id, 'released');
  const { archiveId, actor } = by;
  const held = await openUnder(tx, archiveId, id);
  for (const some of chunksOf(held, AT_ONCE))
    await recordAudit(
      tx,
      some.map(({ id: disconnectId, accountId }) => ({
        archiveId,
        type: 'brake_released',
        actor,
        disconnectId,
        accountId,
        detail: { brakeId: id },
      })),
    );
  return brake;
}

/** The network was wrong: all reports are taken back, and nobody is told. @throws {Refusal} 404; 409 `brake_ended` */
export async function withdrawBraked(
  tx: Transaction,
  by: { archiveId: string; actor: Actor; now: Date },
  id: string,
  reason: string,
): Promise<Brake> {
  const brake = await end(tx, by, id, 'withdrawn');
  const accountIds = (await openUnder(tx, by.archiveId, id)).map(({ accountId }) => accountId).sort();
  for (const some of chunksOf(accountIds, AT_ONCE)) {
    await lockAccounts(tx, by.archiveId, some);
    await withdrawAll(tx, by, some, { reason, brakeId: id });
  }
  return brake;
}

async function end(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  id: string,
  state: 'released' | 'withdrawn',
): Promise<Brake> {
  const self = and(eq(brakes.archiveId, archiveId), eq(brakes.id, id));
  // Not against the key: reports that come meanwhile refer to it, and hold accounts that this waits for.
  const [row] = await tx.select().from(brakes).where(self).for('no key update');
  if (!row) throw notFound('brake');
  await endOverdueBrakes(tx, archiveId);
  const [ended] = await tx
    .update(brakes)
    .set({ state, endedAt: sql`now()`, endedBy: actor.name })
    .where(and(self, eq(brakes.state, 'holding')))
    .returning();
  if (ended) return ended;
  throw new Refusal(409, 'brake_ended', 'This brake has ended already; look at the disconnects one by one.');
}

const openUnder = (tx: Db, archiveId: string, brakeId: string) =>
  tx
    .select({ id: disconnects.id, accountId: disconnects.accountId })
    .from(disconnects)
    .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.brakeId, brakeId), eq(disconnects.status, 'open')))
    .orderBy(asc(disconnects.accountId));

export type BrakeWithCounts = Brake & {
  /** Disconnects that it was applied to, and those of them that are still open. */
  disconnects: number;
  open: number;
};

/** The latest first; those that hold before all others. */
export async function listBrakes(db: Db, archiveId: string | null, only?: { id?: string; holding?: boolean }) {
  const rows = await db
    .select({
      brake: brakes,
      disconnects: sql<number>`count(${disconnects.id})::int`,
      open: sql<number>`(count(*) filter (where ${disconnects.status} = 'open'))::int`,
    })
    .from(brakes)
    .leftJoin(disconnects, and(eq(disconnects.archiveId, brakes.archiveId), eq(disconnects.brakeId, brakes.id)))
    .where(
      and(
        archiveId === null ? undefined : eq(brakes.archiveId, archiveId),
        only?.id === undefined ? undefined : eq(brakes.id, only.id),
        only?.holding ? and(eq(brakes.state, 'holding'), sql`${brakes.until} > now()`) : undefined,
      ),
    )
    .groupBy(brakes.archiveId, brakes.id)
    // What was settled meanwhile needs no decision.
    .having(only?.holding ? sql`count(*) filter (where ${disconnects.status} = 'open') > 0` : undefined)
    .orderBy(desc(eq(brakes.state, 'holding')), desc(brakes.beganAt))
    .limit(100);
  return rows.map(({ brake, ...counts }): BrakeWithCounts => ({ ...brake, ...counts, state: stateOf(brake) }));
}

/** Whether it was noticed already or not: past its time it holds nothing back. */
const stateOf = ({ state, until }: Brake): Brake['state'] =>
  state === 'holding' && until.getTime() <= Date.now() ? 'expired' : state;

/** @throws {Refusal} 404 */
export async function readBrake(db: Db, archiveId: string, id: string): Promise<BrakeWithCounts> {
  const [brake] = await listBrakes(db, archiveId, { id });
  if (!brake) throw notFound('brake');
  return brake;
}

/** How many of the accounts are named. */
const NAMED = 10;

/** What an administrator looks at before deciding. */
export interface Braked {
  /** The first few that are still disconnected. */
  accounts: { disconnectId: string; name: string }[];
  accountsInUse: number;
  owners: number;
  /** What the network says of them, the most frequent first. */
  reasons: { reason: Reason; rawCode: string | null; n: number }[];
}

export async function readBraked(db: Db, { archiveId, id, network }: Brake): Promise<Braked> {
  const under = and(eq(disconnects.archiveId, archiveId), eq(disconnects.brakeId, id));
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
