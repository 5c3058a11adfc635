/** One content of each kind, for an archive with an awkward name. */
import type { DisconnectedAccount, EmailContent, ReconnectedAccount } from '../../emails/content.js';
import { LINK_PLACEHOLDER } from '../../emails/content.js';
import { addressFailedNoticeWords } from '../../emails/notices.js';
import { LISTED_CHANGES } from '../../domain/limits.js';
import { securityNoticeWords } from '../../emails/security-notices.js';
import type { Locale } from '../../domain/locales.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';

export interface Names {
  archiveName: string;
  ownerName: string;
  accountName: string;
  contactName: string;
  productName: string;
}

const NAMES: Names = {
  archiveName: 'City of Springfield <North> & "South"',
  ownerName: 'Dana O’Fox & Co <b>',
  accountName: "Springfield's Parks & <Recreation>",
  contactName: 'Marge "M" Bouvier <i>',
  productName: 'ArchiveSocial',
};

export const DASHBOARD = 'https://relink.example/owners/7?from=email&tab=accounts';

export function accounts(count: number, name = NAMES.accountName): DisconnectedAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    accountName: count === 1 ? name : `${name} ${index + 1}`,
    network: NETWORK_NAMES[index % NETWORK_NAMES.length]!,
    reason: REASONS[index % REASONS.length]!,
    disconnectedSince: new Date(Date.UTC(2026, 10, 24, 19, 6 + index)).toISOString(),
  }));
}

function reconnected(disconnected: DisconnectedAccount[], ownerName: string): ReconnectedAccount[] {
  return disconnected.map((account) => ({
    ...account,
    reconnectedAt: '2026-11-26T15:00:00Z',
    closedBy: { by: 'personalized_link', ownerName },
  }));
}

export type Kind = EmailContent['kind'];
export const KINDS: Kind[] = [
  'first',
  'reminder',
  'disconnected_again',
  'transferred',
  'reconnected',
  'link',
  'sign_in',
  'invitation',
  'moved',
  'weekly_summary',
  'expiring',
  'admin_notice',
  'security_notice',
];

function summaryOf(count: number, { ownerName, accountName, contactName }: Names, address: string) {
  const listed = accounts(Math.min(count, 60), accountName).map(({ accountName, network, disconnectedSince }) => ({
    accountName,
    network,
    ownerName,
    since: disconnectedSince,
  }));
  const ended = listed.map((account) => ({ ...account, until: '2026-11-26T15:00:00Z' }));
  const unreachable = { name: contactName, email: address, failure: 'bounced' as const };
  return {
    name: ownerName,
    week: { from: '2026-11-16T06:00:00Z', to: '2026-11-23T06:00:00Z' },
    disconnected: { total: count, listed },
    reconnected: { total: count, listed: ended },
    paused: { total: count, listed: ended.map((account) => ({ ...account, why: accountName })) },
    unauthorized: { total: 2 * count, listed: listed.map(() => ({ ownerName, accounts: 2 })) },
    unreachable: { total: count, listed: listed.map((_, waiting) => ({ ...unreachable, waiting })) },
    dashboardUrl: DASHBOARD,
    preferencesUrl: LINK_PLACEHOLDER,
  };
}

interface Choices extends Partial<Names> {
  /** The number of accounts. */
  count?: number;
  /** The number of the reminder. */
  number?: number;
  connectUrl?: string;
  copied?: boolean;
  locale?: Locale;
  helpUrl?: string;
  /** The address of everyone in the email. */
  address?: string;
}

