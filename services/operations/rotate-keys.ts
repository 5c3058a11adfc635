/**
 * Seals again, with the first key of the ring, what an older key sealed, while Relink runs. Rows are locked a few at a time, and
 * those that somebody else has are left for the next round: nobody waits for this, this waits for nobody, and a token that is
 * being saved meanwhile is never overwritten. The tokens stay what they are, so `version` does not rise and capture is told nothing.
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
  /** Whose it is, e.g. "account acc_…". */
  of: string;
  /** Null: it begins like nothing that was sealed. */
  keyId: string | null;
  /** `key_missing`: the ring lacks its key. `changed`: it was tampered with, or belongs to another row. */
  why: 'key_missing' | 'changed';
}

export interface Rotation {
  resealed: Record<EncryptedKind, number>;
  /** Left as they are. */
  unreadable: Unreadable[];
  /** Rows that somebody else held to the end, or wrote with an older key again and again. */
  left: number;
  /** Keys that a process sealed with after this began: it does not have the new key in front. */
  stillSealing: string[];
}

export interface RotationSettings {
  batchSize?: number;
  /** How long rows that somebody else holds are waited for, once everything else is done. */
  patienceMs?: number;
  /** After each batch. */
  progress?: (resealed: number) => void;
}

/** No lock is held for longer than it takes to seal so many rows: milliseconds. */
const BATCH = 50;
/** Longer than PostgreSQL lets a transaction of Relink idle (db/client.ts). */
const PATIENCE_MS = 60_000;
const BETWEEN_ROUNDS_MS = 300;
/** The database's clock is kept to the millisecond. */
const CLOCK_STEP_MS = 1;

export async function rotateKeys(
  db: Database,
  keys: KeyRing,
  { batchSize = BATCH, patienceMs = PATIENCE_MS, progress }: RotationSettings = {},
): Promise<Rotation> {
  const resealed: Rotation['resealed'] = { credential: 0, pending_sign_in: 0 };
  const stillSealing = new Set<string>();
  const began = await readDatabaseClock(db);
  let giveUpAt = Infinity;
  for (;;) {
    // Anew in each round: what was not readable may have been replaced meanwhile.
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
    const left = Math.max(0, (await countSealedOtherwise(db, keys)) - unreadable.length);
    giveUpAt = Math.min(giveUpAt, Date.now() + patienceMs);
    if (left === 0 || Date.now() >= giveUpAt)
      return { resealed, unreadable, left, stillSealing: [...stillSealing].sort() };
    await pause(BETWEEN_ROUNDS_MS);
  }
}

async function countSealedOtherwise(db: Database, keys: KeyRing): Promise<number> {
  let count = 0;
  for (const table of ENCRYPTED_TABLES) count += await table.countOthers(db, KeyRing.sealedWith(keys.currentId));
  return count;
}

interface Batch {
  resealed: { savedAt: Date | null; keyId: string }[];
  unreadable: Unreadable[];
}

/** Once through a table, each batch in a transaction of its own. */
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

/** The whole row or nothing of it. */
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
