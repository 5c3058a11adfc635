import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { until } from './until.js';

/** Creates a separate namespace on this run's Temporal server. */
export async function createNamespace(): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS });
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  // A new namespace becomes known everywhere after a moment.
  const { workflow } = new Client({ connection, namespace });
  await until(`the namespace ${namespace} exists`, () =>
    workflow.count().then(
      () => true,
      () => false,
    ),
  );
  await connection.close();
  return namespace;
}
