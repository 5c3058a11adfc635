import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** An operator's hold on all email. The table has one row while the hold is active. */
export const mailHold = pgTable(
  'mail_hold',
  { only: boolean().primaryKey().default(true), heldAt: instant().notNull().defaultNow(), reason: text().notNull() },
  (t) => [check('mail_hold_one', sql`${t.only}`)],
);
