/**
 * What the disconnects want of their workflows: to be started, woken, or told that they have ended. A dispatcher claims it, does it,
 * and settles it; any number of dispatchers may run at once, and what one of them leaves claimed is free again after a while.
 */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, archives, disconnects } from '../../db/schema.js';

/** A claim by a dispatcher that died is free again after this. */
const CLAIM_SECONDS = 10;
/** A step that is so late that its workflow is looked after. */
const LATE_SECONDS = 60;
const MOST_LATE = 200;

export type ClaimedChange = Awaited<ReturnType<typeof claimWorkflowChanges>>[number];
type WorkflowState = ClaimedChange['disconnect']['workflow'];

/** Those that were never tried come first. Each comes with what starting its workflow needs to know. */
export async function claimWorkflowChanges(db: Db, most: number) {
  const free = sql`(${disconnects.workflowTriedAt} is null or ${disconnects.workflowTriedAt} < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')`;
  const claimed = await db
    .update(disconnects)
    .set({ workflowTriedAt: sql`clock_timestamp()` })
    .where(
      sql`${disconnects.id} in (select id from disconnects where workflow in ('to_start', 'to_wake', 'to_end')
        and (workflow_tried_at is null or workflow_tried_at < clock_timestamp() - ${CLAIM_SECONDS} * interval '1 second')
        order by workflow_tried_at nulls first, id limit ${most} for update skip locked) and ${free}`,
    )
    .returning();
  if (claimed.length === 0) return [];
  const facts = await db
    .select({
      id: disconnects.id,
      network: accounts.network,
      stepDays: archives.stepDays,
      seriesDays: archives.seriesDays,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .innerJoin(archives, eq(archives.id, disconnects.archiveId))
    .where(
      isAnyOf(
        disconnects.id,
        claimed.map(({ id }) => id),
      ),
    );
  const factsOf = new Map(facts.map((fact) => [fact.id, fact]));
  return claimed.map((disconnect) => ({ disconnect, ...factsOf.get(disconnect.id)! }));
}

/** It was done, and this is what the workflow is now. */
export const settleWorkflowChange = (db: Db, claimed: ClaimedChange, workflow: WorkflowState): Promise<void> =>
  settle(db, claimed, { workflow, workflowTriedAt: null });

/** It was not done, and is free to be claimed again `inSeconds` from now; at once when it was not tried. */
export const releaseWorkflowChange = (db: Db, claimed: ClaimedChange, inSeconds = 0): Promise<void> =>
  settle(db, claimed, {
    workflowTriedAt:
      inSeconds === 0 ? null : sql`clock_timestamp() + ${inSeconds - CLAIM_SECONDS} * interval '1 second'`,
  });

/** Unless the disconnect changed meanwhile: then there is other work to do, which a later claim finds. */
async function settle(
  db: Db,
  { disconnect }: ClaimedChange,
  to: { workflow?: WorkflowState; workflowTriedAt: SQL | null },
): Promise<void> {
  await db
    .update(disconnects)
    .set(to)
    .where(
      and(
        eq(disconnects.archiveId, disconnect.archiveId),
        eq(disconnects.id, disconnect.id),
        eq(disconnects.workflow, disconnect.workflow),
        sql`${disconnects.workflowTriedAt} is not distinct from ${disconnect.workflowTriedAt?.toISOString()}::timestamptz`,
      ),
    );
}

const shouldRun = and(eq(disconnects.status, 'open'), eq(disconnects.workflow, 'running'));

/** Of these disconnects, or of all, those whose workflow should be running. */
export async function findRunning(db: Db, among?: readonly string[]): Promise<string[]> {
  if (among?.length === 0) return [];
  const rows = await db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(and(shouldRun, among && isAnyOf(disconnects.id, among)));
  return rows.map(({ id }) => id);
}

/** Disconnects whose workflow should be running, and has not raised a step that was due a while ago. */
export async function findLate(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: disconnects.id })
    .from(disconnects)
    .where(and(shouldRun, sql`${disconnects.nextEmailAt} < now() - ${LATE_SECONDS} * interval '1 second'`))
    .limit(MOST_LATE);
  return rows.map(({ id }) => id);
}

/** Its workflow is gone: it is to be started again. False: the disconnect was closed meanwhile, or has other work to do. */
export async function restartWorkflow(db: Db, id: string): Promise<boolean> {
  const [row] = await db
    .update(disconnects)
    .set({ workflow: 'to_start', workflowTriedAt: null })
    .where(and(shouldRun, eq(disconnects.id, id)))
    .returning({ id: disconnects.id });
  return row !== undefined;
}
