/** Keeps people from being removed, or from being written about twice at once, while something is written that belongs to them. */
import { and, asc, eq } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { Db, Transaction } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** Rows per statement. */
const CHUNK = 500;

/**
 * Waits for whoever is removing one of them. Returns those who are still there, and stay until the transaction ends. Changes to them can
 * go on.
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

/** Makes concurrent transactions about the person see each other: the second waits for the first. Returns false if the person is gone. */
export async function lockPerson(tx: Transaction, archiveId: string, userId: string): Promise<boolean> {
  const here = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)))
    .for('no key update');
  return here.length > 0;
}
