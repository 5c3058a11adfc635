/** Replays what the tests did: a workflow that is not deterministic, or that fails where it should not, fails its test. */
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Context } from '../../context.js';
import { archives, disconnects } from '../../db/schema.js';
import { disconnectWorkflowId, mailerWorkflowId } from '../../domain/ids.js';

export type History = temporal.api.history.v1.IHistory;

export async function replayAll(
  context: Context,
  client: Client,
  workflowBundle: WorkflowBundleWithSourceMap,
): Promise<number> {
  const ids = [
    ...(await context.db.select({ id: disconnects.id }).from(disconnects)).map(({ id }) => disconnectWorkflowId(id)),
    ...(await context.db.select({ id: archives.id }).from(archives)).map(({ id }) => mailerWorkflowId(id)),
  ];
  let replayed = 0;
  for (const id of ids) {
    for (const history of await chainOf(client, id)) {
      await Worker.runReplayHistory({ workflowBundle }, history, id);
      replayed += 1;
    }
  }
  return replayed;
}

/** The histories of a workflow's runs, from the first of the latest chain through every continue-as-new. */
export async function chainOf(client: Client, workflowId: string): Promise<History[]> {
  let latest: History;
  try {
    latest = await client.workflow.getHandle(workflowId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
  const first = latest.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId;
  const chain: History[] = [];
  let runId: string | null | undefined = first;
  while (runId) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    chain.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return chain.length > 0 ? chain : [latest];
}
