/** Changes that happen elsewhere while someone is looking at a page. */
import type { Context } from '../../platform/context.js';
import { closeDisconnects, markAccounts } from '../../services/disconnects/close.js';

/** Marks the accounts as captured again, and notifies the pages as the API does. */
export async function markReconnected(context: Context, archiveId: string, accountIds: readonly string[]) {
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    await closeDisconnects(tx, {
      archiveId,
      accountIds,
      as: 'reconnected',
      actor: { kind: 'archive', name: 'Test' },
      now,
    });
    await markAccounts(tx, archiveId, accountIds, { status: 'connected', now });
  });
  context.notifier.notify('workflows');
}
