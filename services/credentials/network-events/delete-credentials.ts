/** Deletes stored permissions: because the network demands it, or the person whose they were. */
import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../../audit/audit-log.js';
import { type Actor } from '../../../domain/actor.js';
import type { Transaction } from '../../../db/client.js';
import { credentials } from '../../../db/schema.js';

/**
 * The caller holds the rows. The audit keeps the version that each had: the next permission of the account counts on from it, so that
 * nobody takes the new one for the old one (saveCredential).
 */
export async function forgetPermissions(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  rows: readonly (typeof credentials.$inferSelect)[],
): Promise<void> {
  if (rows.length === 0) return;
  const { archiveId, actor } = by;
  const ids = rows.map(({ id }) => id);
  await tx.delete(credentials).where(and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids)));
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
