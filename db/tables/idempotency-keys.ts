import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** For 24 hours, the same POST with the same key gets the same response. Secrets in it are derived again, never stored. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    principal: text().notNull(),
    key: text().notNull(),
    requestHash: bytes().notNull(),
    /** The HTTP status. Null while the first request is in progress. */
    status: integer(),
    /** JSON exactly as it was sent; jsonb would change the order of its properties. */
    answer: text(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.principal, t.key] }), index('idempotency_keys_age').on(t.createdAt)],
);
