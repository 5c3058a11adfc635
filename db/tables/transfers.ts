import { sql } from 'drizzle-orm';
import { boolean, check, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import type { TransferError } from '../../domain/transfers.js';
import { archiveId, instant } from './columns.js';

/** What moved away from one Account Owner. */
export interface FormerOwner {
  id: string;
  name: string;
  accountIds: string[];
  parentProfileIds: string[];
  /** Accounts that did not move, though a Parent Profile that authorized them did. */
  stayingIds: string[];
}

/** What a transfer moved, written when it did. */
export interface Moved {
  accountIds: string[];
  parentProfileIds: string[];
  /** Of them, accounts that moved without the Parent Profile that authorizes them. */
  detachedIds: string[];
  /** Whose they were, by name then. */
  fromOwners: FormerOwner[];
}

/**
 * Accounts and Parent Profiles on their way to another Account Owner, all or nothing. From the request on, each of them carries
 * the transfer's id: that is what makes a reconnect wait and another transfer be refused.
 */
export const transfers = pgTable(
  'transfers',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    /** Not a foreign key, since what happened outlives people; who receives one that is running cannot be removed. */
    toOwnerId: text().notNull(),
    /** The new owner was added to the archive with it. */
    addsOwner: boolean().notNull().default(false),
    notify: boolean().notNull().default(true),
    status: text({ enum: ['running', 'completed', 'refused', 'failed'] })
      .notNull()
      .default('running'),
    moved: jsonb().$type<Moved>(),
    error: jsonb().$type<TransferError>(),
    actor: jsonb().$type<Actor>().notNull(),
    createdAt: instant().notNull().defaultNow(),
    finishedAt: instant(),
    /** When the dispatcher last saw to its workflow. */
    workflowTriedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    index('transfers_running')
      .on(t.workflowTriedAt)
      .where(sql`${t.status} = 'running'`),
    index('transfers_to_owner').on(t.archiveId, t.toOwnerId),
    check('transfers_enums', sql`${t.status} in ('running', 'completed', 'refused', 'failed')`),
    check(
      'transfers_ended_whole',
      sql`(${t.status} = 'running') = (${t.finishedAt} is null) and (${t.status} = 'completed') = (${t.moved} is not null)
      and (${t.status} in ('refused', 'failed')) = (${t.error} is not null)`,
    ),
  ],
);
