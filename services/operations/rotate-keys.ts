/**
 * Reseals, with the first key of the ring, everything that an older key sealed, while Relink runs. It locks a few rows at a time and
 * leaves rows that others have locked for the next round. So no one waits for it, it waits for no one, and it never overwrites a
 * token that is being saved. The tokens themselves don't change, so `version` does not rise and the capture engine is not notified.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { keyIdOf, KeyRing } from '../../platform/key-ring.js';
import type { Database, Transaction } from '../../db/client.js';
import { readDatabaseClock } from './database.js';
import { ENCRYPTED_TABLES, type EncryptedKind, type EncryptedRow, type EncryptedTable } from './encrypted-columns.js';

export interface Unreadable {
  kind: EncryptedKind;
  archiveId: string;
  id: string;
  /** What the row belongs to, e.g. "account acc_…". */
  of: string;
  /** Null when the bytes do not start like anything sealed. */
  keyId: string | null;
  /** `key_missing`: the ring doesn't have its key. `changed`: the bytes were tampered with, or belong to another row. */
  why: 'key_missing' | 'changed';
}

export interface Rotation {
  resealed: Record<EncryptedKind, number>;
  /** Rows that could not be decrypted. They stay as they are. */
  unreadable: Unreadable[];
  /** The number of rows that others kept locked until the end, or kept writing with an older key. */
  left: number;
  /** Older keys that a process still sealed with after this began. That process does not have the new key first in its ring. */
  stillSealing: string[];
}

export interface RotationSettings {
  batchSize?: number;
  /** How long to wait for rows that others have locked, once everything else is done. */
  timeoutMs?: number;
  /** Called after each batch. */
  progress?: (resealed: number) => void;
}

/** Rows locked at a time. The locks last only as long as it takes to seal them: milliseconds. */
const BATCH = 50;
/** Longer than PostgreSQL lets a transaction of Relink sit idle (db/client.ts). */
const TIMEOUT_MS = 60_000;
const ROUND_PAUSE_MS = 300;
/** Timestamps in the database are rounded to the millisecond. */
const CLOCK_STEP_MS = 1;

export async function rotateKeys(
  db: Database,
  keys: KeyRing,
  { batchSize = BATCH, timeoutMs = TIMEOUT_MS, progress }: RotationSettings = {},
): Promise<Rotation> {
  const resealed: Rotation['resealed'] = { credential: 0, pending_sign_in: 0 };
  const stillSealing = new Set<string>();
  const began = await readDatabaseClock(db);
  let giveUpAt = Infinity;
  for (;;) {
    // Starts over in each round, because an unreadable row may have been replaced in the meantime.
    const unreadable: Unreadable[] = [];
    for (const table of ENCRYPTED_TABLES) {
      for await (const batch of resealBatches(db, keys, table, batchSize)) {
        resealed[table.kind] += batch.resealed.length;
        unreadable.push(...batch.unreadable);
        for (const { savedAt, keyId } of batch.resealed)
          if (savedAt && savedAt.getTime() > began + CLOCK_STEP_MS) stillSealing.add(keyId);
        progress?.(resealed.credential + resealed.pending_sign_in);
      }
    }
    const left = Math.max(0, (await countSealedWithOtherKeys(db, keys)) - unreadable.length);
    giveUpAt = Math.min(giveUpAt, Date.now() + timeoutMs);
    if (left === 0 || Date.now() >= giveUpAt)
      return { resealed, unreadable, left, stillSealing: [...stillSealing].sort() };
    await pause(ROUND_PAUSE_MS);
  }
}

async function countSealedWithOtherKeys(db: Database, keys: KeyRing): Promise<number> {
  let count = 0;
  for (const table of ENCRYPTED_TABLES) count += await table.countOthers(db, KeyRing.sealedWith(keys.currentId));
  return count;
}

interface Batch {
  resealed: { savedAt: Date | null; keyId: string }[];
  unreadable: Unreadable[];
}

/** Goes through a table once, with each batch in its own transaction. */
async function* resealBatches(db: Database, keys: KeyRing, table: EncryptedTable, size: number): AsyncGenerator<Batch> {
  let after = { archiveId: '', id: '' };
  for (;;) {
    const { rows, ...batch } = await db.transaction((tx) => resealBatch(tx, keys, table, after, size));
    if (rows.length === 0) return;
    yield batch;
    after = rows.at(-1)!;
  }
}

async function resealBatch(
  tx: Transaction,
  keys: KeyRing,
  table: EncryptedTable,
  after: { archiveId: string; id: string },
  size: number,
): Promise<Batch & { rows: EncryptedRow[] }> {
  const rows = await table.lockOthers(tx, KeyRing.sealedWith(keys.currentId), after, size);
  const batch: Batch = { resealed: [], unreadable: [] };
  for (const row of rows) {
    const outcome = reseal(keys, row);
    if ('why' in outcome) {
      const { archiveId, id, of } = row;
      batch.unreadable.push({ kind: table.kind, archiveId, id, of, ...outcome });
      continue;
    }
    await table.write(tx, row, outcome.sealed);
    batch.resealed.push({ savedAt: row.savedAt, keyId: outcome.keyId });
  }
  return { ...batch, rows };
}

/** Reseals all columns of a row, or none. */
function reseal(
  keys: KeyRing,
  { columns }: EncryptedRow,
): { sealed: Buffer[]; keyId: string } | Pick<Unreadable, 'keyId' | 'why'> {
  const sealed: Buffer[] = [];
  let replaced = keys.currentId;
  for (const column of columns) {
    const keyId = keyIdOf(column.sealed);
    if (keyId === null) return { keyId, why: 'changed' };
    if (!keys.has(keyId)) return { keyId, why: 'key_missing' };
    try {
      sealed.push(keys.encrypt(keys.decrypt(column.sealed, column.boundTo), column.boundTo));
    } catch {
      return { keyId, why: 'changed' };
    }
    if (keyId !== keys.currentId) replaced = keyId;
  }
  return { sealed, keyId: replaced };
}
