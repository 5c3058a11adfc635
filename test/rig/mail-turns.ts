/** Emails that wait for their turn (services/outbox/mail-budgets.ts). */
import { isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { emails, mailBudgets } from '../../db/schema.js';

/** Makes every turn come this much earlier, such as `3 minutes`. */
export async function bringTurnsForward(db: Database, by: string): Promise<void> {
  await db.update(mailBudgets).set({ reservedUntil: sql`${mailBudgets.reservedUntil} - ${by}::interval` });
  await db
    .update(emails)
    .set({ notBefore: sql`${emails.notBefore} - ${by}::interval` })
    .where(isNotNull(emails.notBefore));
}
