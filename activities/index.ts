/** The activities: everything that workflows do outside their own code. They are created with the context. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Context } from '../platform/context.js';
import { raiseDueSteps, type DisconnectState } from '../services/disconnects/raise-due-steps.js';
import { failTransfer, moveTransfer } from '../services/transfers/move.js';
import type { ProviderName } from '../domain/networks.js';
import type { Transfer } from '../services/transfers/queries.js';
import { keepSending, type MailRoom } from '../services/mail/delivery/keep-sending.js';
import type { MailOutcome } from '../services/mail/delivery/send-due-mail.js';
import { tryAutoResolve, type AutoResolution } from '../services/credentials/try-auto-resolve.js';
import { FairSemaphore } from '../platform/fair-semaphore.js';
import {
  checkBatch,
  recheckBatch,
  renewBatch,
  requestRenewalsAndRevoke,
  type CheckBatchResult,
} from '../services/credentials/scheduled-checks.js';
import type { DisconnectRef, TransferRef } from '../domain/ids.js';

/** Creates the activities for the disconnects' task queue. */
export function createActivities(context: Context) {
  return {
    /** Raises the steps due by `now` (the workflow's clock). Returns the disconnect's state, or null if it doesn't exist. */
    async raiseDueSteps(request: DisconnectRef & { now: number }): Promise<DisconnectState | null> {
      return raiseDueSteps(context, request);
    },
    /** Moves everything or nothing. Returns how the transfer ended, now or earlier, or null if it doesn't exist. */
    async moveTransfer(request: TransferRef): Promise<Transfer['status'] | null> {
      return withHeartbeat(() => moveTransfer(context, request));
    },
    /** Marks a transfer that couldn't be done as failed, and releases what it claimed. */
    async failTransfer(request: TransferRef): Promise<Transfer['status'] | null> {
      return failTransfer(context, request);
    },
  };
}
export type Activities = ReturnType<typeof createActivities>;

/** Frequent enough for the heartbeat timeouts, which are 4 seconds or more. */
const HEARTBEAT_MS = 1000;

async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** How many automatic resolutions call networks at once. A slow network costs only time here: no connections, and no one's mail. */
const AUTO_RESOLVE_LIMITS = { total: 20, perArchive: 10 };

/** Creates the activities for the refreshes' own task queue, where waiting for a network or for a turn blocks no other work. */
export function createRefreshActivities(context: Context) {
  const semaphore = new FairSemaphore(AUTO_RESOLVE_LIMITS);
  return {
    /** Returns how the disconnect was resolved automatically (a fresh token, or its token works). Null: the person is asked. */
    async autoResolve(request: DisconnectRef): Promise<AutoResolution> {
      return withHeartbeat(() => tryAutoResolve(context, semaphore, request, cancellationSignal()));
    },
    /** Checks a batch of accounts of a provider's networks that haven't been checked since `since` (epoch milliseconds). */
    async checkTokens(request: { provider: ProviderName; since: number }): Promise<CheckBatchResult> {
      return withHeartbeat(() => checkBatch(context, request.provider, new Date(request.since)));
    },
    /** Renews a batch of authorizations that expire soon. */
    async renewTokens(request: { provider: ProviderName }): Promise<{ more: boolean }> {
      return withHeartbeat(() => renewBatch(context, request.provider));
    },
    /** Runs a batch of checks that are due before the nightly run. */
    async recheckTokens(request: { provider: ProviderName }): Promise<void> {
      return withHeartbeat(() => recheckBatch(context, request.provider));
    },
    /** Asks owners whose authorization can't be renewed automatically, and revokes what is no longer needed. */
    async settleTokens(): Promise<void> {
      return withHeartbeat(() => requestRenewalsAndRevoke(context));
    },
  };
}
export type RefreshActivities = ReturnType<typeof createRefreshActivities>;

/**
 * Creates the activities for the mail's own task queue, so that a flood of disconnects never delays an email.
 * @param stopping aborted when the process stops
 */
export function createMailActivities(context: Context, room: MailRoom, stopping: AbortSignal) {
  return {
    /** Composes and sends what is due now and soon. `nextInMs` says when there may be more; null when nothing is waiting. */
    async sendDueMail({ archiveId }: { archiveId: string }): Promise<MailOutcome> {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      return withHeartbeat(() => keepSending(context, room, archiveId, signal));
    },
  };
}
export type MailActivities = ReturnType<typeof createMailActivities>;
