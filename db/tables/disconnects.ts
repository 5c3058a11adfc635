import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import { REASONS } from '../../domain/reasons.js';
import { FIRST_STEP, LAST_STEP } from '../../domain/series.js';
import { accounts } from './accounts.js';
import { archiveId, instant, isOneOf, namesIts } from './columns.js';
import { surgeHolds } from './surge-holds.js';

/** One outage of one account, from broken to reconnected. */
export const disconnects = pgTable(
  'disconnects',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    accountId: text().notNull(),
    reason: text({ enum: REASONS }).notNull(),
    /** The network's own error code, for the operator. */
    rawCode: text(),
    /** The same code, if the table of the network's errors doesn't list it. Codes that many archives get are suspected to be ours. */
    unlistedCode: text(),
    status: text({ enum: ['open', 'closed'] })
      .notNull()
      .default('open'),
    closedAs: text({ enum: ['reconnected', 'inactive', 'deleted', 'withdrawn'] }),
    reportedAt: instant().notNull(),
    detectedAt: instant().notNull(),
    /** The gap in the record: the last capture before it, and when capture resumed. */
    lastCapturedAt: instant(),
    resumedAt: instant(),
    closedAt: instant(),
    /** Shown in the confirmation email. */
    closedBy: jsonb().$type<Actor>(),

    series: integer().notNull().default(1),
    seriesStartedAt: instant().notNull(),
    /** The last step raised in this series. */
    step: integer(),
    nextEmailAt: instant(),

    pausedUntil: instant(),
    pauseReason: text(),
    /** How often, and when last, the account was reported again right after a reconnect. */
    reopened: integer().notNull().default(0),
    reopenedAt: instant(),
    /** When the owner was last told about that. */
    againEmailedAt: instant(),
    /** Whether Relink tries to refresh the token automatically before the first email. */
    refreshFirst: boolean().notNull().default(false),
    /** The surge hold that was active when this was reported, or that this report helped to trigger. */
    surgeHoldId: text(),

    /** What the dispatcher still has to make Temporal do for this disconnect. */
    workflow: text({ enum: ['to_start', 'running', 'to_wake', 'to_end', 'ended'] })
      .notNull()
      .default('to_start'),
    workflowTriedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('disconnects_one_open')
      .on(t.archiveId, t.accountId)
      .where(sql`${t.status} = 'open'`),
    uniqueIndex('disconnects_id').on(t.id),
    index('disconnects_account').on(t.archiveId, t.accountId, t.id).where(namesIts(t.accountId)),
    index('disconnects_open')
      .on(t.archiveId, t.id)
      .where(sql`${t.status} = 'open'`),
    // The last 90 days, for the dashboard's chart. A report adds nothing to it.
    index('disconnects_closed')
      .on(t.archiveId, t.closedAt)
      .where(sql`${t.status} = 'closed'`),
    index('disconnects_to_dispatch')
      .on(t.workflow, t.workflowTriedAt)
      .where(sql`${t.workflow} in ('to_start', 'to_wake', 'to_end')`),
    index('disconnects_unlisted_code')
      .on(t.unlistedCode, t.reportedAt)
      .where(sql`${t.unlistedCode} is not null`),
    index('disconnects_surge_hold')
      .on(t.archiveId, t.surgeHoldId)
      .where(sql`${t.surgeHoldId} is not null`),
    foreignKey({
      name: 'disconnects_surge_hold_fk',
      columns: [t.archiveId, t.surgeHoldId],
      foreignColumns: [surgeHolds.archiveId, surgeHolds.id],
    }),
    foreignKey({
      name: 'disconnects_account_fk',
      columns: [t.archiveId, t.accountId],
      foreignColumns: [accounts.archiveId, accounts.id],
    }),
    check(
      'disconnects_closed_whole',
      sql`(${t.status} = 'closed') = (${t.closedAs} is not null) and (${t.status} = 'closed') = (${t.closedAt} is not null)`,
    ),
    check(
      'disconnects_enums',
      sql`${t.status} in ('open', 'closed') and ${t.closedAs} in ('reconnected', 'inactive', 'deleted', 'withdrawn')
      and ${t.workflow} in ('to_start', 'running', 'to_wake', 'to_end', 'ended')
      and ${isOneOf(t.reason, REASONS)}`,
    ),
    check(
      'disconnects_position',
      sql`${t.series} >= 1 and ${t.step} between ${sql.raw(`${FIRST_STEP} and ${LAST_STEP}`)}`,
    ),
  ],
);
