import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

/** Tests whether a column is one of the values. It takes a single parameter, where `inArray` takes one for each value. */
export const isAnyOf = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...values])}::text[])`;
