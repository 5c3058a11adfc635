/**
 * Handles the email provider's events. They settle emails whose outcome was unknown, show in timelines what arrived, and reveal dead
 * addresses. Relink stops writing to a dead address and notifies the administrators.
 */
import { and, eq, lt, sql } from 'drizzle-orm';
import { recordAudit, type AuditEntry } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Database, Transaction } from '../../db/client.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import type { Context } from '../../platform/context.js';
import { claimEvent } from '../credentials/network-events/dedupe.js';
import { disconnectOfStep } from '../../db/joins.js';
import { disconnects, dueSteps, emails, webhookEvents } from '../../db/schema.js';
import { beginDoubt, endDoubt, endDoubtIfAllArrived } from './doubts.js';
import { findFailedAddress, type FailedAddress, type Report } from './failed-address.js';
import { confirmAddress, giveUpAddress } from './give-up.js';
import { recordSent } from './mark-sent.js';

const PROVIDER: Actor = { kind: 'provider', name: 'Resend' };
/** The provider repeats an event for about a day, so there are no repetitions after this. */
const RETENTION = sql`interval '30 days'`;

type Email = typeof emails.$inferSelect;
type Delivery = NonNullable<Email['delivery']>;

export interface MailEvent extends Report {
  /** The provider's ID of the event. A repeated event does nothing. */
  eventId: string;
  /** Our ID, from the email's tag. */
  emailId: string;
  /** The provider's ID of the email. */
  providerId: string | null;
  /** Null when the email was accepted and nothing more is known. */
  delivery: Delivery | null;
  /** The time of the event by the provider's clock. */
  at: Date;
  /** When the provider got the email, by its clock; null if the event doesn't say. */
  sentAt: Date | null;
  /** Whether the provider says that later emails to this address will fail too. Only then is the address given up. */
  permanent: boolean;
  detail: Record<string, unknown>;
}

/** Events arrive in any order. The worse or more final state wins. */
const RANK: Record<Delivery, number> = {
  delayed: 0,
  delivered: 1,
  failed: 2,
  bounced: 3,
  suppressed: 3,
  complained: 4,
};

/** Records an event, and notifies the archive's mailer when new emails are due. Idempotent. */
export async function recordMailEvent(
  context: DatabaseContext & Pick<Context, 'log'>,
  event: MailEvent,
): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    if (!(await claimEvent(tx, 'resend', event.eventId))) return;
    const [found] = await tx.select().from(emails).where(eq(emails.id, event.emailId)).for('update');
    if (!found) return;
    const { settled, email } = await settle(tx, found, event);
    if (settled) notify(`mail:${email.archiveId}`);
    const { delivery } = event;
    if (delivery === null) return;
    const about = findFailedAddress(email, event);
    const failed = isUndeliverable(delivery) ? about : null;
    const aboutOwner = failed === null || ('address' in failed && failed.address === email.toAddress?.toLowerCase());
    if (aboutOwner && (email.delivery === null || RANK[delivery] >= RANK[email.delivery]))
      await tx.update(emails).set({ delivery, deliveryAt: event.at }).where(isEmail(email));
    const entries = await entriesOf(tx, email, { ...event, delivery }, failed);
    await recordAudit(tx, entries);
    if (delivery === 'delivered') {
      await endDoubtIfAllArrived(tx, email);
      if ('address' in about && (await confirmAddress(tx, email, about.address)))
        await recordAudit(
          tx,
          entries.map((entry) => ({ ...entry, type: 'address_works', detail: { to: about.address } })),
        );
    }
    if (!isUndeliverable(delivery)) return;
    if ('oneOf' in about) {
      if (event.permanent && about.oneOf.length > 1) await beginDoubt(tx, email, about.oneOf);
      return;
    }
    await endDoubt(tx, email, about.address);
    if (event.permanent && (await giveUpAddress(tx, context, email, about.address, delivery)))
      notify(`mail:${email.archiveId}`);
  });
}

const isEmail = (email: Email) => and(eq(emails.archiveId, email.archiveId), eq(emails.id, email.id));

type Undeliverable = 'bounced' | 'complained' | 'suppressed';
const isUndeliverable = (delivery: Delivery): delivery is Undeliverable =>
  ['bounced', 'complained', 'suppressed'].includes(delivery);

/**
 * Any event proves that the provider has the email. `settled`: that wasn't known before. The email then counts as accepted when the
 * provider got it, not when we heard of it: in the meantime its reader's address may have been corrected or tried again.
 */
async function settle(tx: Transaction, email: Email, event: MailEvent): Promise<{ settled: boolean; email: Email }> {
  const { archiveId } = email;
  const settled = email.state === 'unknown';
  const sentAt = event.sentAt?.toISOString() ?? null;
  const [after] = await tx
    .update(emails)
    .set({
      acceptedAt: sql`coalesce(${emails.acceptedAt}, greatest(${emails.createdAt}, least(${sentAt}::timestamptz, now())))`,
      providerId: sql`coalesce(${emails.providerId}, ${event.providerId})`,
      ...(settled && { state: 'accepted' as const, settleAt: null }),
    })
    .where(isEmail(email))
    .returning();
  if (settled) await recordSent(tx, archiveId, [email], { settledBy: 'event' });
  return { settled, email: after ?? email };
}

async function findDisconnectsOf(tx: Transaction, { archiveId, id, copyOf }: Email) {
  return tx
    .selectDistinctOn([dueSteps.disconnectId], {
      disconnectId: dueSteps.disconnectId,
      accountId: disconnects.accountId,
      series: dueSteps.series,
      step: dueSteps.step,
    })
    .from(dueSteps)
    .innerJoin(disconnects, disconnectOfStep)
    .where(and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.emailId, copyOf ?? id)));
}

/** Builds one audit entry for each disconnect that the email was about, or a single entry when there is none. */
async function entriesOf(
  tx: Transaction,
  email: Email,
  event: MailEvent & { delivery: Delivery },
  failed: FailedAddress | null,
): Promise<AuditEntry[]> {
  const { archiveId, userId } = email;
  const whose = failed === null ? {} : 'address' in failed ? { addresses: [failed.address] } : failed;
  const common = {
    archiveId,
    type: `email_${event.delivery}` as const,
    actor: PROVIDER,
    userId,
    detail: { emailId: email.id, ...whose, ...event.detail },
  };
  const about = await findDisconnectsOf(tx, email);
  if (about.length === 0) return [common];
  return about.map(({ disconnectId, accountId }) => ({ ...common, disconnectId, accountId }));
}

export async function purgeEvents(db: Database): Promise<void> {
  await db.delete(webhookEvents).where(lt(webhookEvents.receivedAt, sql`now() - ${RETENTION}`));
}
