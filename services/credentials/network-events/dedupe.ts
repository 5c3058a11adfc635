/** A callback acts once: whoever repeats it, and whoever replays it, finds it remembered. */
import type { Transaction } from '../../../db/client.js';
import { webhookEvents } from '../../../db/schema.js';

/** False: it was acted on before. Many at once wait for the first of them, which decides. */
export async function claimEvent(
  tx: Transaction,
  provider: 'meta' | 'google' | 'resend',
  id: string,
): Promise<boolean> {
  const fresh = await tx
    .insert(webhookEvents)
    .values({ provider, id })
    .onConflictDoNothing()
    .returning({ id: webhookEvents.id });
  return fresh.length > 0;
}
