/** Batches: up to 100 emails in one request. Members, order and key are committed before anything is sent. */
import { and, asc, eq, isNull, lte, ne, sql } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Database } from '../../../db/client.js';
import { newId } from '../../../db/ids.js';
import { emailBatches, emails } from '../../../db/schema.js';

/** What Resend takes in one request. */
const BATCH_SIZE = 100;

/** The key under which the provider knows a batch: made from our own id, the same for every attempt. */
export const batchKey = (batchId: string) => `relink-batch/${batchId}`;

/** Puts composed emails into a batch, the urgent ones first. Null: there are none. */
export async function prepareBatch(db: Database, archiveId: string): Promise<string | null> {
  return db.transaction(async (tx) => {
    const members = await tx
      .select({ id: emails.id })
      .from(emails)
      .where(and(eq(emails.archiveId, archiveId), eq(emails.state, 'composed'), isNull(emails.batchId)))
      .orderBy(asc(emails.priority), asc(emails.id))
      .limit(BATCH_SIZE)
      .for('update', { skipLocked: true });
    if (members.length === 0) return null;
    const id = newId('batch');
    await tx.insert(emailBatches).values({ archiveId, id });
    const ids = members.map((member) => member.id);
    await tx
      .update(emails)
      .set({ batchId: id, batchPosition: sql`array_position(${sql.param(ids)}::text[], ${emails.id})` })
      .where(and(eq(emails.archiveId, archiveId), isAnyOf(emails.id, ids)));
    return id;
  });
}

/** Batches whose next attempt may begin now, the oldest first. */
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

/** When the next batch, or an email whose outcome is unknown, needs a look, in milliseconds; null when there is none. */
export async function nextBatchInMs(db: Database, archiveId: string): Promise<number | null> {
  const [row] = await db.execute<{ ms: number | null }>(sql`
    select extract(epoch from min(at) - now())::float8 * 1000 as ms from (
      select next_attempt_at as at from email_batches where archive_id = ${archiveId} and state <> 'done'
      union all
      select settle_at from emails where archive_id = ${archiveId} and state = 'unknown' and settle_at is not null
      union all
      select now() from emails where archive_id = ${archiveId} and state in ('due', 'composed') and batch_id is null
    ) waiting`);
  return row?.ms ?? null;
}
