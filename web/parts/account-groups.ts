/** Puts an owner's accounts in the order and the groups in which the page shows them. */
import type { OwnerAccount } from '../../services/reconnect/owner-page.js';
import { needsProfile } from '../../domain/ownership.js';
import { NETWORKS } from '../../domain/networks.js';

/** Accounts that one sign-in can repair: the same Parent Profile, or at least the same network's personal profile. */
export interface RepairGroup {
  key: string;
  accounts: OwnerAccount[];
}

export interface AccountGroups {
  broken: RepairGroup[];
  connected: OwnerAccount[];
  /** Connected, until a permission ends that nobody here can renew. */
  detached: OwnerAccount[];
  /** Connected, until a permission ends soon that its owner can renew. The earliest first. */
  ending: OwnerAccount[];
  inactive: OwnerAccount[];
}

/** @param linkedId the account that the email was about: it comes first, with those that are repaired along with it */
export function groupAccounts(accounts: readonly OwnerAccount[], linkedId: string | null): AccountGroups {
  const groups = new Map<string, OwnerAccount[]>();
  for (const account of accounts.filter(({ status }) => status === 'disconnected')) {
    const key = groupKey(account);
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  const connected = accounts.filter(({ status }) => status === 'connected');
  const earliestFirst = (a: OwnerAccount, b: OwnerAccount) => Number(a.endsAt) - Number(b.endsAt);
  const linkedFirst = (a: OwnerAccount, b: OwnerAccount) => Number(b.id === linkedId) - Number(a.id === linkedId);
  const broken = [...groups].map(([key, members]) => ({ key, accounts: members.toSorted(linkedFirst) }));
  const holdsLinked = ({ accounts: members }: RepairGroup) => Number(members.some(({ id }) => id === linkedId));
  return {
    broken: broken.toSorted((a, b) => holdsLinked(b) - holdsLinked(a)),
    connected: connected.filter(({ detached, endsAt }) => !detached && !endsAt).toSorted(linkedFirst),
    detached: connected.filter(({ detached }) => detached).toSorted(linkedFirst),
    ending: connected.filter(({ detached, endsAt }) => !detached && endsAt).toSorted(earliestFirst),
    inactive: accounts.filter(({ status }) => status === 'inactive'),
  };
}

function groupKey(account: OwnerAccount): string {
  // Without a Parent Profile each account signs in for itself.
  if (!needsProfile(account)) return account.id;
  return `${NETWORKS[account.network].provider}-${account.parentProfile?.id ?? 'any'}`;
}
