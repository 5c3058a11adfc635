import { foreignKey, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';
import { users } from './users.js';

/** The archive's API keys. Only a key's SHA-256 is stored, never the key itself. */
export const apiKeys = pgTable(
  'api_keys',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    name: text().notNull(),
    hash: bytes().notNull(),
    /** The key's last four characters, to tell keys apart. */
    hint: text().notNull(),
    scopes: text().array().notNull(),
    /**
     * The administrator who is responsible for the key: who made it, or took it over. Null for the archive's own keys, which the operator
     * made, and for revoked ones whose person was removed.
     */
    responsibleId: text(),
    createdAt: instant().notNull().defaultNow(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('api_keys_hash').on(t.hash),
    // Without a cascade: a person who leaves must never silence capture.
    foreignKey({
      name: 'api_keys_responsible_fk',
      columns: [t.archiveId, t.responsibleId],
      foreignColumns: [users.archiveId, users.id],
    }),
  ],
);
