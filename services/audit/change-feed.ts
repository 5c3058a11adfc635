/**
 * What the capture engine must know, in order, for ever. A transaction that began earlier may commit later: rows are told only
 * when every transaction that could still write an earlier one has ended, so that a reader who goes on behind what it has read
 * misses nothing.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { changes } from '../../db/schema.js';

export type Change = typeof changes.$inferSelect;

/** Behind which row to go on. */
export interface ChangesCursor {
  txid: bigint;
  seq: bigint;
}
export const BEGINNING: ChangesCursor = { txid: 0n, seq: 0n };

export async function readChanges(db: Db, archiveId: string, after: ChangesCursor, limit: number): Promise<Change[]> {
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

export const cursorOf = ({ txid, seq }: Change): ChangesCursor => ({ txid: BigInt(txid), seq });
