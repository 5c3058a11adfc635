/**
 * What the capture engine must know, in order, for ever. A transaction that began earlier may commit later: rows are told only
 * when every transaction that could still write an earlier one has ended, so that a reader who goes on behind what it has read
 * misses nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { changes } from '../../db/schema.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

export type Change = typeof changes.$inferSelect;

/** Behind which row to go on. */
export interface ChangesCursor {
  txid: bigint;
  seq: bigint;
}
export const BEGINNING: ChangesCursor = { txid: 0n, seq: 0n };

/** Nobody has to tell of a change: who waits looks this often. */
const LOOK_EVERY_MS = 500;

/** Whoever waits is told at once. */
export interface ChangesQuery {
  after: ChangesCursor;
  limit: number;
  waitMs: number;
  /** Cuts the waiting short: there is nobody to tell, or nothing new to say. */
  signal: AbortSignal;
}

/** The oldest first, and where to go on. */
export const readChanges = useCase(
  ADMINISTRATORS_READ,
  async (
    { context, archiveId },
    { after, limit, waitMs, signal }: ChangesQuery,
  ): Promise<{ changes: Change[]; next: ChangesCursor }> => {
    const until = performance.now() + waitMs;
    for (;;) {
      const found = await findChanges(context.db, archiveId, after, limit);
      const last = found.at(-1);
      if (last) return { changes: found, next: { txid: BigInt(last.txid), seq: last.seq } };
      const left = until - performance.now();
      if (left <= 0 || signal.aborted) return { changes: [], next: after };
      await delay(Math.min(LOOK_EVERY_MS, left), undefined, { signal }).catch(() => undefined);
    }
  },
);

async function findChanges(db: Db, archiveId: string, after: ChangesCursor, limit: number): Promise<Change[]> {
  return db
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.archiveId, archiveId),
        sql`(${changes.txid}, ${changes.seq}) > (${String(after.txid)}::xid8, ${String(after.seq)}::bigint)`,
        sql`${changes.txid} < pg_snapshot_xmin(pg_current_snapshot())`,
      ),
    )
    .orderBy(asc(changes.txid), asc(changes.seq))
    .limit(limit);
}
