/** The archives, and the plan of each one's series. */
import { asc, eq } from 'drizzle-orm';
import type { SeriesPlan } from '../../domain/series.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { archives } from '../../db/schema.js';

export type Archive = typeof archives.$inferSelect;

/** @throws {Error} when there is none: ids of archives come from keys and sessions, never from people */
export async function findArchive(db: Db, archiveId: string): Promise<Archive> {
  const [archive] = await db.select().from(archives).where(eq(archives.id, archiveId));
  if (!archive) throw new Error(`archive ${archiveId} is not in the database`);
  return archive;
}

/** All of them, for the operator. */
export async function findArchives(db: Db): Promise<Archive[]> {
  return db.select().from(archives).orderBy(asc(archives.id));
}

/** An archive needs its Primary Administrator in the same transaction. */
export async function insertArchive(db: Db, named: { name: string; timeZone?: string }): Promise<Archive> {
  const [added] = await db
    .insert(archives)
    .values({ id: newId('archive'), ...named })
    .returning();
  return added!;
}

/** The archive's own day counts. */
export async function planOf(db: Db, archiveId: string): Promise<SeriesPlan> {
  const { stepDays, seriesDays } = await findArchive(db, archiveId);
  return { stepDays, seriesDays };
}
