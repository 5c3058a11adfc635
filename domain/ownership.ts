/**
 * Which accounts a sign-in at a network can change. That takes the consent given at the network and this check: every immutable
 * id that is written must be one that the network returned, and must belong to the owner for whom the sign-in was started.
 *
 * Article: "The account owner under whom the accounts sit should be the one reconnecting." and "A Parent Profile can only be used
 * to connect accounts under one user."
 */
import { NETWORKS, type NetworkName } from './networks.js';
import type { AccountObstacle, Permission, SignInObstacle } from './permissions.js';

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
  /** Accounts that the network named but that can't be captured with what was granted. */
  unusable?: readonly (AccountIdentity & { obstacle: AccountObstacle })[];
  /** Why an account of this network is probably not among them. */
  obstacle?: SignInObstacle;
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
  | { code: 'nothing_authorized'; signedInAs: string; network: NetworkName }
  /** What was granted doesn't capture the account. `account`: null if the network doesn't even name accounts without it. */
  | {
      code: 'permission_missing';
      signedInAs: string;
      network: NetworkName;
      account: AccountIdentity | null;
      missing: readonly Permission[];
    }
  /** The personal profile sees the Page, but has no role there that gives access to its posts. */
  | { code: 'page_role_missing'; signedInAs: string; account: AccountIdentity }
  /** The Google account has no YouTube channel. */
  | { code: 'no_channel'; signedInAs: string }
  /** The profile's Pages have no Instagram account that Facebook lets apps read: it is personal, or linked to no Page. */
  | { code: 'instagram_not_professional'; signedInAs: string; account: AccountIdentity | null };

/** Refusals that another account at the network may resolve. A retry then lets the person choose one. */
const OTHER_ACCOUNT_HELPS: readonly OwnershipRefusal['code'][] = [
  'wrong_identity',
  'not_managed',
  'nothing_authorized',
  'page_role_missing',
  'no_channel',
  'instagram_not_professional',
];

/** Returns whether a refusal can mean that the wrong person was signed in at the network. */
export const mayNeedOtherAccount = (code: string): boolean => OTHER_ACCOUNT_HELPS.some((each) => each === code);

/** An account of this owner that the sign-in named but doesn't capture, and why. */
export interface DeniedAccount {
  account: ArchivedAccount;
  refusal: OwnershipRefusal;
}

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
  /** Accounts of this owner that the sign-in named but can't capture. They are never called connected. */
  denied?: DeniedAccount[];
  /** Accounts that were meant too, and that the person who signed in doesn't manage. */
  unmanaged?: ArchivedAccount[];
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
  /**
   * For "Reconnect all": the disconnected accounts that the person meant. What the sign-in authorizes of them is repaired, whichever
   * comes first.
   */
  together?: readonly ArchivedAccount[];
}

/** Returns why an account can't be reconnected, or null. It needs no sign-in, so a reconnect checks it both first and last. */
export function accountRefusal(account: ArchivedAccount | null, ownerId: string): OwnershipRefusal | null {
  if (!account?.ownerId) return { code: 'account_gone' };
  if (account.ownerId !== ownerId) return { code: 'owned_by_other_owner', account, ownerId: account.ownerId };
  if (account.status === 'inactive') return { code: 'account_inactive', account };
  if (account.inTransfer) return { code: 'transfer_in_progress', name: account.name };
  return null;
}

/**
 * Decides about reconnecting one account. If someone else signed in, nothing is changed at all. If the network named the account but the
 * sign-in doesn't capture it, the account is `denied`, and what else the sign-in authorizes is still repaired.
 */
export function decideReconnect<A extends AccountIdentity>(
  question: OwnershipQuestion<A> & { target: ArchivedAccount | null },
): OwnershipDecision<A> {
  const { target, ownerId, signIn, profile } = question;
  const refusal = accountRefusal(target, ownerId);
  if (refusal || !target) return { allowed: false, refusal: refusal ?? { code: 'account_gone' } };
  const named = [...signIn.accounts, ...(signIn.unusable ?? [])];
  const isNamed = named.some((account) => sameIdentity(account, target));
  if (!isNamed && !question.together) return { allowed: false, refusal: absenceOf(target, signIn) };
  const profileProblem = needsProfile(target) ? profileRefusal(profile, ownerId) : null;
  if (profileProblem) return { allowed: false, refusal: isNamed ? profileProblem : absenceOf(target, signIn) };
  const plan = withProfile({ ...coveredAccounts(question, (account) => account.id === target.id), add: [] });
  if (!isNamed && plan.repair.length === 0) return { allowed: false, refusal: absenceOf(target, signIn) };
  return { allowed: true, plan };
}

