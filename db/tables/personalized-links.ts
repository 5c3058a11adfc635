import { foreignKey, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, instant } from './columns.js';
import { users } from './users.js';

/** One link per Account Owner. Its secret is an HMAC over the id and the epoch and is never stored. Renewing it changes the epoch. */
export const personalizedLinks = pgTable(
  'personalized_links',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    epoch: integer().notNull().default(1),
    /** The key of the key ring that the secret is derived from. */
    keyId: text().notNull(),
    lastEmailedAt: instant().notNull().defaultNow(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('personalized_links_id').on(t.id),
    uniqueIndex('personalized_links_user').on(t.archiveId, t.userId),
    foreignKey({
      name: 'personalized_links_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
  ],
);
