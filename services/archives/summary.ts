/** What every page shows about its archive. */
import { and, eq } from 'drizzle-orm';
import { archives, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';

/** The archive that a page belongs to, and its contact person. */
export interface ArchiveSummary {
  archiveName: string;
  /** The archive's name for the product, or the installation's name by default. */
  productName: string;
  timeZone: string;
  /** The Primary Administrator. For whom to tell a reader to ask, see whomToAsk(). */
  contact: { id: string; name: string; email: string } | null;
}

export async function readArchiveSummary(
  { db, config }: Pick<Context, 'db' | 'config'>,
  archiveId: string,
): Promise<ArchiveSummary> {
  const [row] = await db
    .select({
      archiveName: archives.name,
      productName: archives.productName,
      timeZone: archives.timeZone,
      id: users.id,
      name: users.name,
      email: users.email,
    })
    .from(archives)
    .leftJoin(users, and(eq(users.archiveId, archives.id), eq(users.adminRole, 'primary_administrator')))
    .where(eq(archives.id, archiveId));
  if (!row) throw new Error(`archive ${archiveId} is not in the database`);
  const { archiveName, productName, timeZone, id, name, email } = row;
  return {
    archiveName,
    productName: productName ?? config.productName,
    timeZone,
    contact: id && name && email ? { id, name, email } : null,
  };
}
