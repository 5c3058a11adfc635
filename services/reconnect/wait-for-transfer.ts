/** A transfer takes moments: whoever comes while it runs waits for its end, and is told only when that takes longer. */
import { and, eq } from 'drizzle-orm';
import { setTimeout } from 'node:timers/promises';
import type { Database } from '../../db/client.js';
import { accounts } from '../../db/schema.js';
import { isInTransfer } from '../../db/joins.js';

/** A person waits so long for a page without wondering. */
const PATIENCE_MS = 4000;
const LOOK_EVERY_MS = 100;

/** Does `attempt` again while a transfer is in its way, for a few seconds; then what it says stands. */
export async function afterTransfer<T>(attempt: () => Promise<T>, isInTheWay: (result: T) => boolean): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = await attempt();
    if (!isInTheWay(result) || Date.now() >= until) return result;
    await setTimeout(LOOK_EVERY_MS);
  }
}

/** Resolves when no transfer of the account is under way, or after a few seconds. */
export async function transferEnded(db: Database, archiveId: string, accountId: string): Promise<void> {
  const look = async () => {
    const [row] = await db
      .select({ inTransfer: isInTransfer })
      .from(accounts)
      .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId)));
    return row?.inTransfer ?? false;
  };
  await afterTransfer(look, (inTransfer) => inTransfer);
}
