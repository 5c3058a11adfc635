/**
 * The changes that the capture engine must know about, in order and kept forever. A transaction that began earlier may commit
 * later, so a row is returned only after every transaction that could still write an earlier row has ended. A reader that
 * continues from its last row therefore misses nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { changes } from '../../db/schema.js';
import { requireKey, type Page } from '../input/page.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

export type Change = typeof changes.$inferSelect;

/** The position of a row; the next page starts after it. */
interface ChangeKey {
  txid: bigint;
  seq: bigint;
}
const BEGINNING: ChangeKey = { txid: 0n, seq: 0n };

/** How often a waiting reader polls. Polling means that writers don't have to notify anyone. */
const POLL_MS = 500;

/**
 * Returns changes, oldest first, and the cursor to continue from, even when there is nothing new.
 * @param wait how long to wait for a change; its signal ends the wait when the client has disconnected
 * @throws {Refusal} `invalid_request`
 */
export const followChanges = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, page: Page, wait: { ms: number; signal: AbortSignal }) => {
    const after = page.after === null ? BEGINNING : requireKey(parseChangeKey(page.after));
    const until = performance.now() + wait.ms;
    for (;;) {
      const found = await findChanges(context.db, archiveId, after, page.limit);
      const left = until - performance.now();
      if (found.length > 0 || left <= 0 || wait.signal.aborted)
        return { changes: found, next: formatChangeKey(found.at(-1) ?? after) };
      await delay(Math.min(POLL_MS, left), undefined, { signal: wait.signal }).catch(() => undefined);
    }
  },
);

async function findChanges(db: Db, archiveId: string, after: ChangeKey, limit: number): Promise<Change[]> {
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

const formatChangeKey = ({ txid, seq }: Pick<Change, 'txid' | 'seq'> | ChangeKey): string => `${txid}.${seq}`;

/** One more than PostgreSQL's 64-bit integers can hold. */
const MAX = 2n ** 63n;

/** Parses a cursor; null when it is invalid. */
function parseChangeKey(text: string): ChangeKey | null {
  const [, txid, seq] = /^(\d{1,19})\.(\d{1,19})$/.exec(text) ?? [];
  if (txid === undefined || seq === undefined) return null;
  const key = { txid: BigInt(txid), seq: BigInt(seq) };
  return key.txid < MAX && key.seq < MAX ? key : null;
}
