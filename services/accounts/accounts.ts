/** The social media accounts of an archive. */
import { and, asc, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm';
import type { KeyRing } from '../../platform/key-ring.js';
import type { Tokens } from '../../networks/adapter.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts, type ClosedAs } from '../disconnects/close.js';
import { saveCredential } from '../credentials/credentials.js';
import { requestRevocation } from '../credentials/pending-revocations.js';
import { newId } from '../../db/ids.js';
import { requireOwner, requireParentProfile } from './parent-profiles.js';
import type { Disconnect } from '../disconnects/types.js';
import { openDisconnectOfAccount } from '../../db/joins.js';
import { accounts, disconnects, oauthStates } from '../../db/schema.js';
import type { Change } from '../people/users.js';

export type Account = typeof accounts.$inferSelect;
/** Null: every account; else those of one Account Owner. */
export type OnlyOf = string | null;
export type AccountRow = Account & { openDisconnectId: string | null };

/** Deleted accounts are not there. */
const there = (archiveId: string, ownerId: OnlyOf, ...more: (SQL | undefined)[]) =>
  and(
    eq(accounts.archiveId, archiveId),
    isNull(accounts.deletedAt),
    ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
    ...more,
  );

const rows = (db: Db) =>
  db
    .select({ account: accounts, openDisconnectId: disconnects.id })
    .from(accounts)
    .leftJoin(disconnects, openDisconnectOfAccount);
const flat = (row: { account: Account; openDisconnectId: string | null }): AccountRow => ({
  ...row.account,
  openDisconnectId: row.openDisconnectId,
});

/** @throws {Refusal} `not_found` */
export async function readAccount(db: Db, archiveId: string, accountId: string, ownerId: OnlyOf): Promise<AccountRow> {
  const [row] = await rows(db).where(there(archiveId, ownerId, eq(accounts.id, accountId)));
  if (!row) throw notFound('account');
  return flat(row);
}

export async function listAccounts(
  db: Db,
  archiveId: string,
  filter: { ownerId: OnlyOf; ofOwner?: string; status?: Account['status']; network?: NetworkName },
  page: { after: string | null; limit: number },
): Promise<AccountRow[]> {
  const found = await rows(db)
    .where(
      there(
        archiveId,
        filter.ownerId,
        filter.ofOwner === undefined ? undefined : eq(accounts.ownerId, filter.ofOwner),
        filter.status ? eq(accounts.status, filter.status) : undefined,
        filter.network ? eq(accounts.network, filter.network) : undefined,
        page.after === null ? undefined : gt(accounts.id, page.after),
      ),
    )
    .orderBy(asc(accounts.id))
    .limit(page.limit + 1);
  return found.map(flat);
}

export interface NewAccount {
  network: NetworkName;
  networkAccountId: string;
  name: string;
  ownerId: string;
  parentProfileId?: string;
}

/** @throws {Refusal} about owner and Parent Profile; `already_in_archive`, `parent_profile_owned_by_other_owner` */
export async function addAccount(
  tx: Transaction,
  { archiveId, actor }: Change,
  account: NewAccount,
  authorization?: { keys: KeyRing; tokens: Tokens },
): Promise<Account> {
  await requireOwner(tx, archiveId, account.ownerId);
  if (account.parentProfileId !== undefined)
    await requireParentProfile(tx, archiveId, account, account.parentProfileId);
  const [added] = await tx
    .insert(accounts)
    .values({ ...account, archiveId, id: newId('account'), status: 'connected' })
    .onConflictDoNothing()
    .returning();
  if (!added) throw await alreadyInArchive(tx, archiveId, account);
  if (authorization)
    await saveCredential(tx, authorization.keys, { archiveId, accountId: added.id }, authorization.tokens);
  await recordAudit(tx, [{ archiveId, type: 'account_added', actor, accountId: added.id, userId: account.ownerId }]);
  await recordChanges(tx, [{ archiveId, type: 'connected', accountId: added.id }]);
  return added;
}

async function alreadyInArchive(tx: Transaction, archiveId: string, account: NewAccount): Promise<Refusal> {
  const [existing] = await tx
    .select()
    .from(accounts)
    .where(
      there(
        archiveId,
        null,
        eq(accounts.network, account.network),
        eq(accounts.networkAccountId, account.networkAccountId),
      ),
    );
  const elsewhere = existing !== undefined && existing.ownerId !== account.ownerId;
  return new Refusal('already_in_archive', {
    elsewhere,
    ...(existing && { accountId: existing.id, ownerId: existing.ownerId }),
  });
}

/** @throws {Refusal} `not_found` */
export async function lockAccount(tx: Transaction, archiveId: string, accountId: string): Promise<Account> {
  const [account] = await tx
    .select()
    .from(accounts)
    .where(there(archiveId, null, eq(accounts.id, accountId)))
    .for('no key update');
  if (!account) throw notFound('account');
  return account;
}

type Closing = Change & { now: Date };

const close = (tx: Transaction, by: Closing, accountId: string, as: ClosedAs, detail?: Record<string, unknown>) =>
  closeDisconnects(tx, { ...by, accountIds: [accountId], as, detail });

/** Article: "Accounts can be discontinued or deactivated on the network by those who manage them." */
export async function markInactive(
  tx: Transaction,
  by: Closing,
  accountId: string,
  reason: string,
): Promise<Disconnect[]> {
  const { archiveId, actor } = by;
  const account = await lockAccount(tx, archiveId, accountId);
  if (account.status === 'inactive' && account.inactiveReason === reason) return [];
  const closed = await close(tx, by, accountId, 'inactive', { reason });
  await markAccounts(tx, archiveId, [accountId], { status: 'inactive', reason });
  await recordAudit(tx, [{ archiveId, type: 'account_inactive', actor, accountId, detail: { reason } }]);
  return closed;
}

/** Takes the mark back; what is left is an account that is not connected. @throws {Refusal} `account_connected` */
export async function markActive(tx: Transaction, by: Change, accountId: string): Promise<'changed' | 'as_before'> {
  const { archiveId, actor } = by;
  const account = await lockAccount(tx, archiveId, accountId);
  if (account.status === 'disconnected') return 'as_before';
  if (account.status === 'connected') throw new Refusal('account_connected', {});
  await tx
    .update(accounts)
    .set({ status: 'disconnected', inactiveReason: null })
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId)));
  await recordAudit(tx, [{ archiveId, type: 'account_active', actor, accountId }]);
  return 'changed';
}

