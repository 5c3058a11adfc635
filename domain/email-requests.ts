/**
 * The parameters of emails that aren't steps of a series. They are stored with the email; everything else is read when the email
 * is composed. The kinds are told apart by their properties, not by a name of the kind.
 */
import type { Actor } from './actor.js';
import type { Scope } from './principal.js';
import type { Role } from './roles.js';

/** What an email to a person's new address says about the change, so that no second email has to. */
export interface NewAddress {
  from: string;
  by: Actor;
  /** Omitted when the roles stayed the same. */
  roles?: Pick<RoleChange, 'before' | 'after'>;
}

/** An email that contains the owner's Personalized Link. */
export interface LinkMailRequest {
  /** `moved`: the link is a new one, because it goes to a new address. */
  why: 'added' | 'requested' | 'moved';
  /** Set when the owner asked for it, and not an administrator or Relink itself. */
  askedBy?: 'owner';
  senderName?: string;
  newAddress?: NewAddress;
}

/** A sign-in email that no one requested on the sign-in page. Its link is created when the email is composed. */
export interface InvitationMailRequest {
  why: 'invited';
  senderName?: string;
  newAddress?: NewAddress;
  signInLinkId?: string;
}

/** A sign-in email that the person requested on the sign-in page. */
export interface SignInMailRequest {
  signInLinkId: string;
}

export interface AddressFailedRequest {
  notice: 'address_failed';
  failure: 'bounced' | 'complained' | 'suppressed';
  /** The person whose address failed. */
  subjectUserId: string;
}

/** A notice that many accounts of one network were reported at once and that their emails are on hold. */
export interface SurgeHoldRequest {
  notice: 'surge_hold';
  surgeHoldId: string;
}

/** A notice that someone with a person's address, but with another account of the organization, was refused. */
export interface OtherIdentityRequest {
  notice: 'other_identity';
  subjectUserId: string;
}

export type NoticeRequest = AddressFailedRequest | SurgeHoldRequest | OtherIdentityRequest;

/** A person whose roles changed. Empty `before`: just added. Empty `after`: removed. */
export interface RoleChange {
  userId: string;
  name: string;
  before: readonly Role[];
  after: readonly Role[];
}

export interface SignInKeyChange {
  change: 'sign_in_key_set' | 'sign_in_key_replaced' | 'sign_in_key_removed';
}

export interface KeyDescription {
  name: string;
  scopes: readonly Scope[];
  /** The last characters of the key. Omitted in emails that were requested before they were told. */
  hint?: string;
}

/** API keys that another person is responsible for from now on. */
export interface ApiKeysPassedOn {
  change: 'api_keys_passed_on';
  /** The first few. `total` counts all of them. */
  keys: KeyDescription[];
  total: number;
  /** Null for a key of the archive itself. */
  from: { userId: string; name: string } | null;
  to: { userId: string; name: string };
}

/** A change of who has access. */
export type SecurityChange =
  | { change: 'address'; userId: string; name: string; from: string; to: string }
  /** The next account of the organization with the person's address can sign in as them. */
  | { change: 'organization_unlinked'; userId: string; name: string }
  | { change: 'roles'; people: RoleChange[]; total: number }
  | { change: 'api_key_created' | 'api_key_revoked'; keyName: string; keyHint?: string; scopes: readonly Scope[] }
  | ApiKeysPassedOn
  | SignInKeyChange;

/** A change of who has access, as one reader hears of it. */
export interface SecurityEvent {
  security: SecurityChange;
  by: Actor;
  /** `person`: whom it is about. `former`: the same person at an address that the archive no longer has. `security_contact`: who hears of every change. `actor`: in whose session it was made. */
  reader: 'person' | 'former' | 'security_contact' | 'actor';
  /** ISO 8601. Omitted when the change was made when the email was requested. */
  at?: string;
}

/** One or more changes. The newest is the notice itself. */
export interface SecurityNoticeRequest extends SecurityEvent {
  /** Where it goes, whatever becomes of the person's address. Omitted in emails that were requested before addresses were fixed. */
  to?: { email: string; name: string; locale: string | null };
  /** The changes before that one, newest first. */
  earlier?: SecurityEvent[];
  /** How many changes are older still. */
  more?: number;
}

/** What a transfer moved, for the previous owner or the new one. */
export interface MovedMailRequest {
  transferId: string;
  side: 'new' | 'old';
  /** Set when the email is composed: disconnects that it lists although it stands for none of their steps. */
  alsoListed?: string[];
}

/** Accounts whose authorization expires soon. */
export interface ExpiringMailRequest {
  accountIds: string[];
}

/** The week that a summary covers, in ISO 8601. */
export interface WeeklySummaryRequest {
  from: string;
  to: string;
}

export type EmailRequest =
  | LinkMailRequest
  | InvitationMailRequest
  | SignInMailRequest
  | NoticeRequest
  | SecurityNoticeRequest
  | MovedMailRequest
  | ExpiringMailRequest
  | WeeklySummaryRequest;
