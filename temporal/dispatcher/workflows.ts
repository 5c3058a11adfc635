/** Starts the workflows of open disconnects, tells those of closed ones, and wakes those of paused and resumed ones. */
import type { Client } from '@temporalio/client';
import type { Context } from '../../platform/context.js';
import { awaitedStep } from '../../services/disconnects/raise-due-steps.js';
import {
  claimWorkflowChanges,
  releaseWorkflowChange,
  settleWorkflowChanges,
  SIGNALS,
  STARTS,
  type ClaimedChange,
} from '../../services/disconnects/workflow-changes.js';
import { startDisconnect, signalDisconnect } from '../client.js';
import { isTransientError, runConcurrently, isTemporalUnavailable } from './run-concurrently.js';

const SIGNALS_AT_ONCE = 200;
const STARTS_AT_ONCE = 50;
const IN_FLIGHT = 25;
/** The delay before a failed row is retried. Rows that weren't tried yet come first, so it holds up no other. */
const RETRY_SECONDS = 30;
const TRANSIENT_RETRY_SECONDS = 1;
/** The time limit for one call, which usually takes milliseconds. */
const CALL_MS = 5000;

/**
 * Tells running workflows what changed, and then starts others for as long as there is time for that. Returns whether all are started.
 * @throws if the database or Temporal is unavailable. Problems with single rows are logged, and those rows are retried later.
 */
export async function dispatchWorkflows(
  context: Context,
  client: Client,
  indexed: boolean,
  leavesTimeForStarts: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  for (;;) {
    const signals = await claimWorkflowChanges(context.db, SIGNALS, SIGNALS_AT_ONCE);
    await dispatchAll(context, client, indexed, signals);
    if (signals.length === SIGNALS_AT_ONCE) continue;
    if (!(await leavesTimeForStarts())) return false;
    const starts = await claimWorkflowChanges(context.db, STARTS, STARTS_AT_ONCE);
    await dispatchAll(context, client, indexed, starts);
    if (starts.length < STARTS_AT_ONCE) return true;
  }
}

async function dispatchAll(
  context: Context,
  client: Client,
  indexed: boolean,
  rows: readonly ClaimedChange[],
): Promise<void> {
  const made: Parameters<typeof settleWorkflowChanges>[1][number][] = [];
  const failed: { disconnectId: string; error: unknown }[] = [];
  const { left, problem } = await runConcurrently(rows, IN_FLIGHT, async (change) => {
    try {
      const workflow = await client.withDeadline(Date.now() + CALL_MS, () =>
        dispatch(context, client, change, indexed),
      );
      made.push({ change, workflow });
    } catch (error) {
      const isUnavailable = await isTemporalUnavailable(client, error);
      const seconds = isUnavailable || isTransientError(error) ? TRANSIENT_RETRY_SECONDS : RETRY_SECONDS;
      await releaseWorkflowChange(context.db, change, seconds);
      if (isUnavailable) throw error;
      failed.push({ disconnectId: change.disconnect.id, error });
    }
  });
  await settleWorkflowChanges(context.db, made);
  if (failed.length > 0)
    context.log.warn(
      { ...failed[0], failed: failed.length, of: rows.length },
      'could not start or notify some workflows; trying again later',
    );
  if (problem !== null) {
    for (const row of left) await releaseWorkflowChange(context.db, row);
    throw problem;
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
