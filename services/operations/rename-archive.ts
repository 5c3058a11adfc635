/** Changes what an archive and its product are called. Only operators do, on the command line: they vouch for both names. */
import { eq } from 'drizzle-orm';
import { archives } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { findArchiveReadAs, findSenderReadAs, type ArchiveReadAs } from '../archives/archive-names.js';
import { recordAudit } from '../audit/audit-log.js';

export interface NewNames {
  name?: string;
  /** Null: the installation's product name. */
  productName?: string | null;
}

export type RenamedArchive =
  | { outcome: 'renamed' | 'unchanged'; name: string; productName: string | null }
  | { outcome: 'name_taken'; other: ArchiveReadAs }
  | { outcome: 'product_name_taken'; other: ArchiveReadAs }
  | { outcome: 'no_archive' };

export async function renameArchive(
  context: DatabaseContext,
  actor: Actor,
  archiveId: string,
  names: NewNames,
): Promise<RenamedArchive> {
  return inUnitOfWork(context, async ({ tx }): Promise<RenamedArchive> => {
    const [before] = await tx.select().from(archives).where(eq(archives.id, archiveId)).for('no key update');
    if (!before) return { outcome: 'no_archive' };
    const other = names.name === undefined ? null : await findArchiveReadAs(tx, names.name, archiveId);
    if (other) return { outcome: 'name_taken', other };
    const sender = names.productName ? await findSenderReadAs(tx, names.productName, archiveId) : null;
    if (sender) return { outcome: 'product_name_taken', other: sender };
    const { name = before.name, productName = before.productName } = names;
    const changed = {
      ...(name !== before.name && { name }),
      ...(productName !== before.productName && { productName }),
    };
    if (Object.keys(changed).length === 0) return { outcome: 'unchanged', name, productName };
    await tx.update(archives).set(changed).where(eq(archives.id, archiveId));
    await recordAudit(tx, [{ archiveId, type: 'settings_changed', actor, detail: changed }]);
    return { outcome: 'renamed', name, productName };
  });
}