/** Returns why a sign-in doesn't name the account. */
function absenceOf(target: ArchivedAccount, { identity, obstacle }: SignIn): OwnershipRefusal {
  const signedInAs = identity.name;
  if (obstacle?.network === target.network) return obstacleRefusal(obstacle, signedInAs, target);
  return { code: needsProfile(target) ? 'not_managed' : 'wrong_identity', signedInAs, account: target };
}

function obstacleRefusal(
  obstacle: SignInObstacle,
  signedInAs: string,
  account: AccountIdentity | null,
): OwnershipRefusal {
  if (obstacle.code === 'no_channel') return { code: 'no_channel', signedInAs };
  if (obstacle.code === 'instagram_not_professional') return { code: obstacle.code, signedInAs, account };
  return { signedInAs, account, ...obstacle };
}

function deniedRefusal(obstacle: AccountObstacle, signedInAs: string, account: AccountIdentity): OwnershipRefusal {
  if (obstacle.code === 'page_role_missing') return { code: obstacle.code, signedInAs, account };
  return { code: obstacle.code, signedInAs, network: account.network, account, missing: obstacle.missing };
}

/** Decides about connecting a network's new accounts. The person makes the choice at the network, by the accounts left selected. */
export function decideConnect<A extends AccountIdentity>(
  question: OwnershipQuestion<A> & { network: NetworkName },
): OwnershipDecision<A> {
  const { network, ownerId, signIn, known, profile } = question;
  const offered = signIn.accounts.filter((account) => account.network === network);
  const signedInAs = signIn.identity.name;
  const unusable = (signIn.unusable ?? []).filter((account) => account.network === network);
  const denied = unusable.map(({ obstacle, ...account }) => deniedRefusal(obstacle, signedInAs, account));
  if (offered.length === 0) {
    const { obstacle } = signIn;
    const why = obstacle?.network === network ? obstacleRefusal(obstacle, signedInAs, null) : undefined;
    return { allowed: false, refusal: denied[0] ?? why ?? { code: 'nothing_authorized', signedInAs, network } };
  }
  const profileProblem = offered.some(needsProfile) ? profileRefusal(profile, ownerId) : null;
  if (profileProblem) return { allowed: false, refusal: profileProblem };
  const archived = offered.map((account) => ({ account, row: known.find((row) => sameIdentity(row, account)) }));
  const left = archived.flatMap(({ row }) => (row ? (accountRefusal(row, ownerId) ?? []) : []));
  const plan = withProfile({
    ...coveredAccounts(question, (account) => account.network === network),
    add: archived.filter(({ row }) => !row).map(({ account }) => account),
    // The known ones among them are in the plan's own list.
    left: [...left, ...denied.filter((_, i) => !known.some((row) => sameIdentity(row, unusable[i]!)))],
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
  { ownerId, signIn, known, profile, held, together = [] }: OwnershipQuestion<A>,
  isTarget: (account: ArchivedAccount) => boolean,
): Pick<OwnershipPlan, 'repair' | 'renew' | 'lost' | 'left' | 'denied' | 'unmanaged'> {
  const named = new Set(signIn.accounts.map(identityKey));
  const obstacles = new Map((signIn.unusable ?? []).map((account) => [identityKey(account), account.obstacle]));
  const profileUsable = profileRefusal(profile, ownerId) === null;
  const isOurs = (account: ArchivedAccount) =>
    accountRefusal(account, ownerId) === null && (profileUsable || !needsProfile(account));
  const eligible = known.filter((account) => named.has(identityKey(account)) && isOurs(account));
  const isAbsent = (account: ArchivedAccount) =>
    !named.has(identityKey(account)) && !obstacles.has(identityKey(account));
  const lost = held.filter(
    (account) => isAbsent(account) && profileUsable && accountRefusal(account, ownerId) === null,
  );
  const denied = known.flatMap((account): DeniedAccount[] => {
    const obstacle = obstacles.get(identityKey(account));
    if (!obstacle || named.has(identityKey(account)) || !isOurs(account)) return [];
    return [{ account, refusal: deniedRefusal(obstacle, signIn.identity.name, account) }];
  });
  const unmanaged = together.filter((account) => isAbsent(account) && accountRefusal(account, ownerId) === null);
  const isAuthorizedHere = (account: ArchivedAccount) =>
    account.parentProfileId === null || account.parentProfileId === profile?.id;
  return {
    repair: eligible.filter(({ status }) => status === 'disconnected'),
    renew: eligible.filter(
      (account) => account.status === 'connected' && (isTarget(account) || isAuthorizedHere(account)),
    ),
    lost,
    left: [],
    ...(denied.length > 0 && { denied }),
    ...(unmanaged.length > 0 && { unmanaged }),
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
