import { pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** The archive's machines. The key itself is never stored, only its SHA-256. */
export const apiKeys = pgTable(
  'api_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    name: text().notNull(),
    hash: bytes().notNull(),
    /** Its last four characters, to tell keys apart. */
    hint: text().notNull(),
    scopes: text().array().notNull(),
    createdAt: instant().notNull().defaultNow(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.archiveId, t.id] }), uniqueIndex('api_keys_hash').on(t.hash)],
);