/** Its disconnect ends as `deleted`; disconnects and audit stay. @throws {Refusal} `not_found`, `transfer_in_progress` */
export async function deleteAccount(tx: Transaction, by: Closing, accountId: string): Promise<Disconnect[]> {
  const { archiveId, actor, now } = by;
  const account = await lockAccount(tx, archiveId, accountId);
  if (account.transferId !== null) throw new Refusal('transfer_in_progress', { of: 'account' });
  const closed = await close(tx, by, accountId, 'deleted');
  await tx
    .update(accounts)
    .set({ deletedAt: now, ownerId: null, parentProfileId: null, status: 'inactive', inactiveReason: 'deleted' })
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId)));
  await requestRevocation(tx, archiveId, accountId);
  await tx.delete(oauthStates).where(and(eq(oauthStates.archiveId, archiveId), eq(oauthStates.accountId, accountId)));
  await recordAudit(tx, [{ archiveId, type: 'account_deleted', actor, accountId }]);
  await recordChanges(tx, [{ archiveId, type: 'deleted', accountId }]);
  return closed;
}

/**
 * The archive captures it again. Nothing happens when it was connected anyway.
 * @throws {Refusal} `account_inactive`
 */
export async function markReconnected(
  tx: Transaction,
  by: Closing & { resumedAt?: Date; lastCapturedAt?: Date },
  accountId: string,
): Promise<Disconnect[]> {
  const account = await lockAccount(tx, by.archiveId, accountId);
  if (account.status === 'inactive') throw new Refusal('account_inactive', { during: 'reconnected' });
  const closed = await closeDisconnects(tx, { ...by, accountIds: [accountId], as: 'reconnected' });
  if (account.status !== 'connected' || closed.length > 0)
    await markAccounts(tx, by.archiveId, [accountId], { status: 'connected', now: by.now });
  return closed;
}

/** The networks of those of the accounts that there are. */
export async function networksOfAccounts(db: Db, archiveId: string, accountIds: readonly string[]) {
  if (accountIds.length === 0) return new Map<string, NetworkName>();
  const found = await db
    .select({ id: accounts.id, network: accounts.network })
    .from(accounts)
    .where(there(archiveId, null, inArray(accounts.id, [...new Set(accountIds)])));
  return new Map(found.map((row) => [row.id, row.network]));
}

export async function ownersOfAccounts(db: Db, archiveId: string, accountIds: readonly string[]) {
  if (accountIds.length === 0) return new Map<string, string | null>();
  const found = await db
    .select({ id: accounts.id, ownerId: accounts.ownerId })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, [...new Set(accountIds)])));
  return new Map(found.map((row) => [row.id, row.ownerId]));
}
