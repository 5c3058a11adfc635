/** Makes sure that every running transfer in the database has a running workflow, from its start until the transfer ends. */
import type { Client } from '@temporalio/client';
import type { Context } from '../../platform/context.js';
import { claimRunningTransfers } from '../../services/transfers/claim-running.js';
import { ensureTransfer } from '../client.js';
import { runConcurrently } from './run-concurrently.js';

const BATCH_SIZE = 100;
const IN_FLIGHT = 10;
const CALL_MS = 5000;

/** @throws if the database is unavailable or a workflow couldn't be started, which is retried and doesn't hold up the others */
export async function ensureTransfers(context: Context, client: Client): Promise<void> {
  const rows = await claimRunningTransfers(context.db, BATCH_SIZE);
  const problems: unknown[] = [];
  await runConcurrently(rows, IN_FLIGHT, ({ archiveId, id, stuck }) =>
    client
      .withDeadline(Date.now() + CALL_MS, () => ensureTransfer(client, { archiveId, transferId: id }, stuck))
      .catch((error: unknown) => void problems.push(error)),
  );
  if (problems.length > 0) throw problems[0];
}
