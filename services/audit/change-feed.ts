/**
 * What the capture engine must know, in order, for ever. A transaction that began earlier may commit later: rows are told only
 * when every transaction that could still write an earlier one has ended, so that a reader who goes on behind what it has read
 * misses nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { changes } from '../../db/schema.js';
import { requireKey, type Page } from '../input/page.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

export type Change = typeof changes.$inferSelect;

/** Behind which row to go on. */
interface ChangeKey {
  txid: bigint;
  seq: bigint;
}
const BEGINNING: ChangeKey = { txid: 0n, seq: 0n };

/** Nobody has to tell of a change: who waits looks this often. */
const LOOK_EVERY_MS = 500;

/**
 * The oldest first, and where to go on, also when there was nothing new.
 * @param wait how long to wait for something new; ended by its signal, when there is nobody to tell any more
 * @throws {Refusal} `invalid_request`
 */
export const followChanges = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, page: Page, wait: { ms: number; signal: AbortSignal }) => {
    const after = page.after === null ? BEGINNING : requireKey(readChangeKey(page.after));
    const until = performance.now() + wait.ms;
    for (;;) {
      const found = await findChanges(context.db, archiveId, after, page.limit);
      const left = until - performance.now();
      if (found.length > 0 || left <= 0 || wait.signal.aborted)
        return { changes: found, next: writeChangeKey(found.at(-1) ?? after) };
      await delay(Math.min(LOOK_EVERY_MS, left), undefined, { signal: wait.signal }).catch(() => undefined);
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

const writeChangeKey = ({ txid, seq }: Pick<Change, 'txid' | 'seq'> | ChangeKey): string => `${txid}.${seq}`;

/** What PostgreSQL's 64-bit counters can hold. */
const MAX = 2n ** 63n;

/** Null for what is none. */
function readChangeKey(text: string): ChangeKey | null {
  const [, txid, seq] = /^(\d{1,19})\.(\d{1,19})$/.exec(text) ?? [];
  if (txid === undefined || seq === undefined) return null;
  const key = { txid: BigInt(txid), seq: BigInt(seq) };
  return key.txid < MAX && key.seq < MAX ? key : null;
}
