import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** The same POST with the same key gives the same answer for 24 hours. Secrets in answers are made again, never stored. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    principal: text().notNull(),
    key: text().notNull(),
    requestHash: bytes().notNull(),
    /** Null while the first request is at work. */
    status: integer(),
    /** JSON, as it was sent: jsonb would change the order of its members. */
    answer: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.principal, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);
