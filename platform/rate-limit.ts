/** Rates that all processes share: token buckets in PostgreSQL, one for the email provider and one for each network's checks. */
import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.js';

/** Takes one request's token, ahead of time if need be. Returns how long to wait before using it, in milliseconds. */
export async function acquireRateSlot(db: Db, name: string, perSecond: number): Promise<number> {
  const burst = Math.max(1, perSecond);
  const [row] = await db.execute<{ tokens: number }>(sql`
    insert into provider_rates (name, tokens, updated_at) values (${name}, ${burst - 1}, clock_timestamp())
    on conflict (name) do update set
      tokens = least(${burst}, provider_rates.tokens
        + greatest(0, extract(epoch from clock_timestamp() - provider_rates.updated_at)) * ${perSecond}) - 1,
      updated_at = clock_timestamp()
    returning tokens`);
  const tokens = row?.tokens ?? 0;
  return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000;
}
