import type { disconnects } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Windows } from '../../domain/windows.js';

/** How a report identifies its account. */
export type AccountRef = { id: string } | { network: NetworkName; networkAccountId: string };

export interface Report {
  account: AccountRef;
  reason: Reason;
  /** The network's error code, for the operator. */
  rawCode?: string;
  /** The same code, if the table of the network's errors doesn't list it. */
  unlistedCode?: string;
  detectedAt?: Date;
  lastCapturedAt?: Date;
  /** Whether the network is known to return this code falsely for an authorization that was just given. */
  unreliableAfterConsent?: boolean;
  /** Whether Relink found this with the check or refresh that otherwise precedes the first email. */
  triedAlready?: boolean;
}

export interface ReportContext {
  archiveId: string;
  actor: Actor;
  /** The time by the clock that the series follow. */
  now: Date;
  dayMs: number;
  windows: Windows;
}

export type Disconnect = typeof disconnects.$inferSelect;

export interface ReportedAccount {
  id: string;
  ownerId: string | null;
  network: NetworkName;
  networkAccountId: string;
  status: 'connected' | 'disconnected' | 'inactive';
  parentProfileId: string | null;
  lastReconnectedAt: Date | null;
  /** Whether Relink holds its authorization, and can check it before emailing a person. */
  authorized: boolean;
  /** Whether consent was given a moment ago. */
  justAuthorized: boolean;
}
