/** The activities, made over the context: what workflows may ask the world to do. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Context } from '../platform/context.js';
import { raiseDueSteps, type DisconnectState } from '../services/disconnects/raise-due-steps.js';
import { failTransfer, moveTransfer } from '../services/transfers/move.js';
import type { ProviderName } from '../domain/networks.js';
import type { Transfer } from '../services/transfers/queries.js';
import { sendDueMail, type MailOutcome } from '../services/mail/delivery/send-due-mail.js';
import { tryAutoResolve, type Settled } from '../services/credentials/try-auto-resolve.js';
import { FairSemaphore } from '../services/credentials/fair-semaphore.js';
import {
  checkBatch,
  recheckBatch,
  renewBatch,
  askAndRevoke,
  type ChecksMade,
} from '../services/credentials/scheduled-checks.js';
import type { DisconnectRef, TransferRef } from '../domain/ids.js';

/** On the task queue of the disconnects. */
export function createActivities(context: Context) {
  return {
    /** Raises what is due by `now` (the workflow's clock) and says what is true. Null: there is no such disconnect. */
    async raiseDueSteps(request: DisconnectRef & { now: number }): Promise<DisconnectState | null> {
      return raiseDueSteps(context, request);
    },
    /** Moves everything, or nothing. Says how the transfer ended, also when that was before. Null: there is no such transfer. */
    async moveTransfer(request: TransferRef): Promise<Transfer['status'] | null> {
      return beating(() => moveTransfer(context, request));
    },
    /** Frees what a transfer claimed that could not be done. */
    async failTransfer(request: TransferRef): Promise<Transfer['status'] | null> {
      return failTransfer(context, request);
    },
  };
}
export type Activities = ReturnType<typeof createActivities>;

/** Often enough for the heartbeat timeouts, 4 seconds and more. */
const BEAT_MS = 1000;

async function beating<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(heartbeat, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** How many requests to networks are under way at once; a slow one costs time, neither connections nor anybody's mail. */
const REFRESHES = { atOnce: 20, ofOneArchive: 10 };

/** On a task queue of their own, where waiting for a network, or for one's turn, takes nobody's place. */
export function createRefreshActivities(context: Context) {
  const turns = new FairSemaphore(REFRESHES);
  return {
    /** How it was settled without a person: a fresh token, or its token works. Null: the person is asked. */
    async autoResolve(request: DisconnectRef): Promise<Settled> {
      return beating(() => tryAutoResolve(context, turns, request, cancellationSignal()));
    },
    /** Checks some accounts of the networks of a provider that were not checked since then (epoch milliseconds). */
    async checkTokens(request: { provider: ProviderName; since: number }): Promise<ChecksMade> {
      return beating(() => checkBatch(context, request.provider, new Date(request.since)));
    },
    /** Renews some of what ends soon. */
    async renewTokens(request: { provider: ProviderName }): Promise<{ more: boolean }> {
      return beating(() => renewBatch(context, request.provider));
    },
    /** One batch of checks that are due before the night. */
    async recheckTokens(request: { provider: ProviderName }): Promise<void> {
      return beating(() => recheckBatch(context, request.provider));
    },
    /** Asks owners whose authorization no machine renews, and revokes what nobody needs. */
    async settleTokens(): Promise<void> {
      return beating(() => askAndRevoke(context));
    },
  };
}
export type RefreshActivities = ReturnType<typeof createRefreshActivities>;

/** On the mail's own task queue, so that a flood of disconnects never delays an email. */
export function createMailActivities(context: Context) {
  return {
    /** Composes and sends what may go now, and says when there will be more; null: nothing is waiting. */
    async sendDueMail(request: { archiveId: string }): Promise<MailOutcome> {
      return beating(() => sendDueMail(context, request.archiveId));
    },
  };
}
export type MailActivities = ReturnType<typeof createMailActivities>;
