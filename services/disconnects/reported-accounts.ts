/** Finds the accounts that reports name. The one place that says which account an id means when several could fit. */
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts } from '../../db/schema.js';
import type { AccountRef, ReportContext, ReportedAccount } from './types.js';

/** What {@link namedAccounts} reads of a report. */
export const accountColumns = (account: AccountRef) =>
  'id' in account
    ? { account_id: account.id }
    : {
        network: account.network,
        network_account_id: account.networkAccountId,
        canonical_id: account.canonicalId,
      };

/** The same as columns of a record set. */
export const ACCOUNT_COLUMNS = sql`account_id text, network text, network_account_id text, canonical_id text`;

/**
 * Selects `n` and `account_id` for each row of `reports`. A network's id is looked up as it was sent, then in the network's own spelling.
 * An `account_id` that was given is returned unchanged, whether or not the archive has that account.
 *
 * `offset 0` makes PostgreSQL look each account up by its index. Otherwise, right after a large import, of which it has no statistics
 * yet, it would read all accounts of the archive instead.
 */
export const namedAccounts = (archiveId: string): SQL => sql`
  select r.n, coalesce(r.account_id, as_sent.id, in_its_spelling.id) as account_id
  from reports r
  left join lateral (${accountOf(archiveId, sql`r.network_account_id`)}) as_sent on true
  left join lateral (${accountOf(archiveId, sql`r.canonical_id`)}) in_its_spelling on true`;

const accountOf = (archiveId: string, networkAccountId: SQL): SQL =>
  sql`select id from accounts where network_account_id = ${networkAccountId} and network = r.network
    and archive_id = ${archiveId} and deleted_at is null offset 0`;

/** @param lock whether to lock them, in the order of their ids, as everywhere, to avoid deadlocks */
export async function findReportedAccounts(
  db: Db,
  { archiveId, windows }: Pick<ReportContext, 'archiveId' | 'windows'>,
  refs: readonly AccountRef[],
  { lock = false } = {},
): Promise<Map<AccountRef, ReportedAccount>> {
  const given = JSON.stringify(refs.map((ref, n) => ({ n, ...accountColumns(ref) })));
  const named = sql`(
    with reports as (select * from json_to_recordset(${given}::json) as r (n int, ${ACCOUNT_COLUMNS})) ${namedAccounts(archiveId)}) named`;
  const query = db
    .select({
      n: sql<number>`named.n`,
      account: {
        id: accounts.id,
        ownerId: accounts.ownerId,
        network: accounts.network,
        networkAccountId: accounts.networkAccountId,
        status: accounts.status,
        parentProfileId: accounts.parentProfileId,
        lastReconnectedAt: accounts.lastReconnectedAt,
        justAuthorized: sql<boolean>`exists (select from credentials c where c.archive_id = ${accounts.archiveId}
          and c.account_id = ${accounts.id} and c.authorized_at > now() - ${windows.justConnected} * interval '1 millisecond')`,
      },
    })
    .from(accounts)
    .innerJoin(named, sql`${accounts.id} = named.account_id`)
    .where(and(eq(accounts.archiveId, archiveId), isNull(accounts.deletedAt)))
    .orderBy(asc(accounts.id));
  const rows = await (lock ? query.for('no key update', { of: accounts }) : query);
  return new Map(rows.map(({ n, account }) => [refs[n]!, account]));
}
