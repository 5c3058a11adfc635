/**
 * What the email provider tells of an email. Its events settle emails whose outcome was unknown, show in timelines what arrived,
 * and say which addresses are dead: nobody keeps writing into the void, and the administrators are told.
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
/** The provider repeats an event for a day or so; a repetition later than this is none of its. */
const REMEMBERED = sql`interval '30 days'`;

type Email = typeof emails.$inferSelect;
type Delivery = NonNullable<Email['delivery']>;

export interface MailEvent {
  /** The provider's id of the event: a repeated one does nothing. */
  eventId: string;
  /** Ours, from the email's tag. */
  emailId: string;
  /** The provider's id of the email. */
  providerId: string | null;
  /** Null: accepted, and no more is known. */
  delivery: Delivery | null;
  /** By the provider's clock. */
  at: Date;
  /** Whose address it is about, as far as the provider says. */
  addresses: readonly string[];
  /** A soft failure passes by itself: the address is not given up. */
  soft: boolean;
  detail: Record<string, unknown>;
}

/** Events come in any order; what is worse or more final stays. */
const RANK: Record<Delivery, number> = {
  delayed: 0,
  delivered: 1,
  failed: 2,
  bounced: 3,
  suppressed: 3,
  complained: 4,
};

/** What is due now is told to the archive's mailer. Done twice it is done once. */
export async function recordMailEvent(context: DatabaseContext, event: MailEvent): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    if (!(await claimEvent(tx, 'resend', event.eventId))) return;
    const [email] = await tx.select().from(emails).where(eq(emails.id, event.emailId)).for('update');
    if (!email) return;
    await settle(tx, email, event);
    if (event.delivery === null) return;
    const failing = findFailing(email, event);
    const aboutOwner = failing === null || failing.includes(lower(email.toAddress ?? ''));
    if (aboutOwner && (email.delivery === null || RANK[event.delivery] >= RANK[email.delivery]))
      await tx.update(emails).set({ delivery: event.delivery, deliveryAt: event.at }).where(self(email));
    await recordAudit(tx, await entriesOf(tx, email, { ...event, delivery: event.delivery }, failing));
    if (failing && !event.soft && isDead(event.delivery) && (await giveUp(tx, email, failing, event.delivery)))
      notify(`mail:${email.archiveId}`);
  });
}

const lower = (address: string) => address.toLowerCase();
const self = (email: Email) => and(eq(emails.archiveId, email.archiveId), eq(emails.id, email.id));

type Dead = 'bounced' | 'complained' | 'suppressed';
const isDead = (delivery: Delivery): delivery is Dead => ['bounced', 'complained', 'suppressed'].includes(delivery);

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
    .where(self(email));
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
 * Which of the recipients a failure is about, in lower case; null when it is none. The text of a bounce names the address as a
 * rule; else it is the address that the provider names, and when that are several, the one that the email is to.
 */
function findFailing(email: Email, event: MailEvent): string[] | null {
  if (event.delivery === 'delivered' || event.delivery === 'delayed' || event.delivery === 'failed') return null;
  const recipients = [email.toAddress ?? '', ...(email.cc ?? [])].map(lower);
  const mentioned = lower(Object.values(event.detail).join(' ')).match(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g) ?? [];
  const named = recipients.filter((address) => mentioned.some((one) => one === address || one === `${address}.`));
  if (named.length > 0) return named;
  const told = event.addresses.map(lower).filter((address) => recipients.includes(address));
  return told.length === 1 ? told : recipients.slice(0, 1);
}

/** One row on each disconnect that the email was about; a single one when it was about none. */
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

/** Only while it is still the person's address; the administrators hear of each once. True when somebody's was given up. */
async function giveUp(tx: Transaction, { archiveId }: Email, addresses: string[], failure: Dead): Promise<boolean> {
  const given = await tx
    .update(users)
    .set({ emailState: failure })
    .where(
      and(eq(users.archiveId, archiveId), eq(users.emailState, 'ok'), inArray(sql`lower(${users.email})`, addresses)),
    )
    .returning({ id: users.id });
  for (const { id } of given) {
    const told = (await findNotifiedAdministratorIds(tx, archiveId)).filter(
      (administratorId) => administratorId !== id,
    );
    await requestNotices(tx, archiveId, told, { notice: 'address_failed', failure, subjectUserId: id });
  }
  return given.length > 0;
}

export async function purgeEvents(db: Database): Promise<void> {
  await db.delete(webhookEvents).where(lt(webhookEvents.receivedAt, sql`now() - ${REMEMBERED}`));
}
