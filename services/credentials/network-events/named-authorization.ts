/** What a network's event says, and what it can say about one authorization. */
import type { ProviderName } from '../../../domain/networks.js';
import type { accounts, credentials } from '../../../db/schema.js';

export interface NetworkEvent {
  provider: ProviderName;
  /** When it happened, in whole seconds of the network's clock. */
  at: Date;
  /** The network's name for the event, for the operator. */
  code: string;
}

export type AuthorizationSelector =
  /** The network's id of the person. */
  | { person: string }
  /** Only this Facebook Page. */
  | { page: string }
  /** Everything that was authorized together with this Facebook Page. */
  | { authorizedWithPage: string }
  /** A refresh token, by its first 16 characters or by the SHA-512 of its SHA-512. */
  | { prefix: string }
  | { digest: Buffer };

/** A matching authorization. Its row and its account's row are locked until the transaction ends. */
export interface MatchedAuthorization {
  /** Null for an imported account that was never authorized here: the archive captures it with tokens of its own. */
  credential: typeof credentials.$inferSelect | null;
  accountId: string;
  status: (typeof accounts.$inferSelect)['status'];
  /**
   * When its consent was given, relative to the event. `near`: too close to tell, because Relink's clock and the network's can
   * differ by that much. `after`: the event is late and about an earlier consent.
   */
  consent: 'before' | 'near' | 'after';
}

/** The event's time is in whole seconds, while `authorizedAt` has fractions. */
const SECOND_MS = 1000;
const MAX_CLOCK_SKEW_MS = 60_000;

export function compareConsentToEvent(authorizedAt: Date, at: Date): MatchedAuthorization['consent'] {
  const later = authorizedAt.getTime() - at.getTime();
  if (later < SECOND_MS) return 'before';
  return later < MAX_CLOCK_SKEW_MS ? 'near' : 'after';
}
