/**
 * One transfer: moves everything that it claimed, or nothing. What it does is in the database (services/transfers/move.ts); the workflow
 * sees to it that it is done, whatever dies on the way, and says in the end how.
 */
import { ActivityFailure, proxyActivities, proxyLocalActivities, setCurrentDetails } from '@temporalio/workflow';
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
  setCurrentDetails('Moving accounts and Parent Profiles to another Account Owner, all or nothing.');
  const status = (await moved(input)) ?? (await failTransfer(input)) ?? 'unknown';
  setCurrentDetails(DETAILS[status] ?? 'There is no such transfer in the database.');
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

const DETAILS: Record<string, string> = {
  completed: 'Everything was moved.',
  refused: 'Nothing was moved: the new owner is not an Account Owner any more.',
  failed: 'Nothing was moved: it could not be done in time. The accounts are free again.',
};