export function contentOf(kind: Kind, choices: Choices = {}): EmailContent {
  const {
    count = 1,
    number = 3,
    connectUrl = LINK_PLACEHOLDER,
    copied = true,
    locale = 'en',
    helpUrl,
    address = 'marge@springfield.example',
    ...given
  } = choices;
  const names = { ...NAMES, ...given };
  const { archiveName, ownerName, productName } = names;
  const envelope = {
    archiveName,
    productName,
    timeZone: 'America/Chicago',
    locale,
    helpUrl,
    contact: { name: names.contactName, email: address },
  };
  const owner = { ...envelope, ownerName, connectUrl, dashboardUrl: DASHBOARD, copied };
  const listed = accounts(count, names.accountName);
  const failed = {
    locale,
    failure: 'bounced' as const,
    person: { name: ownerName, email: address, role: 'account_owner' as const },
    waitingAccounts: count,
  };
  switch (kind) {
    case 'first':
    case 'disconnected_again':
      return { ...owner, kind, accounts: listed };
    case 'reminder':
      return { ...owner, kind, accounts: listed, number };
    case 'transferred':
      return { ...owner, kind, accounts: listed };
    case 'moved': {
      const some = { total: count, listed: listed.slice(0, 50) };
      const none = { total: 0, listed: [] };
      return {
        ...envelope,
        kind,
        side: 'new',
        ownerName,
        otherNames: [ownerName],
        moverName: names.contactName,
        added: false,
        counts: { accounts: 4 * count, profiles: 1 },
        disconnected: none,
        unauthorized: some,
        captured: some,
        alone: some,
        staying: none,
        paused: some,
        inactive: none,
        copied: false,
        dashboardUrl: DASHBOARD,
        profiles: { total: 1, listed: [{ name: ownerName, network: 'facebook' }] },
        connectUrl,
      };
    }
    case 'reconnected':
      return { ...owner, kind, accounts: reconnected(listed, ownerName) };
    case 'link':
      return { ...owner, kind, why: 'added', senderName: names.contactName };
    case 'sign_in':
      return { ...envelope, kind, name: ownerName, signInUrl: connectUrl, minutes: 15 };
    case 'invitation':
      return {
        ...envelope,
        kind,
        name: ownerName,
        senderName: names.contactName,
        roles: ['account_owner', 'full_access_administrator'],
        signInUrl: connectUrl,
        days: 7,
        signInPage: 'https://relink.springfield.example/sign-in',
      };
    case 'expiring': {
      const ending = listed.map((account) => ({ ...account, endsAt: account.disconnectedSince }));
      return { ...envelope, kind, ownerName, accounts: { total: count, listed: ending.slice(0, 60) }, connectUrl };
    }
    case 'weekly_summary':
      return { ...envelope, kind, ...summaryOf(count, names, address) };
    case 'security_notice':
      return {
        ...envelope,
        kind,
        notice: securityNoticeWords({
          locale: envelope.locale,
          timeZone: envelope.timeZone,
          archiveName,
          events: [
            {
              security: {
                change: 'roles',
                people: Array.from({ length: Math.min(count, LISTED_CHANGES) }, () => ({
                  userId: 'usr_1',
                  name: names.ownerName,
                  before: ['account_owner'] as const,
                  after: ['read_only_administrator'] as const,
                })),
                total: Math.min(count, LISTED_CHANGES),
              },
              by: { kind: 'user', id: 'usr_2', name: names.contactName },
              reader: 'security_contact',
              at: '2026-11-26T15:00:00Z',
            },
          ],
          more: 0,
          readerId: 'usr_3',
          publicUrl: 'https://relink.example',
          signsIn: true,
          manages: true,
          contact: undefined,
        }),
      };
    default:
      return {
        ...envelope,
        kind: 'admin_notice',
        notice: addressFailedNoticeWords({ ...failed, archiveName, personUrl: DASHBOARD }),
      };
  }
}

/** The kinds that carry the owner's link. */
export const WITH_LINK = KINDS.filter(
  (kind) => kind !== 'admin_notice' && kind !== 'security_notice' && kind !== 'weekly_summary',
);

/** Returns where the links of an email lead, as a mail program reads them. */
export function linksOf(html: string): { href: string; button: boolean }[] {
  return [...html.matchAll(/<a\s[^>]*>/g)].map(([tag]) => ({
    href: (/href="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&'),
    button: /class="[^"]*\bbutton-link\b/.test(tag),
  }));
}
