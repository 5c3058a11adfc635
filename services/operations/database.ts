/** What operators need to know about the database itself. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';

/** The version as PostgreSQL reports it, e.g. "18.1". */
export async function readDatabaseVersion(db: Db): Promise<string> {
  const [row] = await db.execute<{ version: string }>(sql`select split_part(version(), ' ', 2) as version`);
  return row?.version ?? '';
}

/** The database's clock, in epoch milliseconds. */
export async function readDatabaseClock(db: Db): Promise<number> {
  const [row] = await db.execute<{ ms: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`,
  );
  return row!.ms;
}
