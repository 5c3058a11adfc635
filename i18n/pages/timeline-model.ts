/** What a timeline can say of each type of event, and what its sentence is made of. */
import type { EventType } from '../../domain/audit-events.js';

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
