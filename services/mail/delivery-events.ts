/**
 * Handles the email provider's events. They settle emails whose outcome was unknown, show in timelines what arrived, and reveal dead
 * addresses. Relink stops writing to a dead address and notifies the administrators.
 */
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { findNotifiedAdministratorIds } from '../outbox/administrators.js';
import { recordAudit, type AuditEntry } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Database, Transaction } from '../../db/client.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { requestNotices } from '../outbox/requests.js';
import { claimEvent } from '../credentials/network-events/dedupe.js';
import { disconnects, dueSteps, emails, users, webhookEvents } from '../../db/schema.js';
import { recordSent } from './mark-sent.js';

const PROVIDER: Actor = { kind: 'provider', name: 'Resend' };
/** The provider repeats an event for about a day, so there are no repetitions after this. */
const RETENTION = sql`interval '30 days'`;

type Email = typeof emails.$inferSelect;
type Delivery = NonNullable<Email['delivery']>;

export interface MailEvent {
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
  /** The addresses that the event is about, as far as the provider says. */
  addresses: readonly string[];
  /** A soft failure is temporary, so the address is not marked as dead. */
  soft: boolean;
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
export async function recordMailEvent(context: DatabaseContext, event: MailEvent): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    if (!(await claimEvent(tx, 'resend', event.eventId))) return;
    const [email] = await tx.select().from(emails).where(eq(emails.id, event.emailId)).for('update');
    if (!email) return;
    await settle(tx, email, event);
    if (event.delivery === null) return;
    const failing = findFailing(email, event);
    const aboutOwner = failing === null || failing.includes(toLower(email.toAddress ?? ''));
    if (aboutOwner && (email.delivery === null || RANK[event.delivery] >= RANK[email.delivery]))
      await tx.update(emails).set({ delivery: event.delivery, deliveryAt: event.at }).where(isEmail(email));
    await recordAudit(tx, await entriesOf(tx, email, { ...event, delivery: event.delivery }, failing));
    if (
      failing &&
      !event.soft &&
      isUndeliverable(event.delivery) &&
      (await markUndeliverable(tx, email, failing, event.delivery))
    )
      notify(`mail:${email.archiveId}`);
  });
}

const toLower = (address: string) => address.toLowerCase();
const isEmail = (email: Email) => and(eq(emails.archiveId, email.archiveId), eq(emails.id, email.id));

type Undeliverable = 'bounced' | 'complained' | 'suppressed';
const isUndeliverable = (delivery: Delivery): delivery is Undeliverable =>
  ['bounced', 'complained', 'suppressed'].includes(delivery);

/** Any event proves that the provider has the email. */
async function settle(tx: Transaction, email: Email, event: MailEvent): Promise<void> {
  const { archiveId } = email;
  const unknown = email.state === 'unknown';
  await tx
    .update(emails)
    .set({
      acceptedAt: sql`coalesce(${emails.acceptedAt}, now())`,
      providerId: sql`coalesce(${emails.providerId}, ${event.providerId})`,
      ...(unknown && { state: 'accepted' as const, settleAt: null }),
    })
    .where(isEmail(email));
  if (!unknown) return;
  await recordSent(tx, archiveId, [email], { settledBy: 'event' });
}

async function findDisconnectsOf(tx: Transaction, { archiveId, id }: Email) {
  return tx
    .selectDistinctOn([dueSteps.disconnectId], {
      disconnectId: dueSteps.disconnectId,
      accountId: disconnects.accountId,
      series: dueSteps.series,
      step: dueSteps.step,
    })
    .from(dueSteps)
    .innerJoin(
      disconnects,
      and(eq(disconnects.archiveId, dueSteps.archiveId), eq(disconnects.id, dueSteps.disconnectId)),
    )
    .where(and(eq(dueSteps.archiveId, archiveId), eq(dueSteps.emailId, id)));
}

/**
 * Finds the recipients that a failure is about, in lower case; null when the event is not such a failure. The text of a bounce usually
 * names the address. If not, it is the recipient that the provider names, or the To address when the provider names several or none.
 */
function findFailing(email: Email, event: MailEvent): string[] | null {
  if (event.delivery === 'delivered' || event.delivery === 'delayed' || event.delivery === 'failed') return null;
  const recipients = [email.toAddress ?? '', ...(email.cc ?? [])].map(toLower);
  const mentioned = toLower(Object.values(event.detail).join(' ')).match(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g) ?? [];
  const named = recipients.filter((address) => mentioned.some((one) => one === address || one === `${address}.`));
  if (named.length > 0) return named;
  const reported = event.addresses.map(toLower).filter((address) => recipients.includes(address));
  return reported.length === 1 ? reported : recipients.slice(0, 1);
}

/** Builds one audit entry for each disconnect that the email was about, or a single entry when there is none. */
async function entriesOf(
  tx: Transaction,
  email: Email,
  event: MailEvent & { delivery: Delivery },
  failing: string[] | null,
): Promise<AuditEntry[]> {
  const { archiveId, userId } = email;
  const common = {
    archiveId,
    type: `email_${event.delivery}` as const,
    actor: PROVIDER,
    userId,
    detail: { emailId: email.id, ...(failing && { addresses: failing }), ...event.detail },
  };
  const about = await findDisconnectsOf(tx, email);
  if (about.length === 0) return [common];
  return about.map(({ disconnectId, accountId }) => ({ ...common, disconnectId, accountId }));
}

/**
 * Marks the addresses as dead for the people who still have them, and notifies the administrators once about each person. Returns
 * whether there were any.
 */
async function markUndeliverable(
  tx: Transaction,
  { archiveId }: Email,
  addresses: string[],
  failure: Undeliverable,
): Promise<boolean> {
  const updated = await tx
    .update(users)
    .set({ emailState: failure })
    .where(
      and(eq(users.archiveId, archiveId), eq(users.emailState, 'ok'), inArray(sql`lower(${users.email})`, addresses)),
    )
    .returning({ id: users.id });
  for (const { id } of updated) {
    const administratorIds = (await findNotifiedAdministratorIds(tx, archiveId)).filter(
      (administratorId) => administratorId !== id,
    );
    await requestNotices(tx, archiveId, administratorIds, { notice: 'address_failed', failure, subjectUserId: id });
  }
  return updated.length > 0;
}

export async function purgeEvents(db: Database): Promise<void> {
  await db.delete(webhookEvents).where(lt(webhookEvents.receivedAt, sql`now() - ${RETENTION}`));
}
