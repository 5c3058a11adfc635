/**
 * Which accounts a sign-in at a network can change. That takes the consent given at the network and this check: every immutable
 * id that is written must be one that the network returned, and must belong to the owner for whom the sign-in was started.
 *
 * Article: "The account owner under whom the accounts sit should be the one reconnecting." and "A Parent Profile can only be used
 * to connect accounts under one user."
 */
import { NETWORKS, type NetworkName } from './networks.js';

export interface AccountIdentity {
  network: NetworkName;
  networkAccountId: string;
  name: string;
}

/** An account in the archive. */
export interface ArchivedAccount extends AccountIdentity {
  id: string;
  ownerId: string | null;
  status: 'connected' | 'disconnected' | 'inactive';
  parentProfileId: string | null;
  inTransfer: boolean;
}

/** The Parent Profile of the person who signed in, if it is in the archive. */
export interface ArchivedProfile {
  id: string;
  name: string;
  ownerId: string;
  inTransfer: boolean;
}

/** The network's answer: who signed in, and which accounts that authorizes. */
export interface SignIn<A extends AccountIdentity = AccountIdentity> {
  identity: { id: string; name: string };
  accounts: readonly A[];
}

export type OwnershipRefusal =
  | { code: 'account_gone' }
  | { code: 'account_inactive'; account: AccountIdentity }
  | { code: 'transfer_in_progress'; name: string }
  | { code: 'owned_by_other_owner'; account: ArchivedAccount; ownerId: string }
  | { code: 'parent_profile_owned_by_other_owner'; profile: { id: string; name: string }; ownerId: string }
  /** The account has its own sign-in, and a different one was used. */
  | { code: 'wrong_identity'; signedInAs: string; account: AccountIdentity }
  /** A personal profile signed in that does not manage the account, or did not allow it. */
  | { code: 'not_managed'; signedInAs: string; account: AccountIdentity }
  | { code: 'nothing_authorized'; signedInAs: string; network: NetworkName };

export interface OwnershipPlan<A extends AccountIdentity = AccountIdentity> {
  /** Disconnected accounts, which get reconnected. */
  repair: ArchivedAccount[];
  /** Connected accounts, which only get newer tokens. */
  renew: ArchivedAccount[];
  /** Accounts that are new to the archive. */
  add: A[];
  /** Accounts that this Parent Profile authorized before and that the network no longer returns. */
  lost: ArchivedAccount[];
  /** Why accounts that the network offered were left unchanged. Filled only if others were changed. */
  left: OwnershipRefusal[];
  /** Whether the Parent Profile authorizes any of these accounts. */
  throughProfile: boolean;
}

export type OwnershipDecision<A extends AccountIdentity = AccountIdentity> =
  { allowed: true; plan: OwnershipPlan<A> } | { allowed: false; refusal: OwnershipRefusal };

export interface OwnershipQuestion<A extends AccountIdentity = AccountIdentity> {
  ownerId: string;
  signIn: SignIn<A>;
  /** Every account in the archive whose identity the sign-in returned, whoever owns it. */
  known: readonly ArchivedAccount[];
  profile: ArchivedProfile | null;
  /** Every account that the Parent Profile currently authorizes. */
  held: readonly ArchivedAccount[];
}

/** Returns why an account can't be reconnected, or null. It needs no sign-in, so a reconnect checks it both first and last. */
export function accountRefusal(account: ArchivedAccount | null, ownerId: string): OwnershipRefusal | null {
  if (!account?.ownerId) return { code: 'account_gone' };
  if (account.ownerId !== ownerId) return { code: 'owned_by_other_owner', account, ownerId: account.ownerId };
  if (account.status === 'inactive') return { code: 'account_inactive', account };
  if (account.inTransfer) return { code: 'transfer_in_progress', name: account.name };
  return null;
}

/** Decides about reconnecting one account. If the sign-in doesn't authorize that account, nothing is changed at all. */
export function decideReconnect<A extends AccountIdentity>(
  question: OwnershipQuestion<A> & { target: ArchivedAccount | null },
): OwnershipDecision<A> {
  const { target, ownerId, signIn, profile } = question;
  const refusal = accountRefusal(target, ownerId);
  if (refusal || !target) return { allowed: false, refusal: refusal ?? { code: 'account_gone' } };
  if (!signIn.accounts.some((account) => sameIdentity(account, target))) {
    const code = needsProfile(target) ? ('not_managed' as const) : ('wrong_identity' as const);
    return { allowed: false, refusal: { code, signedInAs: signIn.identity.name, account: target } };
  }
  const profileProblem = needsProfile(target) ? profileRefusal(profile, ownerId) : null;
  if (profileProblem) return { allowed: false, refusal: profileProblem };
  return {
    allowed: true,
    plan: withProfile({ ...coveredAccounts(question, (account) => account.id === target.id), add: [] }),
  };
}

