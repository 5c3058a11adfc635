import { sql } from 'drizzle-orm';
import { boolean, check, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import type { TransferError } from '../../domain/transfers.js';
import { archiveId, instant } from './columns.js';

/** What a transfer moved away from one Account Owner. */
export interface FormerOwner {
  id: string;
  name: string;
  accountIds: string[];
  parentProfileIds: string[];
  /** Accounts that stayed although the Parent Profile that authorized them moved. */
  stayingIds: string[];
}

/** A Parent Profile that authorized connected accounts when they moved. */
export interface FormerProfile {
  id: string;
  /** The profile's name at the time. */
  name: string;
  network: ParentProfileNetwork;
  accountIds: string[];
}

/** What a transfer moved, recorded at the time of the move. */
export interface Moved {
  accountIds: string[];
  parentProfileIds: string[];
  /** The accounts among them that moved without the Parent Profile that authorized them. */
  detachedIds: string[];
  /** Absent in transfers that were made before this was recorded. */
  authorizedThrough?: FormerProfile[];
  /** The previous owners, by their names at the time. */
  fromOwners: FormerOwner[];
  /** The new owner's name at the time. Absent in transfers that were made before this was recorded. */
  toName?: string;
}

/**
 * Transfers of accounts and Parent Profiles to another Account Owner, all or nothing. From the request on, each account and profile
 * carries the transfer's id, so that reconnects wait and other transfers are refused.
 */
export const transfers = pgTable(
  'transfers',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    /** Not a foreign key, because transfers outlive people. A person who is receiving a running transfer can't be removed. */
    toOwnerId: text().notNull(),
    /** Whether the transfer's request added the new owner to the archive. */
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
    /** When the dispatcher last made sure that its workflow was running. */
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
