/**
 * The parameters of an email that is not a step of a series. They are kept with the email; the rest is read when it is composed.
 * Each kind has a member that no other has.
 */

/** An email with the owner's Personalized Link. */
export interface LinkMailRequest {
  why: 'added' | 'requested';
  senderName?: string;
}

/** A sign-in email that nobody asked for at the sign-in page. Its link is made when it is composed. */
export interface InvitationMailRequest {
  why: 'invited';
  senderName?: string;
  signInLinkId?: string;
}

/** Of somebody who asked for it at the sign-in page. */
export interface SignInMailRequest {
  signInLinkId: string;
}

export interface AddressFailedRequest {
  notice: 'address_failed';
  failure: 'bounced' | 'complained' | 'suppressed';
  /** Whose address it is. */
  subjectUserId: string;
}

/** Many accounts of one network were reported at once, and their emails wait. */
export interface SurgeHoldRequest {
  notice: 'surge_hold';
  surgeHoldId: string;
}

export type NoticeRequest = AddressFailedRequest | SurgeHoldRequest;

/** What moved, said to an owner of before or of now. */
export interface MovedMailRequest {
  transferId: string;
  side: 'new' | 'old';
}

/** Accounts whose authorization ends soon. */
export interface ExpiringMailRequest {
  accountIds: string[];
}

/** The week that a summary is about, ISO 8601. */
export interface WeeklySummaryRequest {
  from: string;
  to: string;
}

export type EmailRequest =
  | LinkMailRequest
  | InvitationMailRequest
  | SignInMailRequest
  | NoticeRequest
  | MovedMailRequest
  | ExpiringMailRequest
  | WeeklySummaryRequest;
