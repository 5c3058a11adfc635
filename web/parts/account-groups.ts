/** Sorts and groups an owner's accounts the way the page shows them. */
import type { OwnerAccount } from '../../services/reconnect/owner-page.js';
import { needsProfile } from '../../domain/ownership.js';
import { NETWORKS } from '../../domain/networks.js';

/**
 * Accounts that one sign-in can repair: those with the same Parent Profile, or at least the same network's personal
 * profile.
 */
export interface RepairGroup {
  key: string;
  accounts: OwnerAccount[];
}

export interface AccountGroups {
  broken: RepairGroup[];
  connected: OwnerAccount[];
  /** Captured by the archive, but never authorized here. */
  unauthorized: OwnerAccount[];
  /** Connected until a permission expires that no one here can renew. */
  detached: OwnerAccount[];
  /** Connected, but with a permission that expires soon and that the owner can renew. Earliest first. */
  ending: OwnerAccount[];
  inactive: OwnerAccount[];
}

/**
 * @param linkedId the account that the email was about, which comes first together with those that the same sign-in
 * repairs
 */
export function groupAccounts(accounts: readonly OwnerAccount[], linkedId: string | null): AccountGroups {
  const groups = new Map<string, OwnerAccount[]>();
  for (const account of accounts.filter(({ state }) => state === 'disconnected')) {
    const key = groupKey(account);
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  const connected = accounts.filter(({ state }) => state === 'connected');
  const earliestFirst = (a: OwnerAccount, b: OwnerAccount) => Number(a.endsAt) - Number(b.endsAt);
  const linkedFirst = (a: OwnerAccount, b: OwnerAccount) => Number(b.id === linkedId) - Number(a.id === linkedId);
  const broken = [...groups].map(([key, members]) => ({ key, accounts: members.toSorted(linkedFirst) }));
  const holdsLinked = ({ accounts: members }: RepairGroup) => Number(members.some(({ id }) => id === linkedId));
  return {
    broken: broken.toSorted((a, b) => holdsLinked(b) - holdsLinked(a)),
    connected: connected.filter(({ detached, endsAt }) => !detached && !endsAt).toSorted(linkedFirst),
    unauthorized: accounts.filter(({ state }) => state === 'not_authorized').toSorted(linkedFirst),
    detached: connected.filter(({ detached }) => detached).toSorted(linkedFirst),
    ending: connected.filter(({ detached, endsAt }) => !detached && endsAt).toSorted(earliestFirst),
    inactive: accounts.filter(({ state }) => state === 'inactive'),
  };
}

function groupKey(account: OwnerAccount): string {
  // Without a Parent Profile, each account has its own sign-in.
  if (!needsProfile(account)) return account.id;
  return `${NETWORKS[account.network].provider}-${account.parentProfile?.id ?? 'any'}`;
}
