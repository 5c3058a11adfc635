/**
 * What a transfer moves, and what prevents it. Article: "A Parent Profile can only be used to connect accounts under one user."
 * So an account and its Parent Profile never end up with different owners.
 */

/** The most accounts and Parent Profiles that one transfer can move. Anything larger takes several transfers. */
export const MAX_MOVED = 10_000;

export interface TransferableAccount {
  id: string;
  ownerId: string;
  parentProfileId: string | null;
  transferId: string | null;
}

export interface TransferableProfile {
  id: string;
  ownerId: string;
  transferId: string | null;
}

export interface TransferRequest {
  accountIds: readonly string[];
  parentProfileIds: readonly string[];
  /** Null when the transfer adds the new owner. */
  toOwnerId: string | null;
  withManagedAccounts: boolean;
}

/** What the archive contains: the requested Parent Profiles, the requested accounts, and those the Parent Profiles authorize. */
export interface Transferable {
  accounts: readonly TransferableAccount[];
  profiles: readonly TransferableProfile[];
}

export type ProblemCode = 'not_found' | 'already_theirs' | 'transfer_in_progress';

export interface TransferProblem {
  kind: 'account' | 'parent_profile';
  id: string;
  code: ProblemCode;
}

/** Why an accepted transfer moved nothing. */
export interface TransferError {
  code: 'not_an_account_owner' | 'not_done_in_time';
}

export interface TransferPlan {
  profileIds: string[];
  /** `why`: the account was chosen, or its Parent Profile moves. */
  accounts: { id: string; why: 'chosen' | 'managed' }[];
  /** Moved accounts whose Parent Profile stays behind. */
  detachedIds: string[];
  /** Accounts that stay although their Parent Profile moves. */
  stayingIds: string[];
}

export type TransferDecision =
  | { allowed: true; plan: TransferPlan }
  | { allowed: false; problems: TransferProblem[] }
  | { allowed: false; tooMany: number };

/** Plans a transfer, all or nothing. If there is any problem, nothing moves, and every problem is listed. */
export function decideTransfer(request: TransferRequest, existing: Transferable): TransferDecision {
  const accounts = new Map(existing.accounts.map((account) => [account.id, account]));
  const profiles = new Map(existing.profiles.map((profile) => [profile.id, profile]));
  const chosen = new Set(request.accountIds);
  const moving = new Set(request.parentProfileIds);
  const authorized = existing.accounts.filter(
    ({ id, parentProfileId }) => !chosen.has(id) && parentProfileId !== null && moving.has(parentProfileId),
  );
  const managed = request.withManagedAccounts ? authorized : [];
  const problems = [
    ...[...moving].flatMap((id) => problemOf('parent_profile', id, profiles.get(id), request.toOwnerId)),
    ...[...chosen].flatMap((id) => problemOf('account', id, accounts.get(id), request.toOwnerId)),
    // These weren't requested, but one that is already in a transfer is a problem too. Otherwise only part of them would move.
    ...authorized.flatMap((account) => transferProblems('account', account)),
  ];
  if (problems.length > 0) return { allowed: false, problems };
  const moved = [
    ...[...chosen].map((id) => ({ id, why: 'chosen' as const })),
    ...managed.map(({ id }) => ({ id, why: 'managed' as const })),
  ];
  if (moved.length + moving.size > MAX_MOVED) return { allowed: false, tooMany: moved.length + moving.size };
  const plan: TransferPlan = {
    profileIds: [...moving],
    accounts: moved,
    detachedIds: moved.flatMap(({ id }) => {
      const { parentProfileId } = accounts.get(id)!;
      return parentProfileId !== null && !moving.has(parentProfileId) ? [id] : [];
    }),
    stayingIds: request.withManagedAccounts ? [] : authorized.map(({ id }) => id),
  };
  return { allowed: true, plan };
}

function problemOf(
  kind: TransferProblem['kind'],
  id: string,
  item: { id: string; ownerId: string; transferId: string | null } | undefined,
  toOwnerId: string | null,
): TransferProblem[] {
  if (!item) return [{ kind, id, code: 'not_found' }];
  if (item.ownerId === toOwnerId) return [{ kind, id, code: 'already_theirs' }];
  return transferProblems(kind, item);
}

const transferProblems = (
  kind: TransferProblem['kind'],
  { id, transferId }: { id: string; transferId: string | null },
) => (transferId === null ? [] : [{ kind, id, code: 'transfer_in_progress' as const }]);
