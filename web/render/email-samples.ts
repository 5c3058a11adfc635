/** A sample of each kind of email as this archive sends it, about a fictional Account Owner with fictional accounts. */
import { contactOf, type People } from '../../services/mail/delivery/recipients.js';
import { fromAddress } from '../../services/mail/delivery/from-address.js';
import { INVITATION_DAYS, SIGN_IN_LINK_MINUTES, SURGE_MINUTES } from '../../domain/limits.js';
import type { Locale } from '../../domain/locales.js';
import { addCalendarDays } from '../../domain/local-time.js';
import { carbonCopies } from '../../domain/recipients.js';
import { copiesAdministrators, FIRST_STEP } from '../../domain/series.js';
import type { DisconnectedAccount, EmailContent } from '../../emails/content.js';
import { addressFailedNoticeWords, surgeHoldNoticeWords } from '../../emails/notices.js';
import { renderEmail } from '../../emails/render.js';
import type { Messages } from '../../i18n/index.js';
import { shownAddress } from '../../i18n/shown-address.js';

export const SAMPLE_KINDS = [
  'first',
  'reminder',
  'disconnected_again',
  'moved',
  'transferred',
  'reconnected',
  'expiring',
  'surge_hold',
  'link',
  'sign_in',
  'invitation',
  'weekly_summary',
  'admin_notice',
] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export const isSampleKind = (value: unknown): value is SampleKind => SAMPLE_KINDS.some((kind) => kind === value);

/** The step of each sample that belongs to a series. */
const STEPS: Partial<Record<SampleKind, number>> = { first: FIRST_STEP, reminder: FIRST_STEP + 1 };

/** Administrators are copied on the same steps as in a real series, and on the email about a reconnect. */
function isCopied(kind: SampleKind): boolean {
  const step = STEPS[kind];
  return kind === 'reconnected' || (step !== undefined && copiesAdministrators(step));
}

export interface SampleEmail {
  subject: string;
  html: string;
  text: string;
  from: string;
  to: string;
  cc: string[];
}

export interface Sampling {
  people: People;
  mailFrom: string;
  publicUrl: string;
  now: Date;
  /** In the archive's language. */
  words: Messages;
}

export function sampleEmail(kind: SampleKind, sampling: Sampling): SampleEmail {
  const { people, mailFrom, words } = sampling;
  const { ownerEmail } = words.settings.emails.sample;
  const person = { id: '', email: ownerEmail, emailState: 'ok' as const };
  const { subject, html, text } = renderEmail(contentOf(kind, sampling));
  return {
    subject,
    html: inert(html),
    text,
    from: fromAddress(mailFrom, people),
    to: TO_ADMINISTRATORS.includes(kind) ? shownAddress(contactOf(people)?.email ?? ownerEmail) : ownerEmail,
    cc: isCopied(kind) ? carbonCopies(person, people.administrators).map(shownAddress) : [],
  };
}

/** The emails that go only to administrators. */
const TO_ADMINISTRATORS: readonly SampleKind[] = ['weekly_summary', 'admin_notice', 'surge_hold'];

/** Removes the links. This is safe because React always escapes a quote inside an attribute value. */
const inert = (html: string): string => html.replaceAll(/ href="[^"]*"/g, '');

