/** The connection to Temporal, which starts and signals workflows. */
import { Client, Connection, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowNotFoundError } from '@temporalio/common';
import type { Config } from '../platform/config.js';
import { trackCalls } from '../platform/temporal-calls.js';
import { SUMMARIES } from '../domain/workflow-text.js';
import { disconnectWorkflowId, mailerWorkflowId, TASK_QUEUES, transferWorkflowId } from '../domain/ids.js';
import type { NetworkName } from '../domain/networks.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import {
  mailDue,
  reconnected,
  wake,
  type DisconnectInput,
  type MailerInput,
  type TransferInput,
} from '../workflows/messages.js';

export interface Temporal {
  client: Client;
  /** Waits for the calls under way. */
  close(): Promise<void>;
}

/** @throws if Temporal doesn't answer within ten seconds */
export async function connectTemporal({ temporal }: Pick<Config, 'temporal'>): Promise<Temporal> {
  const { address, namespace, apiKey, tls } = temporal;
  const calls = trackCalls();
  const { interceptors } = calls;
  const connection = await Connection.connect({
    address,
    apiKey,
    tls,
    connectTimeout: '10 seconds',
    interceptors,
  }).catch((error: Error) => {
    throw new Error(`TEMPORAL_ADDRESS: ${address} doesn’t respond: ${error.message}`, { cause: error });
  });
  return {
    client: new Client({ connection, namespace }),
    async close() {
      await calls.ended();
      await connection.close();
    },
  };
}

/** If a worker dies during a workflow task, another worker gets the task after this. Tasks take milliseconds. */
const TASK_TIMEOUT = '5 seconds' as const;

export interface DisconnectStart extends DisconnectInput {
  network: NetworkName;
  reason: string;
}

/**
 * Starts a disconnect's workflow, or leaves a running one alone. The workflow id is derived from the disconnect's id, so at most one
 * runs. A reopened disconnect starts again under the same id.
 */
export async function startDisconnect(client: Client, start: DisconnectStart): Promise<void> {
  const { network, reason, ...input } = start;
  await client.workflow.start('disconnect', {
    taskQueue: TASK_QUEUES.disconnects,
    workflowId: disconnectWorkflowId(input.disconnectId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [input],
    workflowTaskTimeout: TASK_TIMEOUT,
    staticSummary: SUMMARIES.disconnect(network),
    priority: { fairnessKey: input.archiveId },
    typedSearchAttributes: input.indexed
      ? new TypedSearchAttributes([
          { key: SEARCH_ATTRIBUTES.archive, value: input.archiveId },
          { key: SEARCH_ATTRIBUTES.network, value: network },
          { key: SEARCH_ATTRIBUTES.reason, value: reason },
          { key: SEARCH_ATTRIBUTES.series, value: input.next?.series ?? 1 },
        ])
      : undefined,
  });
}

/** Signals a disconnect's workflow. Returns false if no workflow is running. */
export async function signalDisconnect(
  client: Client,
  disconnectId: string,
  what: 'reconnected' | 'wake',
): Promise<boolean> {
  try {
    await client.workflow.getHandle(disconnectWorkflowId(disconnectId)).signal(what === 'wake' ? wake : reconnected);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Makes the archive's mailer look for mail: starts it, or signals it if it's running. `replace`: replaces a running one, because it's stuck. */
export async function wakeMailer(client: Client, archiveId: string, replace: boolean): Promise<void> {
  const input: MailerInput = { archiveId };
  const options = {
    taskQueue: TASK_QUEUES.mail,
    workflowId: mailerWorkflowId(archiveId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: replace
      ? WorkflowIdConflictPolicy.TERMINATE_EXISTING
      : WorkflowIdConflictPolicy.USE_EXISTING,
    args: [input],
    workflowTaskTimeout: TASK_TIMEOUT,
    staticSummary: SUMMARIES.mailer,
    priority: { fairnessKey: archiveId },
  };
  await client.workflow.signalWithStart('mailer', { ...options, signal: mailDue, signalArgs: [] });
}

/** Makes sure that the transfer's workflow is running. `replace`: replaces a running one, because it is stuck. */
export async function ensureTransfer(client: Client, input: TransferInput, replace: boolean): Promise<void> {
  await client.workflow.start('transfer', {
    taskQueue: TASK_QUEUES.disconnects,
    workflowId: transferWorkflowId(input.transferId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: replace
      ? WorkflowIdConflictPolicy.TERMINATE_EXISTING
      : WorkflowIdConflictPolicy.USE_EXISTING,
    args: [input],
    workflowTaskTimeout: TASK_TIMEOUT,
    staticSummary: SUMMARIES.transfer,
    priority: { fairnessKey: input.archiveId },
  });
}
