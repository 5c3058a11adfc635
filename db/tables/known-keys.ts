import { pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.js';

/** Every key that a process of Relink started with, so that a changed one is noticed before anything is made with it. */
export const knownKeys = pgTable('known_keys', {
  keyId: text().primaryKey(),
  /** An HMAC of a fixed text with the key, which reveals nothing of it. */
  checkValue: bytes().notNull(),
  firstSeenAt: instant().notNull().defaultNow(),
});
