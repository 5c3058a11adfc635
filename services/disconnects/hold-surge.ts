/**
 * The surge hold: when a network falsely disconnects many accounts of an archive at once, their emails wait until an administrator
 * or operator releases or withdraws them all, or for two hours. An archive has to turn it on, because staying silent about a real
 * disconnect is worse than a false email.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects, surgeHolds } from '../../db/schema.js';
import { RELINK } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import { isSurge } from '../../domain/surge-hold.js';
import type { Windows } from '../../domain/windows.js';
import type { Archive } from '../archives/archives.js';
import { recordAudit } from '../audit/audit-log.js';
import { requestNotices } from '../outbox/requests.js';
import { findNotifiedAdministratorIds } from '../outbox/administrators.js';
import { BATCH_SIZE, countAccountsInUse, endOverdueSurgeHolds } from './surge-hold-queries.js';

interface SurgeContext {
  archiveId: string;
  archive: Pick<Archive, 'surgeHoldEnabled' | 'surgeHoldShare' | 'surgeHoldCount'>;
  /** The time by the clock that the reports use. */
  now: Date;
  windows: Windows;
}

/** Applies the surge hold to newly accepted reports: an active one, or one that they cause. */
export async function applySurgeHold(
  tx: Transaction,
  surge: SurgeContext,
  reported: readonly { disconnectId: string; network: NetworkName }[],
): Promise<void> {
  const { archiveId, archive } = surge;
  if (reported.length === 0 || !archive.surgeHoldEnabled) return;
  const limits = { share: archive.surgeHoldShare, count: archive.surgeHoldCount };
  for (const network of [...new Set(reported.map((one) => one.network))].sort()) {
    // The lock makes concurrent reports see each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`surgeHold/${archiveId}/${network}`}, 0))`);
    const [holding] = await tx.select().from(surgeHolds).where(isActiveHold(archiveId, network));
    if (holding) {
      const ids = reported.filter((one) => one.network === network).map(({ disconnectId }) => disconnectId);
      await holdDisconnects(tx, archiveId, holding.id, ids);
      continue;
    }
    const recent = await recentReports(tx, surge, network);
    const all = await countAccountsInUse(tx, archiveId, network);
    if (isSurge({ reported: recent.length, accounts: all, ...limits })) await startHold(tx, surge, network, recent);
  }
}

const isActiveHold = (archiveId: string, network: NetworkName) =>
  and(
    eq(surgeHolds.archiveId, archiveId),
    eq(surgeHolds.network, network),
    isNull(surgeHolds.code),
    eq(surgeHolds.state, 'holding'),
    sql`${surgeHolds.until} > now()`,
  );

/**
 * Finds the recent reports that count toward a surge. Each report counts for one surge hold only, so after a release it takes as
 * many new ones to start the next. A network's own notice about a person is reliable, so it neither counts nor is held.
 */
async function recentReports(tx: Transaction, { archiveId, now, windows }: SurgeContext, network: NetworkName) {
  const since = new Date(now.getTime() - windows.surgeWindow);
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
          and e.type in ('reported', 'reopened') and e.actor->>'kind' = 'network')`,
        sql`greatest(${disconnects.reportedAt}, ${disconnects.reopenedAt}) > ${since.toISOString()}::timestamptz`,
      ),
    );
  return rows.map(({ id }) => id);
}

async function startHold(tx: Transaction, { archiveId, windows }: SurgeContext, network: NetworkName, ids: string[]) {
  await endOverdueSurgeHolds(tx, archiveId);
  const id = newId('surgeHold');
  await tx.insert(surgeHolds).values({
    archiveId,
    id,
    network,
    until: sql`now() + ${windows.surgeHold} * interval '1 millisecond'`,
  });
  await holdDisconnects(tx, archiveId, id, ids);
  const administratorIds = await findNotifiedAdministratorIds(tx, archiveId);
  await requestNotices(tx, archiveId, administratorIds, { notice: 'surge_hold', surgeHoldId: id });
}

async function holdDisconnects(
  tx: Transaction,
  archiveId: string,
  surgeHoldId: string,
  ids: readonly string[],
): Promise<void> {
  for (const batch of chunksOf(ids.toSorted(), BATCH_SIZE)) {
    const which = and(eq(disconnects.archiveId, archiveId), isAnyOf(disconnects.id, batch));
    await tx.select({ id: disconnects.id }).from(disconnects).where(which).orderBy(asc(disconnects.id)).for('update');
    const held = await tx
      .update(disconnects)
      .set({ surgeHoldId })
      .where(which)
      .returning({ disconnectId: disconnects.id, accountId: disconnects.accountId });
    await recordAudit(
      tx,
      held.map((of) => ({ archiveId, type: 'surge_held', actor: RELINK, ...of, detail: { surgeHoldId } })),
    );
  }
}
