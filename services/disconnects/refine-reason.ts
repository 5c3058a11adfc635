/** Replaces vague reasons with the network's own, so that people read the right remedy. */
import { and, asc, eq, inArray, ne, type SQL } from 'drizzle-orm';
import type { Reason } from '../../domain/reasons.js';
import { VAGUE_REASONS } from '../../domain/token-checks.js';
import { recordAudit } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { disconnects } from '../../db/schema.js';

/** Sets this reason on the open disconnects in `which` whose reason is vague, and records it in their timelines. */
export async function refineVagueReason(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  which: SQL,
  { reason, rawCode, ...detail }: { reason: Reason; rawCode?: string; by?: string },
): Promise<void> {
  const code = rawCode === undefined ? {} : { rawCode };
  const vague = and(
    eq(disconnects.archiveId, archiveId),
    which,
    eq(disconnects.status, 'open'),
    inArray(disconnects.reason, [...VAGUE_REASONS]),
    ne(disconnects.reason, reason),
  );
  await tx.select({ id: disconnects.id }).from(disconnects).where(vague).orderBy(asc(disconnects.id)).for('update');
  const changed = await tx
    .update(disconnects)
    .set({ reason, ...code })
    .where(vague)
    .returning({ disconnectId: disconnects.id, accountId: disconnects.accountId });
  await recordAudit(
    tx,
    changed.map((of) => ({
      archiveId,
      type: 'reason_changed',
      actor,
      ...of,
      detail: { reason, ...detail, ...code },
    })),
  );
}
