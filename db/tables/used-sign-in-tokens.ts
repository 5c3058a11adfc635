import { index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { archives } from './archives.js';
import { archiveId, bytes, instant } from './columns.js';

/** Signed tokens of an archive's own login that were used, until they would have expired anyway. */
export const usedSignInTokens = pgTable(
  'used_sign_in_tokens',
  { archiveId: archiveId().references(() => archives.id), hash: bytes().notNull(), expiresAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.archiveId, t.hash] }), index('used_sign_in_tokens_expiry').on(t.expiresAt)],
);
