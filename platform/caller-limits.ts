/**
 * Limits on how often a caller can call, which all processes count together in PostgreSQL. Whoever is over a limit is remembered in
 * memory until the period ends, so refusing them costs the database nothing. Periods follow the processes' clocks.
 */
import { lt, sql } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import type { Db } from '../db/client.js';
import { callerCounts } from '../db/schema.js';
import type { Context } from './context.js';

/**
 * The longest that a call waits to be counted. It's longer than PostgreSQL works on a count (context.ts): a process that is busy isn't a
 * slow database, and counting alone is the weaker limit.
 */
const COUNT_MS = 5000;
/** After a count that took too long or failed, this process counts on its own for this long. */
const ALONE_MS = 5000;

export interface Limit {
  /** Limits with the same name share their counts, also with other processes. */
  name: string;
  /** How many calls a caller can make in a period. */
  max: number;
  periodMs: number;
}

export interface Counted {
  isOver: boolean;
  remaining: number;
  /** How many milliseconds are left of the period. */
  leftMs: number;
}

/** Counts a call. It never fails: without the database, a caller is limited by each process on its own. */
export type CountCall = (caller: string) => Promise<Counted>;

export function countCalls({ limitsPool, log }: Pick<Context, 'limitsPool' | 'log'>, limit: Limit): CountCall {
  const options = { keyPrefix: limit.name, points: limit.max, duration: limit.periodMs / 1000 };
  const together = new RLWrapperTimeouts({
    timeoutMs: COUNT_MS,
    limiter: new RateLimiterDrizzle({
      ...options,
      storeClient: limitsPool.db,
      schema: callerCounts,
      // Without a duration of its own, the block ends with the period.
      inMemoryBlockOnConsumed: limit.max,
      clearExpiredByTimeout: false,
    }),
  });
  const alone = new RateLimiterMemory(options);
  let aloneUntil = 0;
  return async (caller) => {
    if (Date.now() >= aloneUntil)
      try {
        return await outcome(together.consume(caller));
      } catch (error) {
        // One warning for an outage's calls, and no queue of them for the database when it's back.
        if (Date.now() >= aloneUntil)
          log.warn({ error, limit: limit.name }, 'could not count a caller with the other processes; counting alone');
        aloneUntil = Date.now() + ALONE_MS;
      }
    return outcome(alone.consume(caller));
  };
}

/** The library rejects with its result when a caller is over the limit. */
async function outcome(count: Promise<RateLimiterRes>): Promise<Counted> {
  try {
    return counted(await count, false);
  } catch (error) {
    if (error instanceof RateLimiterRes) return counted(error, true);
    throw error;
  }
}

const counted = ({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean): Counted => ({
  isOver,
  remaining: remainingPoints,
  leftMs: msBeforeNext,
});

/** Deletes the counts of periods that have ended. Network addresses are personal data, and nobody needs them anymore. */
export async function purgeCounts(db: Db): Promise<void> {
  await db.delete(callerCounts).where(lt(callerCounts.expire, sql`now()`));
}
