/**
 * Article: "Things to Consider Before Reconnecting". Each check has its way out when it fails.
 */
import { and, eq, sql } from 'drizzle-orm';
import { NETWORKS } from '../domain/networks.js';
import type { Account } from './accounts.js';
import type { Db } from './client.js';
import { parentProfiles, transfers, users } from './schema.js';

export const CHECKS = ['account_active', 'account_owner', 'parent_profile_owner', 'transfer'] as const;

export interface Check {
  check: (typeof CHECKS)[number];
  ok: boolean;
  detail: string;
  remedy?: string;
}

export async function reconnectChecks(db: Db, account: Account): Promise<Check[]> {
  const owner = await ownerOf(db, account);
  return [
    activeCheck(account),
    ownerCheck(owner),
    await parentProfileCheck(db, account, owner?.name ?? 'this Account Owner'),
    await transferCheck(db, account),
  ];
}

const activeCheck = (account: Account): Check =>
  account.status !== 'inactive'
    ? { check: 'account_active', ok: true, detail: 'The account is in use.' }
    : {
        check: 'account_active',
        ok: false,
        detail: `The account is marked inactive: ${account.inactiveReason ?? 'no reason was given'}.`,
        remedy: 'If it is in use at the network, have an administrator set its status to "disconnected".',
      };

async function ownerOf(db: Db, account: Account) {
  if (account.ownerId === null) return undefined;
  const [owner] = await db
    .select({ name: users.name, isAccountOwner: users.isAccountOwner })
    .from(users)
    .where(and(eq(users.archiveId, account.archiveId), eq(users.id, account.ownerId)));
  return owner;
}

const ownerCheck = (owner: Awaited<ReturnType<typeof ownerOf>>): Check =>
  owner?.isAccountOwner
    ? { check: 'account_owner', ok: true, detail: `The account sits under ${owner.name}, who should reconnect it.` }
    : {
        check: 'account_owner',
        ok: false,
        detail: 'The account has no Account Owner in this archive.',
        remedy: 'Add the person as an Account Owner, then transfer the account to them.',
      };

/** The database keeps an account and its Parent Profile under one owner; what can be missing is the Parent Profile itself. */
async function parentProfileCheck(db: Db, account: Account, ownerName: string): Promise<Check> {
  const { parentProfile: needed, label } = NETWORKS[account.network];
  const check = 'parent_profile_owner';
  if (needed === null) return { check, ok: true, detail: `${label} accounts need no Parent Profile.` };
  if (account.parentProfileId === null)
    return {
      check,
      ok: true,
      detail: `No Parent Profile authorizes the account yet; ${ownerName} signs in with a personal profile that manages it.`,
    };
  const [profile] = await db
    .select({ name: parentProfiles.name, ownerId: parentProfiles.ownerId })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, account.archiveId), eq(parentProfiles.id, account.parentProfileId)));
  if (profile?.ownerId === account.ownerId)
    return { check, ok: true, detail: `The Parent Profile ${profile.name} is under the same Account Owner.` };
  return {
    check,
    ok: false,
    detail: 'The Parent Profile is under a different Account Owner.',
    remedy: 'Have an administrator transfer the Parent Profile to the account’s owner.',
  };
}

async function transferCheck(db: Db, account: Account): Promise<Check> {
  const [running] = await db
    .select({ id: transfers.id })
    .from(transfers)
    .where(
      and(
        eq(transfers.archiveId, account.archiveId),
        eq(transfers.status, 'running'),
        sql`(${transfers.accountIds} @> array[${account.id}] or ${transfers.parentProfileIds} @> array[${account.parentProfileId}])`,
      ),
    )
    .limit(1);
  if (!running) return { check: 'transfer', ok: true, detail: 'No transfer of the account is under way.' };
  return {
    check: 'transfer',
    ok: false,
    detail: 'The account is being transferred to another Account Owner.',
    remedy: 'Wait until the transfer has ended, a few seconds as a rule; then the new owner reconnects it.',
  };
}
