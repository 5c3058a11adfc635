/** Starts the workflows of open disconnects, tells those of closed ones, and wakes those of paused and resumed ones. */
import type { Client } from '@temporalio/client';
import type { Context } from '../../platform/context.js';
import { awaitedStep } from '../../services/disconnects/raise-due-steps.js';
import {
  claimWorkflowChanges,
  releaseWorkflowChange,
  settleWorkflowChange,
  type ClaimedChange,
} from '../../services/disconnects/workflow-changes.js';
import { startDisconnect, signalDisconnect } from '../client.js';
import { isPassing, runConcurrently, temporalIsAway } from './run-concurrently.js';

const AT_A_TIME = 200;
const IN_FLIGHT = 25;
/** The delay before a failed row is retried. Rows that weren't tried yet come first, so it holds up no other. */
const AGAIN_SECONDS = 30;
const AGAIN_AFTER_PASSING_ERROR_SECONDS = 1;
/** The time limit for one call, which usually takes milliseconds. */
const CALL_MS = 5000;

/** @throws if the database or Temporal is unavailable. Problems with single rows are logged, and those rows are retried later. */
export async function dispatchWorkflows(context: Context, client: Client, indexed: boolean): Promise<void> {
  for (;;) {
    const rows = await claimWorkflowChanges(context.db, AT_A_TIME);
    const failed: { disconnectId: string; error: unknown }[] = [];
    const { left, problem } = await runConcurrently(rows, IN_FLIGHT, async (row) => {
      try {
        const workflow = await client.withDeadline(Date.now() + CALL_MS, () => dispatch(context, client, row, indexed));
        await settleWorkflowChange(context.db, row, workflow);
      } catch (error) {
        const away = await temporalIsAway(client, error);
        const seconds = away || isPassing(error) ? AGAIN_AFTER_PASSING_ERROR_SECONDS : AGAIN_SECONDS;
        await releaseWorkflowChange(context.db, row, seconds);
        if (away) throw error;
        failed.push({ disconnectId: row.disconnect.id, error });
      }
    });
    if (failed.length > 0)
      context.log.warn(
        { ...failed[0], failed: failed.length, of: rows.length },
        'could not start or notify some workflows; trying again later',
      );
    if (problem !== null) {
      for (const row of left) await releaseWorkflowChange(context.db, row);
      throw problem;
    }
    if (rows.length < AT_A_TIME) return;
  }
}

/** Dispatches a change and returns the resulting state of its workflow. */
async function dispatch(
  context: Context,
  client: Client,
  row: ClaimedChange,
  indexed: boolean,
): Promise<ClaimedChange['disconnect']['workflow']> {
  const { disconnect, network } = row;
  switch (disconnect.workflow) {
    case 'to_start': {
      const { archiveId, id: disconnectId, reason, refreshFirst } = disconnect;
      const next = awaitedStep(disconnect, row, context.config.dayMs);
      await startDisconnect(client, { archiveId, disconnectId, next, refreshFirst, indexed, network, reason });
      return 'running';
    }
    case 'to_wake':
      return (await signalDisconnect(client, disconnect.id, 'wake')) ? 'running' : 'to_start';
    case 'to_end':
      // If no workflow is running, it has already ended or was never started.
      await signalDisconnect(client, disconnect.id, 'reconnected');
      return 'ended';
    default:
      return disconnect.workflow;
  }
}
