/**
 * What an email says, as data: everything a template needs and nothing it would have to look up. The same content always
 * renders to the same bytes ("an email can be rendered again byte for byte"), so no field is a "now".
 */
import type { Locale } from '../domain/locales.js';
import type { NetworkName, ParentProfileNetwork } from '../domain/networks.js';
import type { Reason } from '../domain/reasons.js';
import type { Role } from '../domain/roles.js';

/**
 * Stands for the owner's Personalized Link until the moment of sending: its secret is never stored. Templates carry it
 * through untouched, in HTML and in text, and remove it from every name that a person typed.
 */
export const LINK_PLACEHOLDER = '__RELINK_LINK__';

/** Whom to ask: the archive's Primary Administrator. */
export interface Contact {
  name: string;
  email: string;
}

interface Envelope {
  archiveName: string;
  /** The archive's setting for the first subject ("ArchiveSocial"). */
  productName: string;
  /** IANA name; dates are written in it. */
  timeZone: string;
  locale: Locale;
  /** The help page about the reasons; left out: the email has no link to it. */
  helpUrl?: string;
  /** Left out when it is the reader: nobody is told to ask themselves. */
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
}

interface ToOwner extends Envelope {
  ownerName: string;
  /**
   * The owner's Personalized Link; contains LINK_PLACEHOLDER. Null when the owner's address is dead and it goes to administrators
   * alone: the button then leads to the dashboard.
   */
  connectUrl: string | null;
  /** This owner's list on the dashboard, for copied administrators. */
  dashboardUrl: string;
  /** Whether administrators are in cc. */
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
  /** The step: 1 to 5. */
  number: number;
}

/** Flapping: disconnected within 15 minutes of its reconnect. */
export interface DisconnectedAgainEmail extends ToOwner {
  kind: 'disconnected_again';
  accounts: DisconnectedAccount[];
}

/** To the new owner, in the wording of step 0. */
export interface TransferredEmail extends ToOwner {
  kind: 'transferred';
  accounts: DisconnectedAccount[];
}

/** How a disconnect was closed; each has its words in i18n/en/emails/reconnected.json. */
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

/** The Personalized Link itself: the owner was added, or somebody chose "Send link via email". */
export interface LinkEmail extends Envelope {
  kind: 'link';
  ownerName: string;
  /** Contains LINK_PLACEHOLDER. */
  connectUrl: string;
  why: 'added' | 'requested';
  /** The administrator who added the owner or sent the link. */
  senderName?: string;
}

/** A link that signs the reader in, asked for on the sign-in page. */
export interface SignInEmail extends Envelope {
  kind: 'sign_in';
  name: string;
  /** Contains LINK_PLACEHOLDER. */
  signInUrl: string;
  /** How long the link works. */
  minutes: number;
}

/** Somebody was invited to log in, or became an administrator. */
export interface InvitationEmail extends Envelope {
  kind: 'invitation';
  name: string;
  /** The administrator who invited. */
  senderName?: string;
  roles: Role[];
  /** Contains LINK_PLACEHOLDER; or the sign-in page, where the archive has a login of its own. */
  signInUrl: string;
  /** How long the link works; null: it is the sign-in page. */
  days: number | null;
  signInPage: string;
}

/** What a transfer moved, besides the disconnected accounts that the new owner has an email of their own about. */
export interface MovedEmail extends Envelope {
  kind: 'moved';
  /** Whether the reader is the new Account Owner, or the one before. */
  side: 'new' | 'old';
  ownerName: string;
  /** Who had it before; or who has it now. */
  otherNames: string[];
  moverName?: string;
  captured: Listed<ListedAccount>;
  /** Moved without the Parent Profile that authorizes them. */
  alone: Listed<ListedAccount>;
  /** Stay with the owner before, whose Parent Profile moved. */
  staying: Listed<ListedAccount>;
  profiles: Listed<{ name: string; network: ParentProfileNetwork }>;
  /** Disconnected, and its emails paused: nothing else tells the new owner for now. */
  paused: Listed<ListedAccount>;
  /** Contains LINK_PLACEHOLDER; null: the reader has nothing to do. */
  connectUrl: string | null;
}

/** A permission that ends soon, and that only the owner can renew. */
export interface ExpiringEmail extends Envelope {
  kind: 'expiring';
  ownerName: string;
  /** The earliest first; `endsAt` is ISO 8601. */
  accounts: Listed<ListedAccount & { endsAt: string }>;
  /** Contains LINK_PLACEHOLDER. */
  connectUrl: string;
}

/** So many things, and the first of them. */
export interface Listed<T> {
  total: number;
  listed: T[];
}

export interface SummaryAccount extends ListedAccount {
  /** Null: nobody's any more. */
  ownerName: string | null;
}

/** Mondays, to each administrator who subscribes. */
export interface WeeklySummaryEmail extends Envelope {
  kind: 'weekly_summary';
  name: string;
  /** The week it is about; ISO 8601, `to` exclusive. */
  week: { from: string; to: string };
  /** The longest first. */
  disconnected: Listed<SummaryAccount & { since: string }>;
  reconnected: Listed<SummaryAccount & { since: string; until: string }>;
  paused: Listed<SummaryAccount & { until: string; why: string }>;
  unreachable: Listed<{
    name: string;
    email: string;
    failure: 'bounced' | 'complained' | 'suppressed';
    /** Disconnected accounts of this person. */
    waiting: number;
  }>;
  dashboardUrl: string;
  /** Changes the preferences without signing in; contains LINK_PLACEHOLDER. */
  preferencesUrl: string;
}

/** Something only an administrator can settle; notices.ts words the usual ones. */
export interface NoticeWords {
  subject: string;
  preview: string;
  headline: string;
  /** What happened, a paragraph each. */
  lines: string[];
  facts: { label: string; value: string }[];
  /** What to do, in order. */
  steps: readonly string[];
  action: { label: string; url: string };
}

export interface AdminNoticeEmail extends Envelope {
  kind: 'admin_notice';
  notice: NoticeWords;
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
  | AdminNoticeEmail;

/** What a template is: a subject, a page and a letter for the same content. */
export interface Template<C extends EmailContent> {
  subject(content: C): string;
  html(content: C): React.ReactElement;
  text(content: C): string;
}
