import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ProviderName } from '../../domain/networks.js';
import { archives } from './archives.js';
import { archiveId, instant } from './columns.js';

/**
 * How often a network refused Relink's own app while it worked for an archive. All processes count here, so that one metric has
 * everything, and the archive's administrators see it.
 */
export const applicationTroubles = pgTable(
  'application_troubles',
  {
    archiveId: archiveId().references(() => archives.id),
    provider: text().$type<ProviderName>().notNull(),
    /** A code in the table of the network's errors, or `other`. */
    code: text().notNull(),
    count: integer().notNull().default(0),
    /** When it began. A trouble that comes back after days has a new beginning. */
    since: instant().notNull().defaultNow(),
    lastSeenAt: instant().notNull().defaultNow(),
    /** When the operator's log last had a line about it. */
    loggedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.provider, t.code] }),
    check('application_troubles_counted', sql`${t.count} >= 0`),
  ],
);
