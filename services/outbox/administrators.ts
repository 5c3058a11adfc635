import { and, eq, isNotNull } from 'drizzle-orm';
import { notifiedAdministrators } from '../../domain/recipients.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** Finds the IDs of the administrators who are notified immediately when something needs an administrator. */
export async function findNotifiedAdministratorIds(db: Db, archiveId: string): Promise<string[]> {
  const rows = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isNotNull(users.adminRole)));
  const administrators = rows.flatMap((row) => (row.adminRole ? [{ ...row, role: row.adminRole }] : []));
  return notifiedAdministrators(administrators).map(({ id }) => id);
}
