import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** Used sign-in tokens from an archive's own login, kept until they would have expired anyway. */
export const usedSignInTokens = pgTable(
  'used_sign_in_tokens',
  { archiveId: archiveId().references(() => archives.id), hash: bytes().notNull(), expiresAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.archiveId, t.hash] }), index('used_sign_in_tokens_expiry').on(t.expiresAt)],
);
