/**
 * Inserts many rows at the cost of a few. They travel as one parameter, which PostgreSQL reads as rows of the table: with a parameter for
 * each value, building the statement would take longer than inserting the rows, and hold up every other request meanwhile.
 */
import { getTableColumns, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './client.js';

/** What JSON can carry to a column: no bytes and no SQL expressions. */
type Value = string | number | boolean | null | Date | object;

/**
 * Appends the rows. All of them name the columns that the first one names; the table's defaults fill the others.
 * @throws PostgreSQL's error if a row lacks a value that the column requires
 */
export async function insertRows<T extends PgTable>(
  db: Db,
  table: T,
  rows: readonly (T['$inferInsert'] & Record<string, Value>)[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.entries<PgColumn>(getTableColumns(table))
    .filter(([key]) => key in first)
    .map(([key, { name, keyAsName }]) => ({ key, name: keyAsName ? toSnakeCase(name) : name }));
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const json = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map(({ key, name }) => [name, row[key]]))));
  await db.execute(sql`insert into ${table} (${names})
    select ${names} from json_populate_recordset(null::${table}, ${json}::json)`);
}
