/** Transfers that the database calls running have their workflow run: started at once, and looked after until they have ended. */
import type { Client } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import type { Context } from '../../platform/context.js';
import { transfers } from '../../db/schema.js';
import { ensureTransfer } from '../client.js';
import { runConcurrently } from './run-concurrently.js';

const AT_A_TIME = 100;
const IN_FLIGHT = 10;
/** One that was terminated, or never started since its dispatcher died, is started again after this. */
const AGAIN_SECONDS = 5;
/** The workflow gives up after 5 minutes: one that runs longer has got stuck, and is replaced, again after as long. */
const STUCK_SECONDS = 600;
const CALL_MS = 5000;

/** @throws when the database is away, or a workflow could not be started; those are tried again, and hold up no other */
export async function ensureTransfers(context: Context, client: Client): Promise<void> {
  const rows = await claim(context);
  const problems: unknown[] = [];
  await runConcurrently(rows, IN_FLIGHT, ({ archiveId, id, stuck }) =>
    client
      .withDeadline(Date.now() + CALL_MS, () => ensureTransfer(client, { archiveId, transferId: id }, stuck))
      .catch((error: unknown) => void problems.push(error)),
  );
  if (problems.length > 0) throw problems[0];
}

const stuckBefore = sql`clock_timestamp() - ${STUCK_SECONDS} * interval '1 second'`;

async function claim({ db }: Context) {
  return db
    .update(transfers)
    .set({ workflowTriedAt: sql`clock_timestamp()` })
    .where(
      sql`(${transfers.archiveId}, ${transfers.id}) in (select archive_id, id from transfers
        where status = 'running' and (workflow_tried_at is null
          or (case when created_at > ${stuckBefore} then workflow_tried_at < clock_timestamp() - ${AGAIN_SECONDS} * interval '1 second'
            else workflow_tried_at < greatest(created_at + ${STUCK_SECONDS} * interval '1 second', ${stuckBefore}) end))
        order by workflow_tried_at nulls first, id limit ${AT_A_TIME} for update skip locked)`,
    )
    .returning({
      archiveId: transfers.archiveId,
      id: transfers.id,
      stuck: sql<boolean>`${transfers.createdAt} <= ${stuckBefore}`,
    });
}
