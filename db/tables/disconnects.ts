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
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Actor } from '../../domain/actor.js';
import type { NetworkName } from '../../domain/networks.js';
import { REASONS } from '../../domain/reasons.js';
import { FIRST_STEP, LAST_STEP } from '../../domain/series.js';
import { accounts } from './accounts.js';
import { archives } from './archives.js';
import { archiveId, instant, isOneOf } from './columns.js';

/**
 * The surge hold: a network that falsely disconnects thousands must not become thousands of emails. While it holds, the emails about
 * these disconnects wait (product.md, "A disconnect").
 */
export const surgeHolds = pgTable(
  'surge_holds',
  {
    archiveId: archiveId().references(() => archives.id),
    id: text().notNull(),
    network: text().$type<NetworkName>().notNull(),
    state: text({ enum: ['holding', 'released', 'withdrawn', 'expired'] })
      .notNull()
      .default('holding'),
    /** By the database's clock, as all windows are. */
    beganAt: instant().notNull().defaultNow(),
    /** Then the emails go out by themselves: silence is the worse failure. */
    until: instant().notNull(),
    endedAt: instant(),
    /** Who ended it, in words, as it was then. */
    endedBy: jsonb().$type<Actor>(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('surge_holds_one_holding')
      .on(t.archiveId, t.network)
      .where(sql`${t.state} = 'holding'`),
    index('surge_holds_ended').on(t.archiveId, t.network, t.endedAt),
    check(
      'surge_holds_enums',
      sql`${t.state} in ('holding', 'released', 'withdrawn', 'expired') and (${t.state} = 'holding') = (${t.endedAt} is null)`,
    ),
  ],
);

/** One episode of one account: from broken to reconnected. */
export const disconnects = pgTable(
  'disconnects',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    accountId: text().notNull(),
    reason: text({ enum: REASONS }).notNull(),
    /** The network's own code, for the operator. */
    rawCode: text(),
    status: text({ enum: ['open', 'closed'] })
      .notNull()
      .default('open'),
    closedAs: text({ enum: ['reconnected', 'inactive', 'deleted', 'withdrawn'] }),
    reportedAt: instant().notNull(),
    detectedAt: instant().notNull(),
    /** The gap in the record: last captured before, captured again from. */
    lastCapturedAt: instant(),
    resumedAt: instant(),
    closedAt: instant(),
    /** Shown in the confirmation. */
    closedBy: jsonb().$type<Actor>(),

    series: integer().notNull().default(1),
    seriesStartedAt: instant().notNull(),
    /** The last step raised in this series. */
    step: integer(),
    nextEmailAt: instant(),

    pausedUntil: instant(),
    pauseReason: text(),
    /** Reported again right after a reconnect: how often, and when the owner was last told so. */
    reopened: integer().notNull().default(0),
    reopenedAt: instant(),
    againEmailedAt: instant(),
    /** Whether a machine's attempt to refresh the token comes before the first email. */
    refreshFirst: boolean().notNull().default(false),
    /** Reported while the surge hold held, or what made it hold. */
    surgeHoldId: text(),

    /** What Temporal still has to be made to do; the dispatcher's list of work. */
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
    index('disconnects_account').on(t.archiveId, t.accountId, t.id),
    index('disconnects_open')
      .on(t.archiveId, t.id)
      .where(sql`${t.status} = 'open'`),
    index('disconnects_to_dispatch')
      .on(t.workflow, t.workflowTriedAt)
      .where(sql`${t.workflow} in ('to_start', 'to_wake', 'to_end')`),
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

/**
 * What is due to be told to a person about a disconnect. Raising one twice is a no-op (`due_steps_once`): that is what makes
 * each step go out once, whoever raises it and however often.
 */
export const dueSteps = pgTable(
  'due_steps',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    disconnectId: text().notNull(),
    /** A step of the series, or one of the single messages that a disconnect can bring. */
    kind: text({ enum: ['step', 'disconnected_again', 'reconnected', 'transferred'] }).notNull(),
    series: integer().notNull(),
    step: integer().notNull(),
    /** By the workflow's clock; the windows below are measured from `raisedAt`, the database's. */
    dueAt: instant().notNull(),
    raisedAt: instant().notNull().defaultNow(),
    /** A first step waits for the refresh of the token that is tried before anybody is bothered. */
    notBefore: instant(),
    state: text({ enum: ['due', 'composed', 'sent', 'skipped'] })
      .notNull()
      .default('due'),
    /** Why it was skipped: paused, closed, bounced. */
    skippedFor: text(),
    emailId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    unique('due_steps_once').on(t.archiveId, t.disconnectId, t.kind, t.series, t.step),
    index('due_steps_pending')
      .on(t.archiveId, t.raisedAt)
      .where(sql`${t.state} = 'due'`),
    index('due_steps_email').on(t.archiveId, t.emailId),
    foreignKey({
      name: 'due_steps_disconnect_fk',
      columns: [t.archiveId, t.disconnectId],
      foreignColumns: [disconnects.archiveId, disconnects.id],
    }),
    check(
      'due_steps_enums',
      sql`${t.kind} in ('step', 'disconnected_again', 'reconnected', 'transferred')
      and ${t.state} in ('due', 'composed', 'sent', 'skipped') and (${t.state} in ('composed', 'sent')) = (${t.emailId} is not null)`,
    ),
  ],
);

/** Everything that happened, append-only (a trigger refuses anything else); timelines are read from it. */
export const audit = pgTable(
  'audit',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    at: instant().notNull().defaultNow(),
    type: text().notNull(),
    actor: jsonb().$type<Actor>().notNull(),
    disconnectId: text(),
    accountId: text(),
    userId: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    index('audit_disconnect')
      .on(t.archiveId, t.disconnectId, t.id)
      .where(sql`${t.disconnectId} is not null`),
    index('audit_account')
      .on(t.archiveId, t.accountId, t.id)
      .where(sql`${t.accountId} is not null`),
  ],
);
