/**
 * Doubts: an email with copies failed for one of its recipients, and the provider's event doesn't say for which one. No address is given up.
 * Instead, the next emails to this owner that have copies go as one message per address, so that the next event tells. That is the one
 * exception to the real cc. The doubt ends with an event that names an address, or when every separate message has arrived.
 */
import { and, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { emails, users } from '../../db/schema.js';

type Email = typeof emails.$inferSelect;

/** @param addresses in lower case */
export async function beginDoubt(tx: Transaction, email: Email, addresses: readonly string[]): Promise<void> {
  await tx
    .update(users)
    .set({ emailDoubtAt: sql`now()`, emailDoubtAddresses: [...addresses] })
    .where(isOwnerOf(email));
}

const NO_DOUBT = { emailDoubtAt: null, emailDoubtAddresses: null };

/** Ends the doubt if it could have been about this address, which an event names. */
export async function endDoubt(tx: Transaction, email: Email, address: string): Promise<void> {
  await tx
    .update(users)
    .set(NO_DOUBT)
    .where(and(isOwnerOf(email), sql`${address} = any(${users.emailDoubtAddresses})`));
}

/** Ends the doubt when all the messages that one email went out as have arrived. Later doubts stay. */
export async function endDoubtIfAllArrived(tx: Transaction, email: Email): Promise<void> {
  if (email.separateCopies === null && email.copyOf === null) return;
  const id = email.copyOf ?? email.id;
  const { archiveId } = email;
  const [main] = await tx
    .select({ copies: emails.separateCopies, createdAt: emails.createdAt, delivery: emails.delivery })
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.id, id)))
    .for('update');
  if (main?.delivery !== 'delivered') return;
  const arrived = await tx
    .select({ id: emails.id })
    .from(emails)
    .where(and(eq(emails.archiveId, archiveId), eq(emails.copyOf, id), eq(emails.delivery, 'delivered')));
  if (arrived.length < (main.copies?.length ?? 0)) return;
  await tx
    .update(users)
    .set(NO_DOUBT)
    .where(and(isOwnerOf(email), isNotNull(users.emailDoubtAt), lte(users.emailDoubtAt, main.createdAt)));
}

const isOwnerOf = ({ archiveId, userId }: Email) => and(eq(users.archiveId, archiveId), eq(users.id, userId));
