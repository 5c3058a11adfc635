/** What can be said to and asked of the workflows; also from the Temporal CLI and Web UI. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { ProviderName } from '../domain/networks.js';
import type { DueStep } from '../domain/series.js';

/** A hint that the disconnect was closed, however: the workflow asks the database, and goes on if its disconnect is still open. */
export const reconnected = defineSignal('reconnected');
/** Look again now: something about the disconnect changed (paused, resumed). */
export const wake = defineSignal('wake');

export interface DisconnectStatus {
  series: number;
  /** The step that is waited for. */
  waitingFor: number;
  /** RFC 3339. */
  nextEmailAt: string;
  pausedUntil: string | null;
  closedAs: string | null;
}
export const status = defineQuery<DisconnectStatus>('status');

/** There may be mail to send. */
export const mailDue = defineSignal('mailDue');

export interface DisconnectInput {
  archiveId: string;
  disconnectId: string;
  /** The step to wait for; without it (started by hand) the workflow asks the database first. */
  next?: DueStep;
  /** Try the refresh of the token before anybody is bothered. */
  refreshFirst?: boolean;
  /** Whether the search attributes exist in the namespace; without them one more filter is missing, nothing else. */
  indexed?: boolean;
}

export interface TransferInput {
  archiveId: string;
  transferId: string;
}

export interface TokenChecksInput {
  provider: ProviderName;
  /** Epoch milliseconds: what was checked since then is done. These three go from one history to the next. */
  since?: number;
  checked?: number;
  pauses?: number;
}

export interface TokenRenewalsInput {
  provider: ProviderName;
}

export interface MailerInput {
  archiveId: string;
}
