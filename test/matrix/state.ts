/** What belongs to an archive in the database, so that a test sees that nothing changed, whatever was answered. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.js';

/** Columns that a refused request may change: when something was last used. */
const BOOKKEEPING = ['last_used_at', 'last_seen_at'];

/** Returns the number and a checksum of the archive's rows in each table. */
export async function stateOf(db: Database, archiveId: string): Promise<Record<string, string>> {
  const tables = await db.execute<{ name: string; key: string }>(
    sql`select table_name as name, case table_name when 'archives' then 'id' else 'archive_id' end as key
      from information_schema.columns where table_schema = 'public'
      and (column_name = 'archive_id' or (table_name = 'archives' and column_name = 'id')) order by table_name`,
  );
  const checksums = tables.map(
    ({ name, key }) => sql`select ${name} as name, count(*) || ':' || coalesce(
      sum(hashtextextended((to_jsonb(t) - ${sql.param(BOOKKEEPING)}::text[])::text, 0)), 0) as checksum
      from ${sql.identifier(name)} t where t.${sql.identifier(key)} = ${archiveId}`,
  );
  const rows = await db.execute<{ name: string; checksum: string }>(sql.join(checksums, sql` union all `));
  return Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]));
}
