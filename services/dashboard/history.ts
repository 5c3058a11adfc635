/** The last 90 days of an archive: how many accounts were disconnected each day, and how long reconnecting took. */
import { sql } from 'drizzle-orm';
import { HISTORY_DAYS } from '../../domain/limits.js';
import { DAY_MS, startsOfDays } from '../../domain/local-time.js';
import type { NetworkName } from '../../domain/networks.js';
import { accounts, disconnects } from '../../db/schema.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

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

interface Counted extends Record<string, unknown> {
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
    const counted = (query: ReturnType<typeof sql>) => db.execute<Counted>(query);
    // An inactive account isn't archived on purpose, so none of its days is in the picture.
    const ofArchive = sql`${accounts.archiveId} = ${archiveId} and ${accounts.status} <> 'inactive'`;
    const episodes = sql`from ${disconnects} join ${accounts} on ${accounts.archiveId} = ${disconnects.archiveId}
      and ${accounts.id} = ${disconnects.accountId} where ${ofArchive} and ${disconnects.closedAs} is distinct from 'withdrawn'`;
    // The day on which it closed still counts, unless the account itself was gone from then on.
    const over = sql`${dayOf(disconnects.closedAt)} + case when ${accounts.deletedAt} <= ${disconnects.closedAt} then 0 else 1 end`;
    const [added, removed, opened, closed, again, current, times] = await Promise.all([
      counted(sql`select ${accounts.network} as network, ${dayOf(accounts.createdAt)} as day, count(*)::int as n
        from ${accounts} where ${ofArchive} group by 1, 2`),
      counted(sql`select ${accounts.network} as network, ${dayOf(accounts.deletedAt)} as day, count(*)::int as n
        from ${accounts} where ${ofArchive} and ${accounts.deletedAt} is not null group by 1, 2`),
      counted(sql`select ${accounts.network} as network, ${dayOf(disconnects.detectedAt)} as day, count(*)::int as n
        ${episodes} group by 1, 2`),
      counted(sql`select ${accounts.network} as network, ${over} as day, count(*)::int as n
        ${episodes} and ${disconnects.closedAt} is not null group by 1, 2`),
      // An account with two disconnects on one day is one account.
      counted(sql`select network, day, count(*)::int as n from (
          select ${accounts.network} as network, ${dayOf(disconnects.detectedAt)} as day,
            lag(${over}) over (partition by ${disconnects.accountId} order by ${disconnects.detectedAt}) as before
          ${episodes}
        ) as episode where before > day group by 1, 2`),
      db.execute<{ network: NetworkName; connected: number; unauthorized: number; disconnected: number }>(
        sql`select ${accounts.network} as network,
          (count(*) filter (where ${accounts.status} = 'connected' and ${accounts.authorizedSince} is not null))::int as connected,
          (count(*) filter (where ${accounts.status} = 'connected' and ${accounts.authorizedSince} is null))::int as unauthorized,
          (count(*) filter (where ${accounts.status} = 'disconnected'))::int as disconnected
          from ${accounts} where ${ofArchive} and ${accounts.deletedAt} is null group by 1`,
      ),
      db.execute<{ network: NetworkName; median: number; worst: number; n: number }>(
        sql`select ${accounts.network} as network, count(*)::int as n,
          (percentile_cont(0.5) within group (order by extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as median,
          (max(extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as worst
          ${episodes} and ${disconnects.closedAs} = 'reconnected' and ${disconnects.closedAt} >= ${first}::timestamptz group by 1`,
      ),
    ]);
    const daysOf = (network?: NetworkName) => {
      const sum = (rows: readonly Counted[], counts: (day: number) => boolean) =>
        rows.reduce(
          (n, row) => (counts(row.day) && (network === undefined || row.network === network) ? n + row.n : n),
          0,
        );
      return starts.map((at, i): HistoryDay => {
        const by = (day: number) => day <= i + 1;
        const on = (day: number) => day === i + 1;
        const disconnected = Math.max(0, sum(opened, by) - sum(closed, by) - sum(again, on));
        // A disconnect can be dated before its account was added.
        return { at, disconnected, others: Math.max(0, sum(added, by) - sum(removed, by) - disconnected) };
      });
    };
    const names = [...new Set(added.map(({ network }) => network))].toSorted();
    const networks = names.map((network): NetworkHistory => {
      const time = times.find((row) => row.network === network);
      const present = current.find((row) => row.network === network);
      return {
        network,
        connected: present?.connected ?? 0,
        notAuthorized: present?.unauthorized ?? 0,
        disconnected: present?.disconnected ?? 0,
        medianMs: time?.median ?? null,
        worstMs: time?.worst ?? null,
        reconnected: time?.n ?? 0,
        days: daysOf(network),
      };
    });
    return { days: daysOf(), networks };
  },
);
