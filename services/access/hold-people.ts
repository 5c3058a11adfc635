/** Keeps people from being removed while something is written that belongs to them. */
import { and, asc, eq } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** Rows per statement. */
const CHUNK = 500;

/**
 * Waits for whoever is removing or changing one of them. Returns those who are still there, and stay until the transaction ends. All other
 * changes to them can go on.
 */
export async function holdPeople(db: Db, archiveId: string, userIds: readonly string[]): Promise<Set<string>> {
  const here = new Set<string>();
  for (const chunk of chunksOf([...new Set(userIds)].sort(), CHUNK)) {
    const rows = await db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, chunk)))
      .orderBy(asc(users.id))
      .for('key share');
    for (const { id } of rows) here.add(id);
  }
  return here;
}