function contentOf(kind: SampleKind, { people, publicUrl, now, words }: Sampling): EmailContent {
  const { archive } = people;
  const { sample } = words.settings.emails;
  const locale = archive.locale as Locale;
  const ago = (days: number) => addCalendarDays(now, -days, archive.timeZone).toISOString();
  const since = kind === 'reminder' || kind === 'reconnected' ? ago(2) : ago(0);
  const accounts = disconnected(sample.accounts, since);
  const shared = {
    archiveName: archive.name,
    productName: people.productName,
    timeZone: archive.timeZone,
    locale,
    contact: contactOf(people),
  };
  const link = `${publicUrl}/connect#…`;
  const dashboardUrl = `${publicUrl}/owners/…`;
  const helpUrl = `${publicUrl}/help/reasons`;
  const toOwner = { ...shared, helpUrl, ownerName: sample.owner, connectUrl: link, dashboardUrl };
  switch (kind) {
    case 'first':
      return { ...toOwner, kind, accounts, copied: isCopied(kind) };
    case 'reminder':
      return { ...toOwner, kind, accounts, copied: isCopied(kind), number: FIRST_STEP + 1 };
    case 'disconnected_again':
      return { ...toOwner, kind, accounts: accounts.slice(0, 1), copied: false };
    case 'transferred':
      return { ...toOwner, kind, accounts, copied: false };
    case 'moved': {
      const none = { total: 0, listed: [] };
      const [broken, ...others] = accounts;
      const disconnected = { total: 1, listed: broken ? [broken] : [] };
      const captured = { total: others.length, listed: others };
      const names = { ownerName: sample.owner, otherNames: [sample.formerOwner], moverName: shared.contact?.name };
      return {
        ...shared,
        ...names,
        helpUrl,
        dashboardUrl,
        copied: false,
        kind,
        side: 'new',
        added: false,
        counts: { accounts: accounts.length, profiles: 0 },
        disconnected,
        unauthorized: none,
        captured,
        alone: none,
        staying: none,
        paused: none,
        inactive: none,
        profiles: none,
        connectUrl: link,
      };
    }
    case 'reconnected': {
      const closedBy = { by: 'personalized_link' as const, ownerName: sample.owner };
      const again = accounts.map((account) => ({ ...account, reconnectedAt: ago(0), closedBy }));
      return { ...toOwner, kind, accounts: again, copied: isCopied(kind) };
    }
    case 'expiring': {
      const listed = accounts.map((account) => ({ ...account, endsAt: ago(-7) }));
      return { ...shared, kind, ownerName: sample.owner, accounts: { total: listed.length, listed }, connectUrl: link };
    }
    case 'surge_hold': {
      const counts = { reported: 60, accounts: 120, minutes: SURGE_MINUTES };
      const about = {
        network: 'facebook_page' as const,
        until: ago(-1 / 12),
        surgeHoldUrl: `${publicUrl}/surge-holds/…`,
      };
      const { timeZone, name: archiveName } = archive;
      const notice = surgeHoldNoticeWords({ locale, timeZone, archiveName, ...counts, ...about });
      return { ...shared, kind: 'admin_notice', notice };
    }
    case 'link':
      return {
        ...shared,
        kind,
        ownerName: sample.owner,
        connectUrl: link,
        why: 'added',
        senderName: shared.contact?.name,
      };
    case 'sign_in':
      return {
        ...shared,
        kind,
        name: sample.owner,
        signInUrl: `${publicUrl}/sign-in/…`,
        minutes: SIGN_IN_LINK_MINUTES,
      };
    case 'invitation':
      return {
        ...shared,
        kind,
        name: sample.owner,
        senderName: shared.contact?.name,
        roles: ['account_owner'],
        signInUrl: `${publicUrl}/sign-in/…`,
        days: INVITATION_DAYS,
        signInPage: `${publicUrl}/sign-in`,
      };
    case 'weekly_summary': {
      const [open, ...others] = accounts.map((account) => ({ ...account, ownerName: sample.owner, since: ago(9) }));
      const again = others.map((account) => ({ ...account, since: ago(5), until: ago(4) }));
      const none = { total: 0, listed: [] };
      return {
        ...shared,
        kind,
        name: shared.contact?.name ?? sample.owner,
        week: { from: ago(7), to: ago(0) },
        disconnected: { total: 1, listed: open ? [open] : [] },
        reconnected: { total: again.length, listed: again },
        paused: none,
        unauthorized: none,
        unreachable: none,
        dashboardUrl: `${publicUrl}/dashboard`,
        preferencesUrl: `${publicUrl}/preferences#…`,
      };
    }
    default: {
      const person = { name: sample.owner, email: sample.ownerEmail, role: 'account_owner' as const };
      const failed = { locale, archiveName: archive.name, failure: 'bounced' as const, person };
      return {
        ...shared,
        kind,
        notice: addressFailedNoticeWords({ ...failed, waitingAccounts: accounts.length, personUrl: dashboardUrl }),
      };
    }
  }
}

function disconnected(names: readonly string[], disconnectedSince: string): DisconnectedAccount[] {
  const [first = '', second = '', third = ''] = names;
  return [
    { accountName: first, network: 'facebook_page', reason: 'password_changed', disconnectedSince },
    { accountName: second, network: 'instagram', reason: 'password_changed', disconnectedSince },
    { accountName: third, network: 'x', reason: 'token_expired', disconnectedSince },
  ];
}
