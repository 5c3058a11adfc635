import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { archiveId, instant, namesIts } from './columns.js';
import { disconnects } from './disconnects.js';

/**
 * Messages about a disconnect that are due to be sent to a person. Raising a step twice is a no-op (`due_steps_once`), which makes
 * each step go out only once, whoever raises it and however often.
 */
export const dueSteps = pgTable(
  'due_steps',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    disconnectId: text().notNull(),
    /** A step of the series, or one of the other messages that a disconnect can cause. */
    kind: text({ enum: ['step', 'disconnected_again', 'reconnected', 'transferred'] }).notNull(),
    series: integer().notNull(),
    step: integer().notNull(),
    /** By the workflow's clock. Windows (domain/windows.ts) are measured from `raisedAt`, by the database's clock. */
    dueAt: instant().notNull(),
    raisedAt: instant().notNull().defaultNow(),
    /** Delays a first step until a token refresh has been tried, and a paused step until the pause ends. */
    notBefore: instant(),
    state: text({ enum: ['due', 'composed', 'sent', 'skipped'] })
      .notNull()
      .default('due'),
    /** Why it was skipped: `paused`, `closed`, `reopened`, `untold`, `refused` (by the provider), or `address` (the owner's). */
    skippedFor: text(),
    emailId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    uniqueIndex('due_steps_once')
      .on(t.archiveId, t.disconnectId, t.kind, t.series, t.step)
      .where(namesIts(t.disconnectId)),
    index('due_steps_pending')
      .on(t.archiveId, t.raisedAt)
      .where(sql`${t.state} = 'due'`),
    index('due_steps_email').on(t.archiveId, t.emailId).where(namesIts(t.emailId)),
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
