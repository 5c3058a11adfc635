/**
 * Separate copies: while it is in doubt which address of an owner's emails fails (doubts.ts), each copied administrator gets a message
 * of their own. They are made when the provider has accepted the owner's message, in the same transaction, so a crash loses none and a
 * retry makes none twice. From then on, each is an email like any other, in a batch of its own: it has its own key and its own tag.
 */
import { newId } from '../../db/ids.js';
import type { Transaction } from '../../db/client.js';
import { emails } from '../../db/schema.js';

type Email = typeof emails.$inferSelect;

/** Inserts the copies of emails that were just accepted. Idempotent. */
export async function insertSeparateCopies(tx: Transaction, rows: readonly Email[]): Promise<void> {
  const copies = rows.flatMap((row) => (row.separateCopies ?? []).map((address) => copyFor(row, address)));
  if (copies.length > 0) await tx.insert(emails).values(copies).onConflictDoNothing();
}

const copyFor = (email: Email, toAddress: string): typeof emails.$inferInsert => ({
  archiveId: email.archiveId,
  id: newId('email'),
  kind: email.kind,
  userId: email.userId,
  linkId: email.linkId,
  state: 'composed',
  toAddress,
  cc: [],
  copyOf: email.id,
  fromAddress: email.fromAddress,
  subject: email.subject,
  html: email.html,
  text: email.text,
  priority: email.priority,
});

/** Whether the email must be alone in its request, because its idempotency key is its own. */
export const goesAlone = ({ separateCopies, copyOf }: Pick<Email, 'separateCopies' | 'copyOf'>): boolean =>
  separateCopies !== null || copyOf !== null;
