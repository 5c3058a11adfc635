/** Reads and inserts archives, and reads the plan of each archive's email series. */
import { asc, eq } from 'drizzle-orm';
import type { SeriesPlan } from '../../domain/series.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { archives } from '../../db/schema.js';

export type Archive = typeof archives.$inferSelect;

/** @throws {Error} when it doesn't exist, since archive ids come from keys and sessions, never from user input */
export async function findArchive(db: Db, archiveId: string): Promise<Archive> {
  const [archive] = await db.select().from(archives).where(eq(archives.id, archiveId));
  if (!archive) throw new Error(`archive ${archiveId} is not in the database`);
  return archive;
}

/** Lists all archives, for the operator. */
export async function findArchives(db: Db): Promise<Archive[]> {
  return db.select().from(archives).orderBy(asc(archives.id));
}

/** Inserts an archive. Its Primary Administrator must be added in the same transaction. */
export async function insertArchive(db: Db, input: { name: string; timeZone?: string }): Promise<Archive> {
  const [added] = await db
    .insert(archives)
    .values({ id: newId('archive'), ...input })
    .returning();
  return added!;
}

/** Returns the day counts that the archive has set for its series. */
export async function planOf(db: Db, archiveId: string): Promise<SeriesPlan> {
  const { stepDays, seriesDays } = await findArchive(db, archiveId);
  return { stepDays, seriesDays };
}
