import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/** How often each caller has called in the current period of each limit, counted by all processes together (platform/caller-limits.ts). */
export const callerCounts = pgTable('caller_counts', {
  /** The limit's name and the caller's network address. */
  key: text().primaryKey(),
  points: integer().notNull(),
  /** The end of the period. The names of the properties are rate-limiter-flexible's. */
  expire: instant('expires_at').notNull(),
});
