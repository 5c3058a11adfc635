import type { disconnects } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Windows } from '../../domain/windows.js';

/** How a report names its account. */
export type AccountRef = { id: string } | { network: NetworkName; networkAccountId: string };

export interface Report {
  account: AccountRef;
  reason: Reason;
  /** The network's own code, for the operator. */
  rawCode?: string;
  detectedAt?: Date;
  lastCapturedAt?: Date;
  /** The network also says this falsely of an authorization that it has just given. */
  unreliableAfterConsent?: boolean;
  /** Relink found it by the very check or refresh that else comes before the first email. */
  triedAlready?: boolean;
}

export interface ReportContext {
  archiveId: string;
  actor: Actor;
  /** By the clock that the series follow. */
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
  /** Relink holds an authorization of it, so a machine can look before a person is bothered. */
  authorized: boolean;
  /** Its consent was given a moment ago. */
  justAuthorized: boolean;
}
