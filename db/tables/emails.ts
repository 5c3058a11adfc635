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
import type { EmailRequest } from '../../domain/email-requests.js';
import { archiveId, instant } from './columns.js';
import { emailBatches } from './email-batches.js';

/** Every email: what is to be sent, what the provider accepted, what became of it. */
export const emails = pgTable(
  'emails',
  {
    archiveId: archiveId(),
    id: text().notNull(),
    kind: text({
      enum: [
        'first',
        'reminder',
        'disconnected_again',
        'reconnected',
        'transferred',
        'link',
        'admin_notice',
        'sign_in',
        'weekly_summary',
        'expiring',
      ],
    }).notNull(),
    /** The recipient; not a foreign key, since this table outlives people. */
    userId: text().notNull(),
    linkId: text(),
    /** What a kind that has no due steps needs to be composed. */
    payload: jsonb().$type<EmailRequest>(),

    /**
     * due: to be composed; composed: bytes are fixed; sending: in a batch; accepted: by the provider; unknown: nobody can tell yet;
     * failed: refused for good; dropped: not sent, since it was no longer right.
     */
    state: text({ enum: ['due', 'composed', 'accepted', 'unknown', 'failed', 'dropped'] }).notNull(),
    toAddress: text(),
    cc: text().array(),
    fromAddress: text(),
    subject: text(),
    /** With a placeholder where the link's secret goes, which is never stored. */
    html: text(),
    text: text(),
    /** First emails go before reminders, those before the links of an import. */
    priority: integer().notNull(),
    batchId: text(),
    batchPosition: integer(),
    providerId: text(),
    acceptedAt: instant(),
    /** An unknown outcome that the provider's events did not settle was sent once more. */
    possibleDouble: boolean().notNull().default(false),
    settleAt: instant(),
    problem: text(),
    delivery: text({ enum: ['delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed'] }),
    deliveryAt: instant(),
    createdAt: instant().notNull().defaultNow(),
    dropReason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.archiveId, t.id] }),
    // The provider's events name an email, and no archive.
    uniqueIndex('emails_id').on(t.id),
    foreignKey({
      name: 'emails_batch_fk',
      columns: [t.archiveId, t.batchId],
      foreignColumns: [emailBatches.archiveId, emailBatches.id],
    }),
    index('emails_to_compose')
      .on(t.archiveId, t.priority, t.id)
      .where(sql`${t.state} in ('due', 'composed') and ${t.batchId} is null`),
    index('emails_batch').on(t.archiveId, t.batchId, t.batchPosition),
    index('emails_to_settle')
      .on(t.archiveId, t.settleAt)
      .where(sql`${t.state} = 'unknown' and ${t.settleAt} is not null`),
    index('emails_owner_first')
      .on(t.archiveId, t.userId, t.createdAt)
      .where(sql`${t.kind} = 'first'`),
    check(
      'emails_enums',
      sql`${t.state} in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and ${t.kind} in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'sign_in', 'weekly_summary', 'expiring')
      and ${t.delivery} in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed')`,
    ),
    check(
      'emails_composed_whole',
      sql`${t.state} = 'due' or ${t.state} = 'dropped' or num_nulls(${t.toAddress}, ${t.cc}, ${t.subject}, ${t.html}, ${t.text}, ${t.fromAddress}) = 0`,
    ),
  ],
);
