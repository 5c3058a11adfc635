/**
 * The content of an email, as data: everything a template needs, so templates never look anything up. The same content
 * always renders to the same bytes ("an email can be rendered again byte for byte"), so no field means "now".
 */
import type { NewAddress } from '../domain/email-requests.js';
import type { Locale } from '../domain/locales.js';
import type { NetworkName, ParentProfileNetwork } from '../domain/networks.js';
import type { Reason } from '../domain/reasons.js';
import type { Role } from '../domain/roles.js';

/**
 * Stands in for the secret link, such as an owner's Personalized Link, until the moment of sending, because the secret
 * is never stored. Templates pass it through unchanged in both HTML and text, and strip it from every name that a
 * person typed.
 */
export const LINK_PLACEHOLDER = '__RELINK_LINK__';

/** The person to contact with questions: the archive's Primary Administrator. */
export interface Contact {
  name: string;
  email: string;
}

interface Envelope {
  archiveName: string;
  /** The archive's product name, used in the subject of the first email ("ArchiveSocial"). */
  productName: string;
  /** The IANA name of the time zone for dates. */
  timeZone: string;
  locale: Locale;
  /** The help page about the reasons. When omitted, the email doesn't link to it. */
  helpUrl?: string;
  /** Omitted when the reader is the contact, so no one is told to ask themselves. */
  contact?: Contact;
}

export interface ListedAccount {
  accountName: string;
  network: NetworkName;
}

export interface DisconnectedAccount extends ListedAccount {
  reason: Reason;
  /** ISO 8601. */
  disconnectedSince: string;
  /** The previous owner, in an email about a transfer from several. */
  fromName?: string;
}

export interface ToOwner extends Envelope {
  ownerName: string;
  /**
   * The owner's Personalized Link; contains LINK_PLACEHOLDER. Null when the owner's address is undeliverable and the
   * email goes only to administrators. The button then leads to the dashboard.
   */
  connectUrl: string | null;
  /** This owner's list on the dashboard, for the administrators who are copied. */
  dashboardUrl: string;
  /** Whether administrators are copied (cc). */
  copied: boolean;
}

/** Step 0 of a series. */
export interface FirstEmail extends ToOwner {
  kind: 'first';
  accounts: DisconnectedAccount[];
}

/** Steps 1 to 5 of a series. */
export interface ReminderEmail extends ToOwner {
  kind: 'reminder';
  accounts: DisconnectedAccount[];
  /** The step, from 1 to 5. */
  number: number;
}

/** Flapping: the account was disconnected within 15 minutes of being reconnected. */
export interface DisconnectedAgainEmail extends ToOwner {
  kind: 'disconnected_again';
  accounts: DisconnectedAccount[];
}

/** Sent to the new owner after a transfer, in the wording of step 0. */
export interface TransferredEmail extends ToOwner {
  kind: 'transferred';
  accounts: DisconnectedAccount[];
}

/** How a disconnect was closed. The wording for each is in i18n/en/emails/reconnected.json. */
export type ClosedBy =
  | { by: 'personalized_link'; ownerName: string }
  | { by: 'owner'; ownerName: string }
  | { by: 'administrator'; name: string }
  | { by: 'archive' }
  | { by: 'renewed' };

export interface ReconnectedAccount extends DisconnectedAccount {
  reconnectedAt: string;
  closedBy: ClosedBy;
}

export interface ReconnectedEmail extends ToOwner {
  kind: 'reconnected';
  accounts: ReconnectedAccount[];
}

/** The Personalized Link itself, sent when an owner is added or someone chooses "Send link via email". */
export interface LinkEmail extends Envelope {
  kind: 'link';
  ownerName: string;
  /** Contains LINK_PLACEHOLDER. */
  connectUrl: string;
  why: 'added' | 'requested' | 'moved';
  /** The administrator who added the owner or sent the link. */
  senderName?: string;
  newAddress?: NewAddress;
  /** Where the reader can also sign in, if that is news to them. */
  signInPage?: string;
}

/** A sign-in link, requested on the sign-in page. */
export interface SignInEmail extends Envelope {
  kind: 'sign_in';
  name: string;
  /** Contains LINK_PLACEHOLDER. */
  signInUrl: string;
  /** How long the link works. */
  minutes: number;
}

/** Sent when someone is invited to log in or becomes an administrator. */
export interface InvitationEmail extends Envelope {
  kind: 'invitation';
  name: string;
  /** The administrator who sent the invitation. */
  senderName?: string;
  newAddress?: NewAddress;
  roles: Role[];
  /** Contains LINK_PLACEHOLDER, or is the sign-in page if the archive has its own login. */
  signInUrl: string;
  /** How long the link works. Null when it is the sign-in page. */
  days: number | null;
  signInPage: string;
}

/** An account that a transfer moved. */
export interface MovedAccount extends ListedAccount {
  /** The previous owner, when there are several. */
  fromName?: string;
}

