/** Makes callbacks idempotent: one that is repeated or replayed has no effect. */
import type { Transaction } from '../../../db/client.js';
import { webhookEvents } from '../../../db/schema.js';

/** Claims an event; false when it was handled before. Concurrent calls wait for the first one to commit or roll back. */
export async function claimEvent(
  tx: Transaction,
  provider: 'meta' | 'google' | 'resend',
  id: string,
): Promise<boolean> {
  const inserted = await tx
    .insert(webhookEvents)
    .values({ provider, id })
    .onConflictDoNothing()
    .returning({ id: webhookEvents.id });
  return inserted.length > 0;
}
