/** The last 90 days of an archive: how many accounts were disconnected each day, and how long reconnecting took. */
import { sql } from 'drizzle-orm';
import { HISTORY_DAYS } from '../../domain/limits.js';
import { DAY_MS, startsOfDays } from '../../domain/local-time.js';
import type { NetworkName } from '../../domain/networks.js';
import { accountCounts, accounts, disconnects } from '../../db/schema.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';
import { isDisconnectedIn } from './current.js';

export interface HistoryDay {
  /** When the day began. */
  at: Date;
  /** The accounts that were disconnected for all or part of the day. A short disconnect counts too: posts may be missing. */
  disconnected: number;
  /** All other accounts of that day. */
  others: number;
}

export interface NetworkHistory {
  network: NetworkName;
  /** Now, and authorized here. */
  connected: number;
  /** Now, and captured by the archive without an authorization here. */
  notAuthorized: number;
  /** Now. */
  disconnected: number;
  /** The median time to reconnect in these days, in milliseconds; null when nothing was reconnected. */
  medianMs: number | null;
  worstMs: number | null;
  reconnected: number;
  /** The days of this network, oldest first. */
  days: HistoryDay[];
}

export interface History {
  /** Oldest first; the last entry is today. */
  days: HistoryDay[];
  networks: NetworkHistory[];
}

type Kind =
  'added' | 'removed' | 'opened' | 'closed' | 'again' | 'unauthorized' | 'disconnected' | 'disconnectedUnauthorized';

interface Counted extends Record<string, unknown> {
  kind: Kind;
  network: NetworkName;
  /** The first of the {@link HISTORY_DAYS} days that it applies to, from 1; 0 if it was before all of them. */
  day: number;
  n: number;
}

/**
 * Reads the history.
 * @param timeZone whose calendar days are meant. A compressed demo has no calendar; its days have the configured length.
 */
