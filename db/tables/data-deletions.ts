import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/**
 * A person's request to a network to have their data deleted here, and the result. It identifies no person or archive, so anyone
 * with the code can see what was deleted but not whose data it was.
 */
export const dataDeletions = pgTable(
  'data_deletions',
  {
    /** The confirmation code that the network and the person received. */
    code: text().primaryKey(),
    provider: text().notNull(),
    /** A hash of the request, so that a repeated request gets the same answer. */
    eventId: text().notNull(),
    /** By the network's clock. */
    requestedAt: instant().notNull(),
    doneAt: instant().notNull().defaultNow(),
    /** The number of Parent Profiles, in all archives, whose name and id were erased. */
    profiles: integer().notNull(),
    /** The number of stored authorizations that were deleted: tokens, and the identity of the person behind them. */
    credentials: integer().notNull(),
    /** The number of accounts that were disconnected as a result. */
    disconnected: integer().notNull(),
  },
  (t) => [unique('data_deletions_event').on(t.provider, t.eventId)],
);
