/** The accounts of an email, by reason: the remedy is said once, however many accounts share it. */
import { NETWORKS } from '../domain/networks.js';
import { reasonWords, type Reason } from '../domain/reasons.js';
import type { DisconnectedAccount, ListedAccount } from './content.js';
import { when } from './when.js';
import { capitalized, plain } from './words.js';

/** More would not be read, and Gmail clips a message at 102 kB; the owner's page lists all. */
export const LISTED = 50;

export interface AccountLine {
  name: string;
  detail: string;
}

export interface ReasonGroup {
  reason: Reason;
  lines: AccountLine[];
  whyLabel: string;
  why: string;
  remedyLabel: string;
  remedy: string;
}

export function networkLabel(account: ListedAccount): string {
  return NETWORKS[account.network].label;
}

/** The first 50 in the order given, grouped in the order in which the reasons appear. */
export function groupsOf(accounts: DisconnectedAccount[], timeZone: string): ReasonGroup[] {
  const lines = new Map<Reason, AccountLine[]>();
  for (const account of accounts.slice(0, LISTED)) {
    const line = {
      name: plain(account.accountName),
      detail: `${networkLabel(account)} · disconnected since ${when(account.disconnectedSince, timeZone)}`,
    };
    const group = lines.get(account.reason);
    if (group) group.push(line);
    else lines.set(account.reason, [line]);
  }
  return [...lines].map(([reason, group]) => groupOf(reason, group));
}

function groupOf(reason: Reason, lines: AccountLine[]): ReasonGroup {
  // The words of a reason speak of one account ("it").
  const each = lines.length > 1 ? ' (each)' : '';
  return {
    reason,
    lines,
    whyLabel: `Why${each}`,
    why: `${capitalized(reasonWords(reason, 'en').what)}.`,
    remedyLabel: `What to do${each}`,
    remedy: reasonWords(reason, 'en').remedy,
  };
}

/** How many the email does not list. */
export function unlisted(accounts: ListedAccount[]): number {
  return Math.max(0, accounts.length - LISTED);
}
