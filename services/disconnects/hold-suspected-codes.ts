/**
 * The hold that is always on: when several archives get the same error code that no table lists, the trouble is probably our own app's.
 * The emails about those accounts then wait for an operator, for two hours at most. Each archive has a surge hold of its own, with its
 * own disconnects only; they begin and end together.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { disconnects, surgeHolds } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import { isSuspectedOurs } from '../../domain/surge-hold.js';
import type { Context } from '../../platform/context.js';
import { recordAudit } from '../audit/audit-log.js';
import { BATCH_SIZE } from './surge-hold-queries.js';
import type { ReportContext } from './types.js';

export interface UnlistedCode {
  network: NetworkName;
  code: string;
}

type Suspecting = Pick<ReportContext, 'now' | 'windows'>;

/** Holds the emails about everything that came with one of these codes within the hour, once enough archives and accounts have. */
export async function holdSuspectedCodes(
  tx: Transaction,
  context: Suspecting,
  reported: readonly UnlistedCode[],
): Promise<void> {
  const codes = new Map(reported.map((one) => [`${one.network}/${one.code}`, one]));
  for (const [key, one] of [...codes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // Concurrent reports from different archives see each other: each waits here until the one before has committed.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`unlistedCode/${key}`}, 0))`);
    const recent = await recentReports(tx, context, one);
    const until = await activeUntil(tx, one);
    const count = {
      archives: new Set(recent.map(({ archiveId }) => archiveId)).size,
      accounts: new Set(recent.map(({ accountId }) => accountId)).size,
    };
    if (until === null && (!isSuspectedOurs(count) || (await isCleared(tx, context, one)))) continue;
    await hold(tx, one, until ?? sql`now() + ${context.windows.surgeHold} * interval '1 millisecond'`, recent);
  }
}

interface RecentReport {
  archiveId: string;
  id: string;
  accountId: string;
  open: boolean;
  /** Whether its emails wait already, or the archive's administrators released this code. */
  settled: boolean;
}

/** Finds what came with the code within the hour. Each report counts for one such hold only, as for an archive's own surge. */
async function recentReports(tx: Transaction, { now, windows }: Suspecting, { network, code }: UnlistedCode) {
  const since = new Date(now.getTime() - windows.unlistedCode);
  const rows = await tx.execute<{
    archive_id: string;
    id: string;
    account_id: string;
    open: boolean;
    settled: boolean;
  }>(sql`
    select d.archive_id, d.id, d.account_id, d.status = 'open' as open,
      coalesce(h.state = 'holding' and h.until > now(), false) or exists (select from surge_holds r
        where r.archive_id = d.archive_id and r.network = ${network} and r.code = ${code} and r.state = 'released'
          and r.ended_at > now() - ${windows.day} * interval '1 millisecond') as settled
    from disconnects d
    join accounts a on a.archive_id = d.archive_id and a.id = d.account_id and a.network = ${network}
    left join surge_holds h on h.archive_id = d.archive_id and h.id = d.surge_hold_id
    where d.unlisted_code = ${code} and h.code is distinct from ${code}
      and greatest(d.reported_at, d.reopened_at) > ${since.toISOString()}::timestamptz`);
  return [...rows].map(({ archive_id: archiveId, account_id: accountId, ...row }): RecentReport => ({
    archiveId,
    accountId,
    ...row,
  }));
}

/** Returns when the hold about this code ends; null when there is none. */
async function activeUntil(tx: Transaction, { network, code }: UnlistedCode): Promise<Date | null> {
  const [row] = await tx
    .select({ until: surgeHolds.until })
    .from(surgeHolds)
    .where(and(ofCode({ network, code }), eq(surgeHolds.state, 'holding'), sql`${surgeHolds.until} > now()`))
    .orderBy(asc(surgeHolds.until))
    .limit(1);
  return row?.until ?? null;
}

/** Whether an operator released this code within the last day: it isn't ours, and isn't suspected again. */
async function isCleared(tx: Transaction, { windows }: Suspecting, one: UnlistedCode): Promise<boolean> {
  const [row] = await tx
    .select({ id: surgeHolds.id })
    .from(surgeHolds)
    .where(
      and(
        ofCode(one),
        eq(surgeHolds.state, 'released'),
        sql`${surgeHolds.endedBy}->>'kind' = 'operator'`,
        sql`${surgeHolds.endedAt} > now() - ${windows.day} * interval '1 millisecond'`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

const ofCode = ({ network, code }: UnlistedCode) => and(eq(surgeHolds.network, network), eq(surgeHolds.code, code));

/** @param recent what came with the code; what waits in an archive's own surge hold stays there */
async function hold(
  tx: Transaction,
  one: UnlistedCode,
  until: Date | ReturnType<typeof sql>,
  recent: readonly RecentReport[],
): Promise<void> {
  const free = recent.filter(({ open, settled }) => open && !settled);
  for (const archiveId of [...new Set(free.map((report) => report.archiveId))].sort()) {
    const ids = free.filter((report) => report.archiveId === archiveId).map(({ id }) => id);
    const surgeHoldId = await holdingIn(tx, archiveId, one, until);
    for (const some of chunksOf(ids.toSorted(), BATCH_SIZE)) {
      const which = and(eq(disconnects.archiveId, archiveId), isAnyOf(disconnects.id, some));
      // Locked rows are being emailed or closed at this moment. Waiting for them would let one archive slow down another.
      const rows = await tx
        .select({ id: disconnects.id })
        .from(disconnects)
        .where(and(which, eq(disconnects.status, 'open')))
        .orderBy(asc(disconnects.id))
        .for('no key update', { skipLocked: true });
      if (rows.length === 0) continue;
      const locked = rows.map(({ id }) => id);
      const held = await tx
        .update(disconnects)
        .set({ surgeHoldId })
        .where(and(eq(disconnects.archiveId, archiveId), isAnyOf(disconnects.id, locked)))
        .returning({ disconnectId: disconnects.id, accountId: disconnects.accountId });
      const detail = { surgeHoldId, code: one.code };
      await recordAudit(
        tx,
        held.map((of) => ({ archiveId, type: 'surge_held' as const, actor: RELINK, ...of, detail })),
      );
    }
  }
}

/** Returns the archive's active hold about this code, and begins one if there is none. */
async function holdingIn(
  tx: Transaction,
  archiveId: string,
  { network, code }: UnlistedCode,
  until: Date | ReturnType<typeof sql>,
): Promise<string> {
  const own = and(eq(surgeHolds.archiveId, archiveId), ofCode({ network, code }), eq(surgeHolds.state, 'holding'));
  await tx
    .update(surgeHolds)
    .set({ state: 'expired', endedAt: surgeHolds.until })
    .where(and(own, sql`${surgeHolds.until} <= now()`));
  const [active] = await tx.select({ id: surgeHolds.id }).from(surgeHolds).where(own);
  if (active) return active.id;
  const id = newId('surgeHold');
  await tx.insert(surgeHolds).values({ archiveId, id, network, code, until });
  return id;
}

/**
 * Tells the operator about codes that are newly suspected, with one line for each. Any process can call this at any time: each hold is
 * announced once, by whoever comes first after its transaction has committed.
 */
export async function announceSuspectedCodes({ db, log }: Pick<Context, 'db' | 'log'>): Promise<void> {
  const rows = await db.execute<{ network: string; code: string; id: string; until: string; archives: number }>(sql`
    with announced as (
      update surge_holds set announced_at = now() where code is not null and announced_at is null
      returning network, code, id, until)
    select network, code, min(id) as id, max(until) as until, count(*)::int as archives from announced group by network, code`);
  for (const { id, ...facts } of rows)
    log.error(
      { ...facts, surgeHold: id },
      'several archives got the same unlisted error code, so it may be our app’s trouble. The emails about it wait. Look the code up; ' +
        '`surge-holds release <id>` sends the emails, and `surge-holds withdraw <id>` withdraws the reports, in all archives',
    );
}
