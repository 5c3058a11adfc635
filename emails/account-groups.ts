/**
 * The accounts in an email, grouped by reason and sign-in provider, so the remedy appears once no matter how many
 * accounts share it.
 */
import type { Locale } from '../domain/locales.js';
import { networkLabel } from '../i18n/networks.js';
import { NETWORKS } from '../domain/networks.js';
import type { Reason } from '../domain/reasons.js';
import { reasonWords } from '../i18n/reasons.js';
import type { DisconnectedAccount, ListedAccount } from './content.js';
import { sanitizeName } from './sanitize-name.js';
import { formatMoment } from '../i18n/dates.js';
import { messagesIn } from '../i18n/index.js';

/** No one would read a longer list, and Gmail clips a message at 102 kB. The owner's page lists every account. */
export const MAX_LISTED = 50;

export interface AccountLine {
  name: string;
  detail: string;
}

export interface ReasonGroup {
  /** Unique among the groups of an email. */
  key: string;
  reason: Reason;
  lines: AccountLine[];
  whyLabel: string;
  why: string;
  remedyLabel: string;
  remedy: string;
}

/** The reader's language, and the time zone for dates. */
export interface Reader {
  locale: Locale;
  timeZone: string;
}

/** Returns the first 50 accounts in the order given; groups follow the order of their first account. */
export function groupsOf(accounts: DisconnectedAccount[], reader: Reader): ReasonGroup[] {
  const { locale, timeZone } = reader;
  const { letters, moved } = messagesIn(locale).emails;
  const { since } = letters;
  const { from } = moved;
  const groups = new Map<string, { of: DisconnectedAccount; lines: AccountLine[] }>();
  for (const account of accounts.slice(0, MAX_LISTED)) {
    const { accountName, network, disconnectedSince, fromName } = account;
    const when = formatMoment(disconnectedSince, timeZone, locale);
    const detail = since({ network: networkLabel(network, locale), when });
    const line = {
      name: sanitizeName(accountName),
      detail: fromName === undefined ? detail : from({ detail, owner: sanitizeName(fromName) }),
    };
    const key = `${account.reason} ${NETWORKS[account.network].provider}`;
    const group = groups.get(key);
    if (group) group.lines.push(line);
    else groups.set(key, { of: account, lines: [line] });
  }
  return [...groups].map(([key, { of, lines }]) => ({ key, ...groupOf(of, lines, locale) }));
}

function groupOf(
  { reason, network }: DisconnectedAccount,
  lines: AccountLine[],
  locale: Locale,
): Omit<ReasonGroup, 'key'> {
  const { letters } = messagesIn(locale).emails;
  const { what, remedy } = reasonWords(reason, network, locale);
  return {
    reason,
    lines,
    whyLabel: letters.why,
    why: what,
    remedyLabel: letters.remedy({ n: lines.length }),
    remedy,
  };
}

/** Returns how many accounts the email leaves out. */
export function countUnlisted(accounts: ListedAccount[]): number {
  return Math.max(0, accounts.length - MAX_LISTED);
}

/** "City Hall (Facebook Page)" */
function accountNamed({ accountName, network }: ListedAccount, locale: Locale): string {
  const { networks, emails } = messagesIn(locale);
  return emails.common.account({ name: sanitizeName(accountName), kind: networks[network].account });
}

/**
 * Returns the values that a sentence about these accounts needs: how many there are, and the name of the first one,
 * with and without its network.
 */
export function countParams(listed: ListedAccount[], locale: Locale, n = listed.length) {
  const [first] = listed;
  return {
    n,
    name: sanitizeName(first?.accountName ?? ''),
    account: first ? accountNamed(first, locale) : '',
  };
}
