/** What a timeline can say: every type of event that is written anywhere, and what its sentence is made of. */
export const EVENT_TYPES = [
  'reported',
  'reopened',
  'refresh_tried',
  'token_checked',
  'surge_held',
  'surge_hold_released',
  'renewal_asked',
  'email_sent',
  'email_delivered',
  'email_delayed',
  'email_bounced',
  'email_complained',
  'email_suppressed',
  'email_failed',
  'step_skipped',
  'paused',
  'resumed',
  'link_opened',
  'link_copied',
  'link_email_requested',
  'reconnect_begun',
  'reconnect_refused',
  'attempt_failed',
  'reconnected',
  'transferred',
  'inactive',
  'deleted',
  'withdrawn',
  'connected',
  'credential_read',
  'credential_renewed',
  'credential_deleted',
  'account_added',
  'account_changed',
  'account_inactive',
  'account_active',
  'account_deleted',
  'parent_profile_added',
  'parent_profile_erased',
  'transfer_requested',
  'transfer_completed',
  'transfer_refused',
  'transfer_failed',
  'reason_changed',
  'user_added',
  'invitation_requested',
  'user_changed',
  'user_removed',
  'primary_administrator_demoted',
  'signed_in',
  'settings_changed',
  'preferences_changed',
  'api_key_created',
  'api_key_revoked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** In the language of the page; empty where it is not known. */
export interface EventFacts {
  /** Who did it, as the beginning of a sentence. */
  actor: string;
  /** Why it is disconnected, as the end of a sentence. */
  reason: string;
  /** Why somebody did it, as they typed it. */
  why: string;
  /** Which email, as the beginning of a sentence. */
  email: string;
  to: string;
  cc: string[];
  /** Whose address failed. */
  addresses: string[];
  /** Until when it is paused. */
  until: string;
  /** Why an attempt changed nothing, as a sentence. */
  refusal: string;
  signedInAs: string;
  /** The Account Owners of a transfer. */
  owners: { from: string; to: string };
  /** Whether a machine's attempt worked. */
  worked: boolean;
  /** Whether it is the end of what Relink could do by itself. */
  byMachine: boolean;
  /** Whether a look at the network said that the permission works. */
  works: boolean;
  /** It was reported again after a report had been taken back. */
  believed: boolean;
  /** Relink found it by a look at the network. */
  byCheck: boolean;
  /** The day on which a permission ends. */
  ends: string;
}

export type EventSentences = Record<EventType, (facts: EventFacts) => string>;
