import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';

/** Whether a column is one of these: one parameter, however many there are, where `inArray` would make one for each. */
export const isAnyOf = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...values])}::text[])`;
