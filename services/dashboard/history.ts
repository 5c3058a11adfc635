/** The last 90 days of an archive: how many accounts were connected and disconnected, and how long reconnecting took. */
import { sql } from 'drizzle-orm';
import { HISTORY_DAYS } from '../../domain/limits.js';
import type { NetworkName } from '../../domain/networks.js';
import { accounts, disconnects } from '../../db/schema.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

export interface HistoryDay {
  at: Date;
  connected: number;
  disconnected: number;
}

export interface NetworkHistory {
  network: NetworkName;
  connected: number;
  disconnected: number;
  /** The median time to reconnect in these days, in milliseconds; null when nothing was reconnected. */
  medianMs: number | null;
  worstMs: number | null;
  reconnected: number;
  /** The days of this network, oldest first. */
  days: HistoryDay[];
}

export interface History {
  /** Oldest first; the last entry is now. */
  days: HistoryDay[];
  networks: NetworkHistory[];
}

interface Aged extends Record<string, unknown> {
  network: NetworkName;
  /** How many whole days ago, at most {@link HISTORY_DAYS}. */
  age: number;
  n: number;
}

/** Reads the history. A day has the length that the stack is configured with, which is shorter in a compressed demo. */
export const readHistory = useCase(ADMINISTRATORS_READ, async ({ context, archiveId }): Promise<History> => {
  const { db, clock, config } = context;
  const { dayMs } = config;
  const now = clock.now();
  const ageOf = (at: unknown) =>
    sql`least(${HISTORY_DAYS}::int, greatest(0, floor(extract(epoch from (${now.toISOString()}::timestamptz - ${at})) * 1000 / ${dayMs}))::int)`;
  const aged = (query: ReturnType<typeof sql>) => db.execute<Aged>(query);
  const ofArchive = sql`${disconnects.archiveId} = ${archiveId} and ${disconnects.closedAs} is distinct from 'withdrawn'`;
  const joined = sql`from ${disconnects} join ${accounts} on ${accounts.archiveId} = ${disconnects.archiveId} and ${accounts.id} = ${disconnects.accountId}`;
  const [added, removed, opened, closed, times] = await Promise.all([
    aged(sql`select ${accounts.network} as network, ${ageOf(accounts.createdAt)} as age, count(*)::int as n from ${accounts}
      where ${accounts.archiveId} = ${archiveId} and ${accounts.status} <> 'inactive' group by 1, 2`),
    aged(sql`select ${accounts.network} as network, ${ageOf(accounts.deletedAt)} as age, count(*)::int as n from ${accounts}
      where ${accounts.archiveId} = ${archiveId} and ${accounts.status} <> 'inactive' and ${accounts.deletedAt} is not null group by 1, 2`),
    aged(sql`select ${accounts.network} as network, ${ageOf(disconnects.detectedAt)} as age, count(*)::int as n ${joined}
      where ${ofArchive} group by 1, 2`),
    aged(sql`select ${accounts.network} as network, ${ageOf(disconnects.closedAt)} as age, count(*)::int as n ${joined}
      where ${ofArchive} and ${disconnects.closedAt} is not null group by 1, 2`),
    db.execute<{ network: NetworkName; median: number; worst: number; n: number }>(
      sql`select ${accounts.network} as network, count(*)::int as n,
        (percentile_cont(0.5) within group (order by extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as median,
        (max(extract(epoch from (${disconnects.closedAt} - ${disconnects.detectedAt}))) * 1000)::float8 as worst ${joined}
        where ${disconnects.archiveId} = ${archiveId} and ${disconnects.closedAs} = 'reconnected'
        and ${disconnects.closedAt} > ${new Date(now.getTime() - HISTORY_DAYS * dayMs).toISOString()}::timestamptz group by 1`,
    ),
  ]);
  /** Counts the events up to `age` days ago. */
  const until = (rows: readonly Aged[], age: number, network?: NetworkName) =>
    rows.reduce(
      (sum, row) => (row.age >= age && (network === undefined || row.network === network) ? sum + row.n : sum),
      0,
    );
  const at = (age: number, network?: NetworkName) => {
    const disconnected = until(opened, age, network) - until(closed, age, network);
    return { disconnected, connected: until(added, age, network) - until(removed, age, network) - disconnected };
  };
  const daysOf = (network?: NetworkName) =>
    Array.from({ length: HISTORY_DAYS }, (_, i) => HISTORY_DAYS - 1 - i).map((age) => ({
      at: new Date(now.getTime() - age * dayMs),
      ...clamped(at(age, network)),
    }));
  const names = [...new Set(added.map(({ network }) => network))].toSorted();
  const networks = names.map((network) => {
    const time = [...times].find((row) => row.network === network);
    return {
      network,
      ...clamped(at(0, network)),
      medianMs: time?.median ?? null,
      worstMs: time?.worst ?? null,
      reconnected: time?.n ?? 0,
      days: daysOf(network),
    };
  });
  return { days: daysOf(), networks };
});

/** Clamps counts at zero, because a disconnect can be dated before its account was added. */
const clamped = ({ connected, disconnected }: { connected: number; disconnected: number }) => ({
  connected: Math.max(0, connected),
  disconnected: Math.max(0, disconnected),
});
