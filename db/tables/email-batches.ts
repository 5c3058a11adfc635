import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { archiveId, instant } from './columns.js';

/** Up to 100 emails in one request to the provider. The members, their order, and the key are committed before it is sent. */
export const emailBatches = pgTable(
  'email_batches',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    /** prepared: not sent; sending: an attempt has started and its outcome isn't known yet; done: every member is settled. */
    state: text({ enum: ['prepared', 'sending', 'done'] })
      .notNull()
      .default('prepared'),
    attempts: integer().notNull().default(0),
    firstAttemptAt: instant(),
    nextAttemptAt: instant().notNull().defaultNow(),
    lastProblem: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    index('email_batches_open')
      .on(t.archiveId, t.nextAttemptAt)
      .where(sql`${t.state} <> 'done'`),
    check('email_batches_enums', sql`${t.state} in ('prepared', 'sending', 'done')`),
  ],
);
