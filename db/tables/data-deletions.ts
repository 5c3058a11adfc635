import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant } from './columns.js';

/**
 * What a person asked a network to have deleted here, and what came of it. It names nobody and no archive: whoever has the code reads
 * what was deleted, and nothing about whom.
 */
export const dataDeletions = pgTable(
  'data_deletions',
  {
    /** The confirmation code, as the network and the person have it. */
    code: text().primaryKey(),
    provider: text().notNull(),
    /** A hash of the request, so that the same one is answered alike. */
    eventId: text().notNull(),
    /** By the network's clock. */
    requestedAt: instant().notNull(),
    doneAt: instant().notNull().defaultNow(),
    /** Parent Profiles that lost name and id, in all archives. */
    profiles: integer().notNull(),
    /** Stored permissions: the tokens, and whose they were. */
    credentials: integer().notNull(),
    /** Accounts that are disconnected now because of it. */
    disconnected: integer().notNull(),
  },
  (t) => [unique('data_deletions_event').on(t.provider, t.eventId)],
);
