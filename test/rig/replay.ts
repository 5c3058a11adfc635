/** Replays what the tests did: a workflow that is nondeterministic, or that fails where it should not, fails its test. */
import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Context } from '../../platform/context.js';
import { archives, disconnects, transfers } from '../../db/schema.js';
import { disconnectWorkflowId, mailerWorkflowId, transferWorkflowId } from '../../domain/ids.js';

const GRPC_NOT_FOUND = 5;

export type History = temporal.api.history.v1.IHistory;

export async function replayAll(
  context: Context,
  client: Client,
  workflowBundle: WorkflowBundleWithSourceMap,
): Promise<number> {
  const ids = [
    ...(await context.db.select({ id: disconnects.id }).from(disconnects)).map(({ id }) => disconnectWorkflowId(id)),
    ...(await context.db.select({ id: archives.id }).from(archives)).map(({ id }) => mailerWorkflowId(id)),
    ...(await context.db.select({ id: transfers.id }).from(transfers)).map(({ id }) => transferWorkflowId(id)),
  ];
  async function* histories() {
    for (const workflowId of ids)
      for (const history of await chainOf(client, workflowId)) yield { workflowId, history };
  }
  let replayed = 0;
  for await (const result of Worker.runReplayHistories({ workflowBundle }, histories())) {
    if (result.error) throw new Error(`the replay of ${result.workflowId} failed`, { cause: result.error });
    replayed += 1;
  }
  return replayed;
}

/** Returns the histories of a workflow's runs, from the first run of the latest chain through every continue-as-new. */
export async function chainOf(client: Client, workflowId: string): Promise<History[]> {
  let latest: History;
  try {
    latest = await client.workflow.getHandle(workflowId).fetchHistory();
  } catch (error) {
    // The time-skipping server reports this with a different error.
    if (
      error instanceof WorkflowNotFoundError ||
      (isGrpcServiceError(error) && error.code.valueOf() === GRPC_NOT_FOUND)
    )
      return [];
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
