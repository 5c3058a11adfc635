/**
 * From when on the archive has information about its accounts. What came before looks like a time without gaps, so the gap report says
 * that nothing is known of it, for all accounts and for each one that was added within the period.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { authorizedAtOnce, ownerConditions, wasAccount, type GapsQuery } from './gap-lines.js';

/** An account about which nothing is known before a time within the period. */
export interface AccountSince {
  account: { id: string; name: string; network: NetworkName };
  /** When it was added, or its first gap began if the archive reported an earlier one. */
  since: Date;
}

/** Finds when the first of these accounts came to the archive, or its first gap began if the archive reported an earlier one. */
export async function findFirstInformation(db: Db, query: GapsQuery): Promise<Date | null> {
  const since = sql`min(known.since)`;
  const first = isOfSomeOwners(query)
    ? sql`(select ${since} from ${knownSince(query)} as known)`
    : sql`least(${firstAdded(query, true)}, ${firstAdded(query, false)}, ${firstGap(query)})`;
  const [row] = await db.execute<{ first_ms: number | null }>(sql`
    select (extract(epoch from date_trunc('milliseconds', ${first})) * 1000)::float8 as first_ms`);
  return row?.first_ms === null || row?.first_ms === undefined ? null : new Date(Math.floor(row.first_ms));
}

const isOfSomeOwners = ({ ownerId, owner }: GapsQuery) => ownerId !== undefined || Boolean(owner);

const isOnNetwork = ({ network }: GapsQuery) => (network === undefined ? sql`true` : sql`a.network = ${network}`);

/** Reads the index from its beginning, because a minimum over an archive reads all of its accounts. */
const firstAdded = (query: GapsQuery, atOnce: boolean): SQL => sql`(
  select a.created_at from accounts a
  where a.archive_id = ${query.archiveId} and a.created_at < 'infinity' and ${authorizedAtOnce} = ${sql.raw(String(atOnce))}
    and ${isOnNetwork(query)} and ${wasAccount}
  order by a.created_at limit 1)`;

const firstGap = (query: GapsQuery): SQL => sql`(
  select d.begins from (
    select d.account_id, coalesce(d.last_captured_at, d.detected_at) as begins from disconnects d where d.archive_id = ${query.archiveId}) d
  cross join lateral (select from accounts a where a.archive_id = ${query.archiveId} and a.id = d.account_id
    and ${isOnNetwork(query)} and ${wasAccount} limit 1) a
  order by d.begins limit 1)`;

/** Up to this many are counted: no one looks through more, and counting a million accounts is slow. */
export const MAX_COUNTED_SINCE = 1000;

/**
 * Counts the accounts about which nothing is known in the first part of the period, up to {@link MAX_COUNTED_SINCE} + 1, which means "more",
 * and lists the first ones of those.
 */
export async function findSomeAccountsSince(
  db: Db,
  query: GapsQuery,
  limit: number,
): Promise<{ total: number; listed: AccountSince[] }> {
  const added = (atOnce: boolean) => sql`
    ${authorizedAtOnce} = ${sql.raw(String(atOnce))} and a.created_at > ${at(query.from)} and a.created_at < ${at(query.to)}`;
  // What was added after the period counts if its first gap began in it.
  const gapBegan = sql`a.created_at >= ${at(query.to)} and a.id in (select d.account_id from disconnects d
    where d.archive_id = ${query.archiveId} and coalesce(d.last_captured_at, d.detected_at) < ${at(query.to)})`;
  const some = (which: SQL) => sql`(
    select * from ${knownSince(query, which)} as known
    where known.since > ${at(query.from)} and known.since < ${at(query.to)}
    order by known.added limit ${MAX_COUNTED_SINCE + 1})`;
  const rows = await db.execute<SinceRow>(sql`
    select known.*, (extract(epoch from known.since) * 1000)::float8 as since_ms, (count(*) over ())::int as total
    from (${some(added(true))} union all ${some(added(false))} union all ${some(gapBegan)}) as known
    order by known.since, known.id limit ${limit}`);
  return { total: Math.min(rows[0]?.total ?? 0, MAX_COUNTED_SINCE + 1), listed: [...rows].map(accountSince) };
}

interface SinceRow extends Record<string, unknown> {
  id: string;
  name: string;
  network: NetworkName;
  since_ms: number;
  total: number;
}

const accountSince = ({ id, name, network, since_ms: ms }: SinceRow): AccountSince => ({
  account: { id, name, network },
  since: new Date(ms),
});

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** Lists the accounts about which nothing is known in the first part of the period, by that time and id. */
async function findAccountsSince(
  db: Db,
  query: GapsQuery,
  page: { after: AccountSince | null; limit: number },
): Promise<AccountSince[]> {
  const { after, limit } = page;
  const rows = await db.execute<SinceRow>(sql`
    select known.*, (extract(epoch from known.since) * 1000)::float8 as since_ms from ${knownSince(query)} as known
    where known.since > ${at(query.from)} and known.since < ${at(query.to)}
      ${after === null ? sql`` : sql`and (known.since, known.id) > (${at(after.since)}, ${after.account.id}::text)`}
    order by known.since, known.id limit ${limit}`);
  return [...rows].map(accountSince);
}

/** Yields all of them in chunks. */
export async function* accountsSinceParts(db: Db, query: GapsQuery, size = 500): AsyncGenerator<AccountSince[]> {
  let after: AccountSince | null = null;
  for (;;) {
    const listed: AccountSince[] = await findAccountsSince(db, query, { after, limit: size });
    if (listed.length > 0) yield listed;
    if (listed.length < size) return;
    after = listed.at(-1)!;
  }
}

/**
 * Each account that matches, with the beginning of what is known about it. Cut to milliseconds, which is what a page's key holds.
 * @param which limits the accounts `a`, so that an index finds them and only their disconnects are read
 */
function knownSince(query: GapsQuery, which?: SQL): SQL {
  const { archiveId, network } = query;
  const conditions = [
    ...(network === undefined ? [] : [sql`accounts.network = ${network}`]),
    ...ownerConditions(query),
  ];
  const first = sql`min(coalesce(d.last_captured_at, d.detected_at)) as first from disconnects d where d.archive_id = ${archiveId}`;
  // For the whole archive, read at once: one lookup per account takes seconds when there are many.
  const gap = which
    ? sql`lateral (select ${first} and d.account_id = line.account_id) as gap on true`
    : sql`(select d.account_id, ${first} group by d.account_id) as gap on gap.account_id = accounts.id`;
  return sql`(
    select accounts.id, accounts.name, accounts.network, line.begins as added,
      date_trunc('milliseconds', least(line.begins, gap.first)) as since
    from (select a.id, a.id as account_id, a.created_at as begins, null::timestamptz as ends from accounts a
      where a.archive_id = ${archiveId} and ${wasAccount} and ${which ?? sql`true`}) as line
    join accounts on accounts.archive_id = ${archiveId} and accounts.id = line.account_id
    left join users on users.archive_id = accounts.archive_id and users.id = accounts.owner_id
    left join ${gap}
    ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``})`;
}
