/** Finds running transfers whose workflow must be started or replaced. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { transfers } from '../../db/schema.js';

/** A workflow that was terminated, or never started because its dispatcher died, is started again after this. */
const RETRY_SECONDS = 5;
/** The workflow gives up after 5 minutes. One that runs longer is stuck and is replaced, and again every time this has passed. */
const STUCK_SECONDS = 600;

const stuckBefore = sql`clock_timestamp() - ${STUCK_SECONDS} * interval '1 second'`;

/** Claims the transfers, so that no other dispatcher starts the same ones. */
export async function claimRunningTransfers(
  db: Db,
  limit: number,
): Promise<{ archiveId: string; id: string; stuck: boolean }[]> {
  return db
    .update(transfers)
    .set({ workflowTriedAt: sql`clock_timestamp()` })
    .where(
      sql`(${transfers.archiveId}, ${transfers.id}) in (select archive_id, id from transfers
        where status = 'running' and (workflow_tried_at is null
          or (case when created_at > ${stuckBefore} then workflow_tried_at < clock_timestamp() - ${RETRY_SECONDS} * interval '1 second'
            else workflow_tried_at < greatest(created_at + ${STUCK_SECONDS} * interval '1 second', ${stuckBefore}) end))
        order by workflow_tried_at nulls first, id limit ${limit} for update skip locked)`,
    )
    .returning({
      archiveId: transfers.archiveId,
      id: transfers.id,
      stuck: sql<boolean>`${transfers.createdAt} <= ${stuckBefore}`,
    });
}
