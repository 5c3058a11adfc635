import { sql } from 'drizzle-orm';
import { customType, text, timestamp, type PgColumn } from 'drizzle-orm/pg-core';

/** A timestamp with time zone, in milliseconds, which is JavaScript's precision. */
export const instant = (name?: string) =>
  name ? timestamp(name, { withTimezone: true, precision: 3 }) : timestamp({ withTimezone: true, precision: 3 });

/** Part of the key of every table with an archive's data, so that nothing crosses archives. */
export const archiveId = () => text().notNull();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** A CHECK that the column has one of these values. They are inlined into the migration. */
export const isOneOf = (column: PgColumn, values: readonly string[]) =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;

/**
 * The condition of an index that begins with the archive and goes on with this column: the statement names one. Without it, PostgreSQL
 * also takes the index for a row that is looked up by its id, as long as it believes that the table is small, and keeps that plan when
 * thousands of rows are added: each lookup would read all rows of the archive. It's the same for the checks of foreign keys.
 */
export const namesIts = (column: PgColumn) => sql`${column} is not null`;