/** What a transfer moved: the one email about it, to the new owner or to a previous one. */
export interface MovedEmail extends Envelope {
  kind: 'moved';
  /** Whether the reader is the new Account Owner or the previous one. */
  side: 'new' | 'old';
  ownerName: string;
  /** Whether the transfer added the reader to the archive, so that this is also the email with their link. */
  added: boolean;
  /** The previous owners if the reader is the new one, or the new owner if the reader is a previous one. */
  otherNames: string[];
  moverName?: string;
  /** Everything that moved between the reader and the others. The other side's email has the same counts. */
  counts: { accounts: number; profiles: number };
  /** To be reconnected now. Empty for a previous owner. */
  disconnected: Listed<DisconnectedAccount>;
  /** Captured by the archive, but no one has authorized them here. */
  unauthorized: Listed<MovedAccount>;
  captured: Listed<MovedAccount>;
  /** Moved without the Parent Profile that authorizes them. */
  alone: Listed<MovedAccount>;
  /** Disconnected accounts whose emails are paused or on hold. */
  paused: Listed<MovedAccount>;
  inactive: Listed<MovedAccount>;
  /** Left with the previous owner although their Parent Profile moved. */
  staying: Listed<MovedAccount>;
  profiles: Listed<{ name: string; network: ParentProfileNetwork }>;
  /** Contains LINK_PLACEHOLDER. Null when the reader has nothing to do. */
  connectUrl: string | null;
  /** The new owner's list on the dashboard, for the administrators who are copied. */
  dashboardUrl: string;
  copied: boolean;
}

/** Sent when a permission expires soon and only the owner can renew it. */
export interface ExpiringEmail extends Envelope {
  kind: 'expiring';
  ownerName: string;
  /** Earliest first. `endsAt` is ISO 8601. */
  accounts: Listed<ListedAccount & { endsAt: string }>;
  /** Contains LINK_PLACEHOLDER. */
  connectUrl: string;
}

/** A total, and the first few items. */
export interface Listed<T> {
  total: number;
  listed: T[];
}

export interface SummaryAccount extends ListedAccount {
  /** Null when the account no longer has an owner. */
  ownerName: string | null;
}

/** Sent on Mondays to each administrator who subscribes. */
export interface WeeklySummaryEmail extends Envelope {
  kind: 'weekly_summary';
  name: string;
  /** The week that the summary covers: ISO 8601, `to` exclusive. */
  week: { from: string; to: string };
  /** Longest disconnected first. */
  disconnected: Listed<SummaryAccount & { since: string }>;
  reconnected: Listed<SummaryAccount & { since: string; until: string }>;
  paused: Listed<SummaryAccount & { until: string; why: string }>;
  /** The archive captures these accounts, but no one has authorized them here: their number, by owner. */
  unauthorized: Listed<{ ownerName: string | null; accounts: number }>;
  unreachable: Listed<{
    name: string;
    email: string;
    failure: 'bounced' | 'complained' | 'suppressed';
    /** The number of this person's accounts that are disconnected. */
    waiting: number;
  }>;
  dashboardUrl: string;
  /** Changes preferences without signing in; contains LINK_PLACEHOLDER. */
  preferencesUrl: string;
}

export interface Fact {
  label: string;
  value: string;
}

/** A matter that only an administrator can resolve. notices.ts has the wording of the standard ones. */
export interface NoticeWords {
  subject: string;
  preview: string;
  headline: string;
  /** What happened, one paragraph each. */
  lines: string[];
  facts: Fact[];
  /** What to do, in order. */
  steps: readonly string[];
  action: { label: string; url: string };
}

export interface AdminNoticeEmail extends Envelope {
  kind: 'admin_notice';
  notice: NoticeWords;
}

/** One of the changes in a security notice. */
export interface ChangeWords {
  /** Null when the email is about this change alone, whose headline is the email's. */
  title: string | null;
  facts: Fact[];
}

/** A notice about who has access. Its reader may have no page to go to, so it may have no button. */
export interface SecurityWords {
  subject: string;
  preview: string;
  headline: string;
  /** What it means, one paragraph each. */
  lines: string[];
  /** Newest first. */
  changes: ChangeWords[];
  /** How many changes aren't listed. Null when all are. */
  more: string | null;
  /** What to do about a change that the reader didn't expect, in order. */
  unexpected: { title: string; steps: string[] };
  action: { label: string; url: string } | null;
}

/** Sent when an address, a role, an API key, or the sign-in key changes. */
export interface SecurityNoticeEmail extends Envelope {
  kind: 'security_notice';
  notice: SecurityWords;
}

export type EmailContent =
  | FirstEmail
  | ReminderEmail
  | DisconnectedAgainEmail
  | ReconnectedEmail
  | TransferredEmail
  | LinkEmail
  | SignInEmail
  | InvitationEmail
  | MovedEmail
  | WeeklySummaryEmail
  | ExpiringEmail
  | AdminNoticeEmail
  | SecurityNoticeEmail;

/** A template: a subject, an HTML page, and plain text for the same content. */
export interface Template<C extends EmailContent> {
  subject(content: C): string;
  html(content: C): React.ReactElement;
  text(content: C): string;
}
