/** Reads the social media accounts of an archive, without the deleted ones. */
import { and, asc, eq, gt, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { isInTransfer, openDisconnectOfAccount } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import type { Page } from '../input/page.js';

export type Account = typeof accounts.$inferSelect;
export type AccountRow = Account & { openDisconnectId: string | null };

/** In the order in which lists show them. */
export const ACCOUNT_STATUSES = ['disconnected', 'connected', 'inactive'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** @param ownerId the owner whose accounts the caller can see; null for all accounts */
const visibleAccounts = (archiveId: string, ownerId: string | null, ...more: (SQL | undefined)[]) =>
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

/** @param ownerId the owner whose accounts the caller can see; null for all. @throws {Refusal} `not_found` */
export async function findAccount(
  db: Db,
  archiveId: string,
  accountId: string,
  ownerId: string | null = null,
): Promise<AccountRow> {
  const [row] = await rows(db).where(visibleAccounts(archiveId, ownerId, eq(accounts.id, accountId)));
  if (!row) throw notFound('account');
  return flat(row);
}

export const isAuthorized = (authorized: boolean): SQL =>
  authorized ? isNotNull(accounts.authorizedSince) : isNull(accounts.authorizedSince);

/** Filters for a list of accounts. */
export interface AccountFilter {
  ownerId?: string;
  status?: AccountStatus;
  /** Whether Relink holds an authorization for it. */
  authorized?: boolean;
  network?: NetworkName;
}

/**
 * Finds accounts, oldest first; returns one extra row when there are more.
 * @param filter.only the owner whose accounts the caller can see; null for all
 */
export async function findAccounts(
  db: Db,
  archiveId: string,
  filter: AccountFilter & { only: string | null },
  page: Page,
): Promise<AccountRow[]> {
  const found = await rows(db)
    .where(
      visibleAccounts(
        archiveId,
        filter.only,
        filter.ownerId === undefined ? undefined : eq(accounts.ownerId, filter.ownerId),
        filter.status ? eq(accounts.status, filter.status) : undefined,
        filter.authorized === undefined ? undefined : isAuthorized(filter.authorized),
        filter.network ? eq(accounts.network, filter.network) : undefined,
        page.after === null ? undefined : gt(accounts.id, page.after),
      ),
    )
    .orderBy(asc(accounts.id))
    .limit(page.limit + 1);
  return found.map(flat);
}

/** Finds the archive's account with this network and network id. */
export async function findIdentity(
  db: Db,
  archiveId: string,
  { network, networkAccountId }: Pick<Account, 'network' | 'networkAccountId'>,
): Promise<Account | null> {
  const [account] = await db
    .select()
    .from(accounts)
    .where(
      visibleAccounts(archiveId, null, eq(accounts.network, network), eq(accounts.networkAccountId, networkAccountId)),
    );
  return account ?? null;
}

/** Whether the account, or the Parent Profile that authorizes it, is in a pending transfer. */
export async function isAccountInTransfer(db: Db, archiveId: string, accountId: string): Promise<boolean> {
  const [row] = await db
    .select({ inTransfer: isInTransfer })
    .from(accounts)
    .where(visibleAccounts(archiveId, null, eq(accounts.id, accountId)));
  return row?.inTransfer ?? false;
}
