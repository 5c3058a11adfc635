/**
 * One transfer, which moves everything that it claimed, or nothing. The move itself happens in the database
 * (services/transfers/move.ts). The workflow makes sure that it gets done, even if a process dies along the way, and returns the
 * outcome.
 */
import { ActivityFailure, proxyActivities, proxyLocalActivities, setCurrentDetails } from '@temporalio/workflow';
import { TRANSFER_TEXT } from '../domain/workflow-text.js';
import type { Activities } from '../activities/index.js';
import type { TransferInput } from './messages.js';

/** These accounts can't be reconnected until the transfer ends, so it gives up after five minutes and releases them. */
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

/** Returns how the transfer ended, or null if it couldn't be done in time. */
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
