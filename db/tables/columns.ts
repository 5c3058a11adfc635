import { sql } from 'drizzle-orm';
import { customType, text, timestamp, type PgColumn } from 'drizzle-orm/pg-core';

/** Points in time are stored with their zone, to the millisecond, as JavaScript has them. */
export const instant = (name?: string) =>
  name ? timestamp(name, { withTimezone: true, precision: 3 }) : timestamp({ withTimezone: true, precision: 3 });

/** Every table of an archive's data has this column in its key: nothing crosses archives. */
export const archiveId = () => text().notNull();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** For a CHECK: the column has one of these values, which stand in the migration as they are. */
export const isOneOf = (column: PgColumn, values: readonly string[]) =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
