import { boolean, pgTable } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, instant } from './columns.js';

/** The archives whose mail is looked after. A row whose time has passed belongs to a mailer that stands still. */
export const mailers = pgTable('mailers', {
  archiveId: archiveId()
    .primaryKey()
    .references(() => archives.id),
  /** A mailer in working order has looked for mail again by then, or moved this forward. */
  looksAgainAt: instant().notNull(),
  /** Whether the mailer hears hints of new mail (db/notifier.ts). If not, it sleeps in its workflow and must be signaled. */
  isListening: boolean().notNull(),
});
