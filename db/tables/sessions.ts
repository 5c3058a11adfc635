import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, bytes, instant } from './columns.js';
import { users } from './users.js';

/** Browser sessions from a login, or from a visit through a Personalized Link (limited to the link's owner and epoch). */
export const sessions = pgTable(
  'sessions',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    userId: text().notNull(),
    kind: text({ enum: ['link', 'login'] }).notNull(),
    hash: bytes().notNull(),
    linkId: text(),
    linkEpoch: integer(),
    /** The browser's User-Agent, so that people can recognize it in their list of sessions. */
    userAgent: text(),
    createdAt: instant().notNull().defaultNow(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('sessions_hash').on(t.hash),
    index('sessions_user').on(t.archiveId, t.userId),
    index('sessions_expiry').on(t.expiresAt),
    foreignKey({
      name: 'sessions_user_fk',
      columns: [t.archiveId, t.userId],
      foreignColumns: [users.archiveId, users.id],
    }).onDelete('cascade'),
    check(
      'sessions_enums',
      sql`${t.kind} in ('link', 'login') and (${t.kind} = 'link') = (${t.linkId} is not null and ${t.linkEpoch} is not null)`,
    ),
  ],
);
