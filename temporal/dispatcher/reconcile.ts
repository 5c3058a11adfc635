/**
 * Repairs what an operator or an accident did to workflows. One that was terminated, canceled, reset, or deleted is started again at
 * the step that its disconnect is waiting for. "Open disconnect ⇔ eventually exactly one running workflow."
 */
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Context } from '../../platform/context.js';
import { findOverdue, findRunning, restartWorkflow } from '../../services/disconnects/workflow-changes.js';
import { signalDisconnect } from '../client.js';
import { disconnectIdOf, disconnectWorkflowId } from '../../domain/ids.js';

/** How far back each query looks, since visibility can lag. So each query overlaps the previous ones. */
const OVERLAP_MS = 5 * 60_000;
/** The time between sweeps over all running workflows, which find deleted ones. */
const SWEEP_MS = 10 * 60_000;
/** A workflow whose disconnect stays overdue this long, although it's running and was woken, is stuck and is replaced. */
const STUCK_MS = 3 * 60_000;

export function createReconciler(context: Context, client: Client, stuckMs = STUCK_MS): () => Promise<void> {
  let sweptAt = 0;
  const overdueSince = new Map<string, number>();
  return async () => {
    await restartClosed(context, client);
    await reconcileOverdue(context, client, overdueSince, stuckMs);
    if (Date.now() - sweptAt < SWEEP_MS) return;
    await sweep(context, client);
    sweptAt = Date.now();
  };
}

async function restartClosed(context: Context, client: Client): Promise<void> {
  const since = new Date(Date.now() - OVERLAP_MS).toISOString();
  const query = `WorkflowType = 'disconnect' AND ExecutionStatus IN ('Terminated', 'Canceled', 'Failed', 'TimedOut', 'Completed') AND CloseTime > '${since}'`;
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query })) {
    const id = disconnectIdOf(workflowId);
    if (id) ids.add(id);
  }
  for (const id of await findRunning(context.db, [...ids])) await ensureRunning(context, client, id);
}

/**
 * Looks after overdue disconnects. If the workflow is gone, it is started again; if it's running, it is woken. One that stays overdue
 * even so can't make progress (its history doesn't replay, or its worker runs incompatible code) and is replaced. The position in the
 * series is in the database, so nothing is lost or repeated.
 */
async function reconcileOverdue(
  context: Context,
  client: Client,
  overdueSince: Map<string, number>,
  stuckMs: number,
): Promise<void> {
  const overdue = await findOverdue(context.db);
  for (const id of overdueSince.keys()) if (!overdue.includes(id)) overdueSince.delete(id);
  for (const id of overdue) {
    const since = overdueSince.get(id);
    if (!(await isRunning(client, id))) await ensureRunning(context, client, id);
    else if (since === undefined) {
      overdueSince.set(id, Date.now());
      await signalDisconnect(client, id, 'wake');
    } else if (Date.now() - since >= stuckMs) {
      overdueSince.delete(id);
      context.log.error({ disconnectId: id }, 'the workflow of an overdue disconnect is stuck; replacing it');
      await client.workflow.getHandle(disconnectWorkflowId(id)).terminate('overdue and stuck; Relink replaces it');
      await ensureRunning(context, client, id);
    }
  }
}

async function sweep(context: Context, client: Client): Promise<void> {
  const missing = new Set(await findRunning(context.db));
  for await (const { workflowId } of client.workflow.list({
    query: `WorkflowType = 'disconnect' AND ExecutionStatus = 'Running'`,
  })) {
    missing.delete(disconnectIdOf(workflowId) ?? '');
  }
  for (const id of missing) await ensureRunning(context, client, id);
}

/** Asks Temporal directly, because its list can lag. If the workflow isn't running, the dispatcher's next round starts it. */
async function ensureRunning(context: Context, client: Client, id: string): Promise<void> {
  if (await isRunning(client, id)) return;
  if (!(await restartWorkflow(context.db, id))) return;
  context.log.warn({ disconnectId: id }, 'the workflow of an open disconnect was missing; starting it again');
  context.notifier.notify('workflows');
}

async function isRunning(client: Client, id: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(disconnectWorkflowId(id)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
