import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import { archives } from './archives.js';
import { archiveId, instant } from './columns.js';

/**
 * Surge holds. A network that falsely disconnects thousands of accounts must not cause thousands of emails. While a hold is active,
 * the emails about these disconnects wait.
 */
export const surgeHolds = pgTable(
  'surge_holds',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    network: text().$type<NetworkName>().notNull(),
    /** The network's unlisted error code that several archives reported. Null for a hold that this archive's own surge started. */
    code: text(),
    state: text({ enum: ['holding', 'released', 'withdrawn', 'expired'] })
      .notNull()
      .default('holding'),
    /** By the database's clock, like all windows. */
    beganAt: instant().notNull().defaultNow(),
    /** When the emails go out automatically, because silence would be the worse failure. */
    until: instant().notNull(),
    endedAt: instant(),
    /** When the operator's log had a line about the code. Always null for an archive's own surge. */
    announcedAt: instant(),
    /** Who ended it, by their name at the time. */
    endedBy: jsonb().$type<Actor>(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('surge_holds_one_holding')
      .on(t.archiveId, t.network, sql`coalesce(${t.code}, '')`)
      .where(sql`${t.state} = 'holding'`),
    index('surge_holds_code')
      .on(t.code, t.network)
      .where(sql`${t.code} is not null`),
    index('surge_holds_ended').on(t.archiveId, t.network, t.endedAt),
    check(
      'surge_holds_enums',
      sql`${t.state} in ('holding', 'released', 'withdrawn', 'expired') and (${t.state} = 'holding') = (${t.endedAt} is null)`,
    ),
  ],
);
