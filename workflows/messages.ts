/** The workflows' signals, queries, and inputs. The Temporal CLI and Web UI can use them too. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { ProviderName } from '../domain/networks.js';
import type { DueStep } from '../domain/series.js';

/** A hint that the disconnect was closed, in whatever way. The workflow checks the database and continues if it's still open. */
export const reconnected = defineSignal('reconnected');
/** Tells the workflow to check the database now, because the disconnect has changed (it was paused or resumed). */
export const wake = defineSignal('wake');

export interface DisconnectStatus {
  series: number;
  /** The step that the workflow is waiting for. */
  waitingFor: number;
  /** RFC 3339. */
  nextEmailAt: string;
  pausedUntil: string | null;
  closedAs: string | null;
}
export const status = defineQuery<DisconnectStatus>('status');

/** A hint that there may be mail to send. */
export const mailDue = defineSignal('mailDue');

export interface DisconnectInput {
  archiveId: string;
  disconnectId: string;
  /** The step to wait for. Without it (when started by hand), the workflow checks the database first. */
  next?: DueStep;
  /** Whether to try a token refresh before anyone is bothered. */
  refreshFirst?: boolean;
  /** Whether the search attributes exist in the namespace. Without them, only filtering by them is missing. */
  indexed?: boolean;
}

export interface TransferInput {
  archiveId: string;
  transferId: string;
}

export interface TokenChecksInput {
  provider: ProviderName;
  /** Epoch milliseconds; anything checked since then is done. These three properties carry over from one history to the next. */
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
