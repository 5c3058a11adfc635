/**
 * One transfer: moves everything that it claimed, or nothing. What it does is in the database (services/transfers/move.ts); the workflow
 * sees to it that it is done, whatever dies on the way, and says in the end how.
 */
import { ActivityFailure, proxyActivities, proxyLocalActivities, setCurrentDetails } from '@temporalio/workflow';
import { TRANSFER_TEXT } from '../domain/workflow-text.js';
import type { Activities } from '../activities/index.js';
import type { TransferInput } from './messages.js';

/** While it tries, these accounts cannot be reconnected: after so long it gives up, and they are free again. */
const { moveTransfer } = proxyActivities<Activities>({
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: '5 minutes',
  heartbeatTimeout: '4 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const { failTransfer } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

export async function transfer(input: TransferInput): Promise<string> {
  setCurrentDetails(TRANSFER_TEXT.running);
  const status = (await moved(input)) ?? (await failTransfer(input)) ?? 'unknown';
  setCurrentDetails(textOf(status));
  return status;
}

/** Null: it could not be done in time. */
async function moved(input: TransferInput): Promise<string | null> {
  try {
    return (await moveTransfer(input)) ?? 'unknown';
  } catch (error) {
    if (error instanceof ActivityFailure) return null;
    throw error;
  }
}

const textOf = (status: string): string =>
  status === 'completed' || status === 'refused' || status === 'failed' ? TRANSFER_TEXT[status] : TRANSFER_TEXT.unknown;
