/** Batches: up to 100 emails in one request. Their emails, order, and key are committed before anything is sent. */
import { and, asc, eq, isNull, lte, ne, sql } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Database } from '../../../db/client.js';
import { newId } from '../../../db/ids.js';
import { emailBatches, emails } from '../../../db/schema.js';
import { goesAlone } from '../separate-copies.js';
import { waitsForRefresh } from './pending-transfers.js';

/** Resend's limit for one request. */
const BATCH_SIZE = 100;

/** The idempotency key of a batch. It is derived from our ID, so it is the same for every attempt. */
export const batchKey = (batchId: string) => `relink-batch/${batchId}`;

/**
 * Puts composed emails into a batch, urgent ones first. An email that needs a key of its own makes a batch of its own. Returns whether
 * there can be more of them.
 */
export async function prepareBatch(db: Database, archiveId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const waiting = await tx
      .select({ id: emails.id, separateCopies: emails.separateCopies, copyOf: emails.copyOf })
      .from(emails)
      .where(and(eq(emails.archiveId, archiveId), eq(emails.state, 'composed'), isNull(emails.batchId)))
      .orderBy(asc(emails.priority), asc(emails.id))
      .limit(BATCH_SIZE)
      .for('update', { skipLocked: true });
    const [first] = waiting;
    if (!first) return false;
    const members = goesAlone(first) ? [first] : waiting.filter((email) => !goesAlone(email));
    const id = newId('batch');
    await tx.insert(emailBatches).values({ archiveId, id });
    const ids = members.map((member) => member.id);
    await tx
      .update(emails)
      .set({ batchId: id, batchPosition: sql`array_position(${sql.param(ids)}::text[], ${emails.id})` })
      .where(and(eq(emails.archiveId, archiveId), isAnyOf(emails.id, ids)));
    return members.length < waiting.length || waiting.length === BATCH_SIZE;
  });
}

/** Finds batches whose next attempt can begin now, oldest first. */
export async function findDueBatches(db: Database, archiveId: string): Promise<string[]> {
  const rows = await db
    .select({ id: emailBatches.id })
    .from(emailBatches)
    .where(
      and(
        eq(emailBatches.archiveId, archiveId),
        ne(emailBatches.state, 'done'),
        lte(emailBatches.nextAttemptAt, sql`now()`),
      ),
    )
    .orderBy(asc(emailBatches.id));
  return rows.map(({ id }) => id);
}

/**
 * Returns in how many milliseconds the next batch, held-back email, or email with an unknown outcome is due, or 0 when emails wait to be
 * composed or batched; null when nothing waits.
 */
export async function nextBatchInMs(db: Database, archiveId: string): Promise<number | null> {
  const [row] = await db.execute<{ ms: number | null }>(sql`
    select extract(epoch from min(at) - now())::float8 * 1000 as ms from (
      select next_attempt_at as at from email_batches where archive_id = ${archiveId} and state <> 'done'
      union all
      select settle_at from emails where archive_id = ${archiveId} and state = 'unknown' and settle_at is not null
      union all
      select case when state = 'due' then greatest(not_before, now()) else now() end from emails
        where archive_id = ${archiveId} and state in ('due', 'composed') and batch_id is null
        and not (state = 'due' and ${waitsForRefresh})
    ) waiting`);
  return row?.ms ?? null;
}
