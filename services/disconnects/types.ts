import type { disconnects } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import type { OpenedBy } from '../../domain/audit-events.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Windows } from '../../domain/windows.js';

/** How a report identifies its account. */
export type AccountRef = { id: string } | IdentityRef;

interface IdentityRef {
  network: NetworkName;
  /** As it was sent. Accounts that were added before ids had forms keep theirs, so an account with exactly this id comes first. */
  networkAccountId: string;
  /** The same id in the network's own spelling, if that differs. */
  canonicalId?: string;
}

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
  /** What opened the disconnect when no one reported it. The audit log must not say that the actor reported anything. */
  openedBy?: OpenedBy;
  /** The name of the identity that signed in, when a sign-in opened it. */
  signedInAs?: string;
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
  /** Whether consent was given a moment ago. */
  justAuthorized: boolean;
}
