/**
 * From when on the archive has information about its accounts. What came before looks like a time without gaps, so the gap report says
 * that nothing is known of it, for all accounts and for each one that was added within the period.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { ownerConditions, wasAccount, type GapsQuery } from './gap-lines.js';

/** An account about which nothing is known before a time within the period. */
export interface AccountSince {
  account: { id: string; name: string; network: NetworkName };
  /** When it was added, or its first gap began if the archive reported an earlier one. */
  since: Date;
}

/** Finds when the first of these accounts came to the archive, or its first gap began if the archive reported an earlier one. */
export async function findFirstInformation(db: Db, query: GapsQuery): Promise<Date | null> {
  const [row] = await db.execute<{ first_ms: number | null }>(sql`
    select (extract(epoch from min(known.since)) * 1000)::float8 as first_ms from ${knownSince(query)} as known`);
  return row?.first_ms === null || row?.first_ms === undefined ? null : new Date(Math.floor(row.first_ms));
}

/** Lists the accounts about which nothing is known in the first part of the period, by that time and id, and counts them. */
export async function findAccountsSince(
  db: Db,
  query: GapsQuery,
  page: { after: AccountSince | null; limit: number },
): Promise<{ total: number; listed: AccountSince[] }> {
  const { after, limit } = page;
  const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
  const rows = await db.execute<{
    id: string;
    name: string;
    network: NetworkName;
    since_ms: number;
    total: number;
  }>(sql`
    select known.*, (extract(epoch from known.since) * 1000)::float8 as since_ms, (count(*) over ())::int as total
    from ${knownSince(query)} as known
    where known.since > ${at(query.from)} and known.since < ${at(query.to)}
      ${after === null ? sql`` : sql`and (known.since, known.id) > (${at(after.since)}, ${after.account.id}::text)`}
    order by known.since, known.id limit ${limit}`);
  return {
    total: rows[0]?.total ?? 0,
    listed: [...rows].map(({ id, name, network, since_ms: ms }) => ({
      account: { id, name, network },
      since: new Date(ms),
    })),
  };
}

/** Yields all of them in chunks. */
export async function* accountsSinceParts(db: Db, query: GapsQuery, size = 500): AsyncGenerator<AccountSince[]> {
  let after: AccountSince | null = null;
  for (;;) {
    const { listed }: { listed: AccountSince[] } = await findAccountsSince(db, query, { after, limit: size });
    if (listed.length > 0) yield listed;
    if (listed.length < size) return;
    after = listed.at(-1)!;
  }
}

/** Each account that matches, with the beginning of what is known about it. Cut to milliseconds, which is what a page's key holds. */
function knownSince(query: GapsQuery): SQL {
  const { archiveId, network } = query;
  const conditions = [
    ...(network === undefined ? [] : [sql`accounts.network = ${network}`]),
    ...ownerConditions(query),
  ];
  return sql`(
    select accounts.id, accounts.name, accounts.network, date_trunc('milliseconds', least(line.begins, gap.first)) as since
    from (select a.id, a.id as account_id, a.created_at as begins, null::timestamptz as ends from accounts a
      where a.archive_id = ${archiveId} and ${wasAccount}) as line
    join accounts on accounts.archive_id = ${archiveId} and accounts.id = line.account_id
    left join users on users.archive_id = accounts.archive_id and users.id = accounts.owner_id
    -- Read at once for the whole archive: one lookup per account takes seconds when there are many.
    left join (select d.account_id, min(coalesce(d.last_captured_at, d.detected_at)) as first from disconnects d
      where d.archive_id = ${archiveId} group by d.account_id) as gap on gap.account_id = accounts.id
    ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``})`;
}
