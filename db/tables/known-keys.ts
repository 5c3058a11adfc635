import { pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.js';

/** Every key that a Relink process has started with, so that a changed key is noticed before anything is derived from it. */
export const knownKeys = pgTable('known_keys', {
  keyId: text().primaryKey(),
  /** An HMAC with the key over its own id, which reveals nothing about the key. */
  checkValue: bytes().notNull(),
  firstSeenAt: instant().notNull().defaultNow(),
});
