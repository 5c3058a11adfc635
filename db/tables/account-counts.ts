import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { NetworkName } from '../../domain/networks.js';
import { archiveId, instant } from './columns.js';

/**
 * How many accounts each archive has on each network, by the minute in which they were added, so that a dashboard need not count a million
 * rows. Deleted accounts don't count. Triggers on `accounts` keep it, in the transaction of the change; a report changes none of it.
 *
 * A count is the sum of all rows with the same archive, network, and minute. A change takes a row that no other transaction holds, or else adds
 * one, so that changes to the same archive never wait for each other.
 */
export const accountCounts = pgTable(
  'account_counts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    archiveId: archiveId(),
    network: text().$type<NetworkName>().notNull(),
    addedAt: instant().notNull(),
    /** Of any status. */
    accounts: integer().notNull(),
    /** Those among them that are marked inactive. */
    inactive: integer().notNull(),
    /** Those that aren't inactive and that no one has authorized here. */
    unauthorized: integer().notNull(),
  },
  (t) => [index('account_counts_archive').on(t.archiveId, t.network, t.addedAt)],
);
