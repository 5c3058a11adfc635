/** Rate limits that all processes share: token buckets in PostgreSQL, for the email provider and for each provider's token checks. */
import { sql } from 'drizzle-orm';
import type { Db } from '../db/client.js';

/** Takes a token for one request, in advance if the bucket is empty. Returns how many milliseconds to wait before using it. */
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
