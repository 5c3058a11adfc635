import { pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.js';

/**
 * Someone entered an email address on the sign-in page. The page only writes this row, whether or not anyone has the address; a worker then
 * sends the links and deletes it. No archive, because it isn't known yet whose address it is.
 */
export const signInRequests = pgTable('sign_in_requests', {
  id: text().primaryKey(),
  email: text().notNull(),
  /** The SHA-256 of the cookie of the browser that asked. */
  browserHash: bytes().notNull(),
  userAgent: text(),
  /** The SHA-256 of its session's cookie, whether or not there is such a session; null if it had no such cookie. */
  sessionHash: bytes(),
  askedAt: instant().notNull().defaultNow(),
});