export const readHistory = useCase(
  ADMINISTRATORS_READ,
  async ({ context, archiveId }, timeZone: string): Promise<History> => {
    const { db, clock, config } = context;
    const now = clock.now();
    const starts =
      config.dayMs === DAY_MS
        ? startsOfDays(now, HISTORY_DAYS, timeZone)
        : Array.from({ length: HISTORY_DAYS }, (_, i) => new Date(now.getTime() - (HISTORY_DAYS - i) * config.dayMs));
    const first = starts[0]!.toISOString();
    const moments = sql.join(
      starts.map((start) => sql`${start.toISOString()}::timestamptz`),
      sql`, `,
    );
    const dayOf = (at: unknown) => sql`width_bucket(${at}, array[${moments}])`;
    const since = sql`${first}::timestamptz`;
    // An inactive account isn't archived on purpose, so none of its days is in the picture. What ended before the first day isn't either.
    const ofArchive = sql`${accounts.archiveId} = ${archiveId} and ${accounts.status} <> 'inactive'`;
    const removed = sql`${ofArchive} and ${accounts.deletedAt} >= ${since}`;
    const account = sql`join ${disconnects} on ${disconnects.archiveId} = ${accounts.archiveId} and ${disconnects.accountId} = ${accounts.id}`;
    const closed = sql`${disconnects.status} = 'closed' and ${disconnects.closedAt} >= ${since}`;
    // The day on which it closed still counts, unless the account itself was gone from then on.
    const over = sql`${dayOf(disconnects.closedAt)} + case when ${accounts.deletedAt} <= ${disconnects.closedAt} then 0 else 1 end`;
    const [ofAccounts, ofDisconnects, times] = await Promise.all([
      db.execute<Counted>(sql`
        select 'added' as kind, ${accountCounts.network} as network, ${dayOf(accountCounts.addedAt)} as day,
          sum(${accountCounts.accounts} - ${accountCounts.inactive})::int as n
        from ${accountCounts} where ${accountCounts.archiveId} = ${archiveId} group by 2, 3
        having sum(${accountCounts.accounts} - ${accountCounts.inactive}) <> 0
        union all
        select 'unauthorized', ${accountCounts.network}, 0, sum(${accountCounts.unauthorized})::int
        from ${accountCounts} where ${accountCounts.archiveId} = ${archiveId} group by 2 having sum(${accountCounts.unauthorized}) <> 0
        union all
        select 'added', ${accounts.network}, ${dayOf(accounts.createdAt)}, count(*)::int from ${accounts} where ${removed} group by 2, 3
        union all
        select 'removed', ${accounts.network}, ${dayOf(accounts.deletedAt)}, count(*)::int from ${accounts} where ${removed} group by 2, 3`),
      db.execute<Counted>(sql`
        with episode as materialized (
          select ${accounts.network} as network, ${accounts.id} as account_id, ${accounts.authorizedSince} is null as unauthorized,
            ${disconnects.detectedAt} as detected_at, ${dayOf(disconnects.detectedAt)} as day, null::int as over
          from ${accounts} ${account} and ${disconnects.status} = 'open' where ${isDisconnectedIn({ archiveId, ownerId: null })}
          union all
          select ${accounts.network}, ${accounts.id}, false, ${disconnects.detectedAt}, ${dayOf(disconnects.detectedAt)}, ${over}
          from ${accounts} ${account} and ${closed} and ${disconnects.closedAs} <> 'withdrawn' where ${ofArchive})
        select 'opened' as kind, network, day, count(*)::int as n from episode group by 2, 3
        union all
        select 'closed', network, over, count(*)::int from episode where over is not null group by 2, 3
        union all
        -- An account with two disconnects on one day is one account.
        select 'again', network, day, count(*)::int from (
          select network, day, lag(over) over (partition by account_id order by detected_at) as before from episode) as again
        where before > day group by 2, 3
        union all
        select 'disconnected', network, 0, count(*)::int from episode where over is null group by 2
        union all
        select 'disconnectedUnauthorized', network, 0, count(*)::int from episode where over is null and unauthorized group by 2`),
      db.execute<{ network: NetworkName; median: number; worst: number; n: number }>(
        sql`select ${accounts.network} as network, count(*)::int as n,
          (percentile_cont(0.5) within group (order by extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as median,
          (max(extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as worst
          from ${accounts} ${account} and ${closed} and ${disconnects.closedAs} = 'reconnected' where ${ofArchive} group by 1`,
      ),
    ]);
    const counted = [...ofAccounts, ...ofDisconnects];
    const names = [...new Set(counted.map(({ network }) => network))].toSorted();
    const networks = names.map((network): NetworkHistory => {
      const own = counted.filter((row) => row.network === network);
      const now = (kind: Kind) => sumOf(own, kind);
      const disconnected = now('disconnected');
      const notAuthorized = now('unauthorized') - now('disconnectedUnauthorized');
      const time = times.find((row) => row.network === network);
      return {
        network,
        // Two statements can see an account that is just changing differently.
        connected: Math.max(0, now('added') - now('removed') - disconnected - notAuthorized),
        notAuthorized,
        disconnected,
        medianMs: time?.median ?? null,
        worstMs: time?.worst ?? null,
        reconnected: time?.n ?? 0,
        days: daysOf(own, starts),
      };
    });
    return { days: daysOf(counted, starts), networks };
  },
);

const sumOf = (rows: readonly Counted[], kind: Kind): number =>
  rows.reduce((n, row) => (row.kind === kind ? n + row.n : n), 0);

function daysOf(rows: readonly Counted[], starts: readonly Date[]): HistoryDay[] {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  /** Those that apply from exactly this day on. */
  const from = (kind: Kind, day: number) => sumOf(byDay.get(day) ?? [], kind);
  let present = from('added', 0) - from('removed', 0);
  let open = from('opened', 0) - from('closed', 0);
  return starts.map((at, i): HistoryDay => {
    const day = i + 1;
    present += from('added', day) - from('removed', day);
    open += from('opened', day) - from('closed', day);
    const disconnected = Math.max(0, open - from('again', day));
    // A disconnect can be dated before its account was added.
    return { at, disconnected, others: Math.max(0, present - disconnected) };
  });
}
