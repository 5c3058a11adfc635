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

/** How a reader waits for a change. */
interface Wait {
  ms: number;
  /** Ends the wait when the client has disconnected. */
  signal: AbortSignal;
  /** Takes a place among those who wait, and returns how to give it back. Losing it ends the wait. */
  takePlace: (onLost: () => void) => Promise<() => void>;
}

/**
 * Returns changes, oldest first, and the cursor to continue from, even when there is nothing new. Takes a place only if it has to wait.
 * @throws {Refusal} `invalid_request`; `too_many_streams`
 */
export const followChanges = useCase(ADMINISTRATORS_READ, async ({ context, archiveId }, page: Page, wait: Wait) => {
  const after = page.after === null ? BEGINNING : requireKey(parseChangeKey(page.after));
  const find = () => findChanges(context.db, archiveId, after, page.limit);
  const atOnce = await find();
  const found = atOnce.length > 0 || wait.ms <= 0 || wait.signal.aborted ? atOnce : await waitFor(find, wait);
  return { changes: found, next: formatChangeKey(found.at(-1) ?? after) };
});

async function waitFor(find: () => Promise<Change[]>, { ms, signal, takePlace }: Wait): Promise<Change[]> {
  const until = performance.now() + ms;
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  const release = await takePlace(() => lost.abort());
  try {
    for (;;) {
      const left = until - performance.now();
      await delay(Math.min(POLL_MS, Math.max(0, left)), undefined, { signal: over }).catch(() => undefined);
      const found = await find();
      if (found.length > 0 || left <= POLL_MS || over.aborted) return found;
    }
  } finally {
    release();
  }
}

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
