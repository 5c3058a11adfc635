/** Deletes stored credentials because the network, or the person who gave consent, demands it. */
import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../../audit/audit-log.js';
import { type Actor } from '../../../domain/actor.js';
import type { Transaction } from '../../../db/client.js';
import { accounts, credentials } from '../../../db/schema.js';

/**
 * Deletes credentials whose rows, and whose accounts' rows, the caller has locked. The audit log keeps their versions: the account's next credential
 * continues from there, so the old and new ones can't be confused (see `saveCredential`).
 */
export async function deletePermissions(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  rows: readonly (typeof credentials.$inferSelect)[],
): Promise<void> {
  if (rows.length === 0) return;
  const { archiveId, actor } = by;
  const ids = rows.map(({ id }) => id);
  await tx.delete(credentials).where(and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids)));
  const accountIds = rows.flatMap(({ accountId }) => accountId ?? []);
  if (accountIds.length > 0)
    await tx
      .update(accounts)
      .set({ authorizedSince: null })
      .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, accountIds)));
  await recordAudit(
    tx,
    rows.map(({ accountId, parentProfileId, version }) => ({
      archiveId,
      type: 'credential_deleted',
      actor,
      accountId: accountId ?? undefined,
      detail: { version, ...(parentProfileId !== null && { parentProfileId }) },
    })),
  );
}
