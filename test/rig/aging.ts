/** Lets time pass for an archive: everything recorded about it so far becomes older, so that a long history needs no waiting. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.js';

/** Moves every time in every row of the archive into the past by `ms`. The audit log's trigger, which keeps it append-only, is set aside. */
export async function letTimePass(db: Database, archiveId: string, ms: number): Promise<void> {
  const columns = await db.execute<{ table_name: string; column_name: string }>(sql`
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.columns a on a.table_schema = c.table_schema and a.table_name = c.table_name and a.column_name = 'archive_id'
    where c.table_schema = 'public' and c.data_type = 'timestamp with time zone' and c.is_generated = 'NEVER'`);
  const columnsOf = Map.groupBy([...columns], (row) => row.table_name);
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const [table, list] of columnsOf) {
      const earlier = list.map(({ column_name: name }) => {
        const column = sql.identifier(name);
        return sql`${column} = ${column} - ${ms} * interval '1 millisecond'`;
      });
      await tx.execute(
        sql`update ${sql.identifier(table)} set ${sql.join(earlier, sql`, `)} where archive_id = ${archiveId}`,
      );
    }
  });
}