/** Decides about connecting a network's new accounts. The person makes the choice at the network, by the accounts left selected. */
export function decideConnect<A extends AccountIdentity>(
  question: OwnershipQuestion<A> & { network: NetworkName },
): OwnershipDecision<A> {
  const { network, ownerId, signIn, known, profile } = question;
  const offered = signIn.accounts.filter((account) => account.network === network);
  if (offered.length === 0) {
    return { allowed: false, refusal: { code: 'nothing_authorized', signedInAs: signIn.identity.name, network } };
  }
  const profileProblem = offered.some(needsProfile) ? profileRefusal(profile, ownerId) : null;
  if (profileProblem) return { allowed: false, refusal: profileProblem };
  const archived = offered.map((account) => ({ account, row: known.find((row) => sameIdentity(row, account)) }));
  const left = archived.flatMap(({ row }) => (row ? (accountRefusal(row, ownerId) ?? []) : []));
  const plan = withProfile({
    ...coveredAccounts(question, (account) => account.network === network),
    add: archived.filter(({ row }) => !row).map(({ account }) => account),
    left,
  });
  const [first] = left;
  const done = plan.add.length + archived.filter(({ row }) => row && !accountRefusal(row, ownerId)).length;
  return done === 0 && first ? { allowed: false, refusal: first } : { allowed: true, plan };
}

function profileRefusal(profile: ArchivedProfile | null, ownerId: string): OwnershipRefusal | null {
  if (!profile) return null;
  if (profile.ownerId !== ownerId)
    return {
      code: 'parent_profile_owned_by_other_owner',
      profile: { id: profile.id, name: profile.name },
      ownerId: profile.ownerId,
    };
  return profile.inTransfer ? { code: 'transfer_in_progress', name: profile.name } : null;
}

/**
 * Requirement: "One authorization by a Parent Profile repairs every disconnected account that it manages and that this owner has."
 * A connected account gets the newer tokens too, unless another Parent Profile authorizes it.
 */
function coveredAccounts<A extends AccountIdentity>(
  { ownerId, signIn, known, profile, held }: OwnershipQuestion<A>,
  isTarget: (account: ArchivedAccount) => boolean,
): Pick<OwnershipPlan, 'repair' | 'renew' | 'lost' | 'left'> {
  const returned = new Set(signIn.accounts.map(identityKey));
  const profileUsable = profileRefusal(profile, ownerId) === null;
  const eligible = known.filter(
    (account) =>
      returned.has(identityKey(account)) &&
      accountRefusal(account, ownerId) === null &&
      (profileUsable || !needsProfile(account)),
  );
  const lost = held.filter(
    (account) => !returned.has(identityKey(account)) && profileUsable && accountRefusal(account, ownerId) === null,
  );
  const isAuthorizedHere = (account: ArchivedAccount) =>
    account.parentProfileId === null || account.parentProfileId === profile?.id;
  return {
    repair: eligible.filter(({ status }) => status === 'disconnected'),
    renew: eligible.filter(
      (account) => account.status === 'connected' && (isTarget(account) || isAuthorizedHere(account)),
    ),
    lost,
    left: [],
  };
}

function withProfile<A extends AccountIdentity>(plan: Omit<OwnershipPlan<A>, 'throughProfile'>): OwnershipPlan<A> {
  return { ...plan, throughProfile: [...plan.repair, ...plan.renew, ...plan.add].some(needsProfile) };
}

/** Returns whether accounts of this network are authorized through a Parent Profile. */
export const needsProfile = ({ network }: Pick<AccountIdentity, 'network'>): boolean =>
  NETWORKS[network].parentProfile !== null;

export const identityKey = ({ network, networkAccountId }: Pick<AccountIdentity, 'network' | 'networkAccountId'>) =>
  `${network} ${networkAccountId}`;

const sameIdentity = (a: AccountIdentity, b: AccountIdentity) => identityKey(a) === identityKey(b);
