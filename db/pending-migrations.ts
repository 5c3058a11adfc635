import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { Db } from './client.js';

/** How many migrations this version has that the database lacks; negative when the database is of a newer version. */
export async function missingMigrations(db: Db): Promise<number> {
  const journal = JSON.parse(readFileSync(new URL('./migrations/meta/_journal.json', import.meta.url), 'utf8')) as {
    entries: unknown[];
  };
  const [there] = await db.execute<{ there: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  if (!there?.there) return journal.entries.length;
  const [applied] = await db.execute<{ n: number }>(sql`select count(*)::int as n from drizzle.__drizzle_migrations`);
  return journal.entries.length - (applied?.n ?? 0);
}
