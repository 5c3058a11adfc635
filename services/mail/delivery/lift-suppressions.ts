/** Takes addresses that are tried again off the provider's suppression list, before the next email to them. */
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../../platform/context.js';
import { acquireRateSlot } from '../../../platform/rate-limit.js';
import { users } from '../../../db/schema.js';

const AT_A_TIME = 20;

export const isToBeTriedAgain = (archiveId: string) =>
  and(eq(users.archiveId, archiveId), eq(users.liftSuppression, true));

export async function liftSuppressions(context: Context, archiveId: string): Promise<void> {
  const { db, config, provider, log } = context;
  const waiting = await db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(isToBeTriedAgain(archiveId))
    .limit(AT_A_TIME);
  for (const { id, email } of waiting) {
    const wait = await acquireRateSlot(db, 'resend', config.mail.requestsPerSecond);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const outcome = await provider.liftSuppression(email);
    if (outcome.kind === 'retry') continue;
    if (outcome.kind === 'refused')
      log.warn(
        { archiveId, userId: id, reason: outcome.reason },
        'the provider would not take an address off its suppression list; do it in the provider’s dashboard',
      );
    await db
      .update(users)
      .set({ liftSuppression: false })
      .where(and(eq(users.archiveId, archiveId), eq(users.id, id), eq(users.email, email)));
  }
}
