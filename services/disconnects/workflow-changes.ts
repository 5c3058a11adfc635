/**
 * Pending changes to the workflows of disconnects: start one, wake it, or tell it that its disconnect has ended. A dispatcher
 * claims a change, makes it, and settles it. Any number of dispatchers can run at the same time, and a claim that one leaves behind
 * expires.
 */
import { and, eq, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { accounts, archives, disconnects } from '../../db/schema.js';

/** How long a claim lasts if its dispatcher dies. */
const CLAIM_SECONDS = 10;
/** How late a step must be before its workflow is checked. */
const OVERDUE_SECONDS = 60;
const MAX_OVERDUE = 200;

export type ClaimedChange = Awaited<ReturnType<typeof claimWorkflowChanges>>[number];
type WorkflowState = ClaimedChange['disconnect']['workflow'];

/** What starts a workflow, and what tells a running one something. */
export const STARTS = ['to_start'] as const;
export const SIGNALS = ['to_wake', 'to_end'] as const;

/** Claims changes, those never tried first. Each includes the data that is needed to start its workflow. */
export async function claimWorkflowChanges(db: Db, kinds: typeof STARTS | typeof SIGNALS, limit: number) {
  const isUnclaimed = sql`(${disconnects.workflowTriedAt} is null or ${disconnects.workflowTriedAt} < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')`;
  const claimed = db.$with('claimed').as(
    db
      .update(disconnects)
      .set({ workflowTriedAt: sql`clock_timestamp()` })
      .where(
        sql`${disconnects.id} in (select id from disconnects where workflow = any(${sql.param([...kinds])}::text[])
        and (workflow_tried_at is null or workflow_tried_at < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')
        order by workflow_tried_at nulls first, id limit ${limit} for update skip locked) and ${isUnclaimed}`,
      )
      .returning(),
  );
  return db
    .with(claimed)
    .select({
      disconnect: claimed._.selectedFields,
      network: accounts.network,
      stepDays: archives.stepDays,
      seriesDays: archives.seriesDays,
    })
    .from(claimed)
    .innerJoin(accounts, and(eq(accounts.archiveId, claimed.archiveId), eq(accounts.id, claimed.accountId)))
    .innerJoin(archives, eq(archives.id, claimed.archiveId));
}

/** Settles changes that were made, with the new state of each workflow. */
export async function settleWorkflowChanges(
  db: Db,
  made: readonly { change: ClaimedChange; workflow: WorkflowState }[],
): Promise<void> {
  if (made.length === 0) return;
  const column = (read: (one: (typeof made)[number]) => string | null | undefined) => sql.param(made.map(read));
  // A disconnect that changed in the meantime has new work, which a later claim finds.
  await db.execute(sql`
    update disconnects d set workflow = v.to_state, workflow_tried_at = null
    from unnest(${column(({ change }) => change.disconnect.archiveId)}::text[], ${column(({ change }) => change.disconnect.id)}::text[],
      ${column(({ change }) => change.disconnect.workflow)}::text[], ${column(({ workflow }) => workflow)}::text[],
      ${column(({ change }) => change.disconnect.workflowTriedAt?.toISOString() ?? null)}::text[])
      v (archive_id, id, from_state, to_state, tried_at)
    where d.archive_id = v.archive_id and d.id = v.id and d.workflow = v.from_state
      and d.workflow_tried_at is not distinct from v.tried_at::timestamptz`);
}

/** Releases a change that wasn't made. It can be claimed again in `inSeconds`, or at once by default. */
export async function releaseWorkflowChange(db: Db, { disconnect }: ClaimedChange, inSeconds = 0): Promise<void> {
  await db
    .update(disconnects)
    .set({
      workflowTriedAt:
        inSeconds === 0 ? null : sql`clock_timestamp() + ${inSeconds - CLAIM_SECONDS} * interval '1 second'`,
    })
    .where(
      and(
        eq(disconnects.archiveId, disconnect.archiveId),
        eq(disconnects.id, disconnect.id),
        eq(disconnects.workflow, disconnect.workflow),
        sql`${disconnects.workflowTriedAt} is not distinct from ${disconnect.workflowTriedAt?.toISOString()}::timestamptz`,
      ),
    );
}

/** Reads how many workflows wait to be started, and how long the first has waited, by the database's clock. */
export async function readBacklog(db: Db, fewest: number): Promise<{ few: boolean; oldestMs: number }> {
  const [row] = await db.execute<{ n: number; oldest: number | null }>(sql`
    select count(*)::int as n, extract(epoch from now() - min(reported_at))::float8 * 1000 as oldest
    from (select reported_at from disconnects where workflow = 'to_start' order by workflow_tried_at nulls first, id limit ${fewest + 1}) d`);
  return { few: row!.n <= fewest, oldestMs: row!.oldest ?? 0 };
}

const shouldRun = and(eq(disconnects.status, 'open'), eq(disconnects.workflow, 'running'));

/** Finds the disconnects, among these or all, whose workflow should be running. */
export async function findRunning(db: Db, among?: readonly string[]): Promise<string[]> {
  if (among?.length === 0) return [];
  const rows = await db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(and(shouldRun, among && isAnyOf(disconnects.id, among)));
  return rows.map(({ id }) => id);
}

/** Finds disconnects whose workflow should be running but hasn't raised a step that is overdue. */
export async function findOverdue(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(and(shouldRun, sql`${disconnects.nextEmailAt} < now() - ${OVERDUE_SECONDS} * interval '1 second'`))
    .limit(MAX_OVERDUE);
  return rows.map(({ id }) => id);
}

/** Schedules a lost workflow to be started again. False when the disconnect was closed in the meantime or has other work to do. */
export async function restartWorkflow(db: Db, id: string): Promise<boolean> {
  const [row] = await db
    .update(disconnects)
    .set({ workflow: 'to_start', workflowTriedAt: null })
    .where(and(shouldRun, eq(disconnects.id, id)))
    .returning({ id: disconnects.id });
  return row !== undefined;
}
