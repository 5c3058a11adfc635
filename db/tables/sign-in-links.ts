import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, bytes, instant } from './columns.js';
import { users } from './users.js';

/** A one-time emailed link that signs a person in. Its secret is an HMAC over the id, and is never stored. */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    /** The key of the key ring that the secret is derived from. */
    keyId: text().notNull(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    /** The SHA-256 of the cookie of the browser that asked for it. Null for an invitation, which no browser asked for. */
    browserHash: bytes(),
    /** The browser that asked, and when, for a person who opens the link in another one. */
    userAgent: text(),
    askedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('sign_in_links_id').on(t.id),
    index('sign_in_links_user').on(t.archiveId, t.userId),
    index('sign_in_links_expiry').on(t.expiresAt),
    foreignKey({
      name: 'sign_in_links_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
  ],
);
