/** Settles emails whose outcome the provider's events did not reveal in time. */
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { isAnyOf } from '../../../db/any-of.js';
import type { Context } from '../../../platform/context.js';
import type { Transaction } from '../../../db/client.js';
import { dueSteps, emails } from '../../../db/schema.js';
import { revalidateEmails } from './revalidate.js';
import type { EmailRow } from './types.js';

export const isToSettle = (archiveId: string) =>
  and(eq(emails.archiveId, archiveId), eq(emails.state, 'unknown'), lte(emails.settleAt, sql`now()`));

/**
 * An email without an event that is still due is sent again under another idempotency key, and counted as a possible double. If only its
 * recipients have changed, for example because the owner's address was corrected, its steps are composed again for the new ones. One that
 * is no longer due stays unknown. A double email is a smaller harm than a lost one.
 */
export async function settleUnknown(context: Context, archiveId: string): Promise<number> {
  return context.sendPool.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(emails)
      .where(isToSettle(archiveId))
      .orderBy(asc(emails.id))
      .limit(100)
      .for('update', { skipLocked: true });
    if (rows.length === 0) return 0;
    const verdicts = await revalidateEmails(tx, context, archiveId, rows);
    const toResend = rows.filter(({ id }) => verdicts.get(id) === null).map(({ id }) => id);
    const obsolete = rows.filter(({ id }) => verdicts.get(id) !== null).map(({ id }) => id);
    const readdressed = rows.filter(({ id }) => verdicts.get(id) === 'recipients');
    await composeAgain(tx, archiveId, readdressed);
    if (toResend.length > 0) {
      await tx
        .update(emails)
        .set({ state: 'composed', batchId: null, batchPosition: null, settleAt: null, possibleDouble: true })
        .where(and(eq(emails.archiveId, archiveId), isAnyOf(emails.id, toResend)));
    }
    if (obsolete.length > 0) {
      await tx
        .update(emails)
        .set({ settleAt: null })
        .where(and(eq(emails.archiveId, archiveId), isAnyOf(emails.id, obsolete)));
      await tx
        .update(dueSteps)
        .set({ state: 'sent' })
        .where(
          and(eq(dueSteps.archiveId, archiveId), isAnyOf(dueSteps.emailId, obsolete), eq(dueSteps.state, 'composed')),
        );
    }
    context.log.warn(
      { archiveId, toResend: toResend.length, unknown: obsolete.length },
      'settled emails whose outcome was unknown',
    );
    return rows.length;
  });
}

/** Makes the steps due again. It counts as a possible double for everyone who is emailed a second time. */
async function composeAgain(tx: Transaction, archiveId: string, rows: readonly EmailRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await tx
    .update(dueSteps)
    .set({ state: 'due', emailId: null })
    .where(and(eq(dueSteps.archiveId, archiveId), isAnyOf(dueSteps.emailId, ids), eq(dueSteps.state, 'composed')));
  await tx
    .update(emails)
    .set({ possibleDouble: true })
    .where(and(eq(emails.archiveId, archiveId), isAnyOf(emails.id, ids)));
}
