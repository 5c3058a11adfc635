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
import { archiveId, instant, namesIts } from './columns.js';
import { emailBatches } from './email-batches.js';

/** All emails: what is to be sent, what the provider accepted, and what happened to it. */
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
        'security_notice',
        'sign_in',
        'weekly_summary',
        'expiring',
      ],
    }).notNull(),
    /** Whom it is for: the recipient, or for a separate copy the owner. Not a foreign key, because emails outlive people. */
    userId: text().notNull(),
    linkId: text(),
    /** The parameters of an email without due steps (domain/email-requests.ts). */
    payload: jsonb().$type<EmailRequest>(),

    /**
     * due: to be composed; composed: its content is fixed; accepted: by the provider; unknown: its outcome isn't known;
     * failed: rejected permanently; dropped: not sent because it was no longer correct.
     */
    state: text({ enum: ['due', 'composed', 'accepted', 'unknown', 'failed', 'dropped'] }).notNull(),
    toAddress: text(),
    cc: text().array(),
    /** The addresses that get a message of their own instead of a cc, once this one is accepted (separate-copies.ts). */
    separateCopies: text().array(),
    /** The email that this message is a separate copy of. */
    copyOf: text(),
    fromAddress: text(),
    subject: text(),
    /** Contains a placeholder for the link's secret, which is never stored. */
    html: text(),
    text: text(),
    /** When its turn comes, if a limit holds it back (domain/mail-limits.ts). */
    notBefore: instant(),
    /** Lower priorities are sent first (PRIORITIES in domain/windows.ts). */
    priority: integer().notNull(),
    batchId: text(),
    batchPosition: integer(),
    providerId: text(),
    acceptedAt: instant(),
    /** Whether it was sent again because the provider's events didn't settle an unknown outcome. */
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
    // The provider's events identify an email but not its archive.
    uniqueIndex('emails_id').on(t.id),
    // A separate copy is made once, however often its email is found to be accepted.
    uniqueIndex('emails_copy_once')
      .on(t.archiveId, t.copyOf, t.toAddress)
      .where(sql`${t.copyOf} is not null`),
    foreignKey({
      name: 'emails_batch_fk',
      columns: [t.archiveId, t.batchId],
      foreignColumns: [emailBatches.archiveId, emailBatches.id],
    }),
    index('emails_to_compose')
      .on(t.archiveId, t.priority, t.id)
      .where(sql`${t.state} in ('due', 'composed') and ${t.batchId} is null`),
    // What waits for a person, and what they were emailed lately: another request for the same is merged with it.
    index('emails_requested')
      .on(t.archiveId, t.userId, t.createdAt)
      .where(sql`${t.state} = 'due' or ${t.kind} in ('link', 'sign_in')`),
    index('emails_held_back')
      .on(t.notBefore)
      .where(sql`${t.state} = 'due' and ${t.notBefore} is not null`),
    index('emails_batch').on(t.archiveId, t.batchId, t.batchPosition).where(namesIts(t.batchId)),
    index('emails_to_settle')
      .on(t.archiveId, t.settleAt)
      .where(sql`${t.state} = 'unknown' and ${t.settleAt} is not null`),
    index('emails_owner_first')
      .on(t.archiveId, t.userId, t.createdAt)
      .where(sql`${t.kind} = 'first'`),
    check(
      'emails_enums',
      sql`${t.state} in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and ${t.kind} in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'security_notice', 'sign_in', 'weekly_summary', 'expiring')
      and ${t.delivery} in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed')`,
    ),
    check(
      'emails_composed_whole',
      sql`${t.state} = 'due' or ${t.state} = 'dropped' or num_nulls(${t.toAddress}, ${t.cc}, ${t.subject}, ${t.html}, ${t.text}, ${t.fromAddress}) = 0`,
    ),
  ],
);
