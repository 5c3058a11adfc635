/** Reading the social media accounts of an archive. Deleted ones are none. */
import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { isInTransfer, openDisconnectOfAccount } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import type { Page } from '../input/page.js';

export type Account = typeof accounts.$inferSelect;
export type AccountRow = Account & { openDisconnectId: string | null };

/** As lists have them. */
export const ACCOUNT_STATUSES = ['disconnected', 'connected', 'inactive'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** @param ownerId the one whose accounts the caller may see; null: all of them */
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

/** @param ownerId the one whose accounts the caller may see. @throws {Refusal} `not_found` */
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

/** What a list of accounts is narrowed to. */
export interface AccountFilter {
  ownerId?: string;
  status?: AccountStatus;
  network?: NetworkName;
}

/** The oldest first; one more than the page holds, when there are more. @param only the one whose accounts the caller may see */
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
        filter.network ? eq(accounts.network, filter.network) : undefined,
        page.after === null ? undefined : gt(accounts.id, page.after),
      ),
    )
    .orderBy(asc(accounts.id))
    .limit(page.limit + 1);
  return found.map(flat);
}

/** Who has this identity at the network, if the archive captures it. */
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

/** Whether it waits for a transfer, or the Parent Profile that authorizes it does. */
export async function isAccountInTransfer(db: Db, archiveId: string, accountId: string): Promise<boolean> {
  const [row] = await db
    .select({ inTransfer: isInTransfer })
    .from(accounts)
    .where(visibleAccounts(archiveId, null, eq(accounts.id, accountId)));
  return row?.inTransfer ?? false;
}
