/** What PostgreSQL knows about tables when it plans statements. */
import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './client.js';

/** PostgreSQL looks at up to 30,000 rows of a table, so fewer new ones than this aren't worth it. */
const MANY = 1000;

/**
 * Counts the values of a table to which a transaction has added rows, if they are many. PostgreSQL does so by itself, but minutes later,
 * and until then it plans for the table that it knew before. Call it at the end of the transaction, because another one that adds many
 * rows at the same time doesn't wait for it: it leaves the counting to this one.
 */
export async function analyzeAfterMany(tx: Transaction, table: PgTable, added: number): Promise<void> {
  if (added >= MANY) await tx.execute(sql`analyze (skip_locked) ${table}`);
}
