import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** How much of its limits of emails each mailbox and each archive has used (domain/mail-limits.ts). Rows that hold nothing back are deleted. */
export const mailBudgets = pgTable(
  'mail_budgets',
  {
    /** The limit, and a hash of the mailbox or the archive's ID. */
    key: text().primaryKey(),
    /** Each email reserves some time. What is reserved beyond the limit's burst waits. */
    reservedUntil: instant().notNull(),
    /** The emails that weren't sent because of the limit. */
    refused: integer().notNull().default(0),
  },
  (t) => [index('mail_budgets_reserved_until').on(t.reservedUntil)],
);
