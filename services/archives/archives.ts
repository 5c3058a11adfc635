import { eq } from 'drizzle-orm';
import { planProblem, type SeriesPlan } from '../../domain/series.js';
import { Refusal } from '../../domain/refusal.js';
import type { Locale } from '../../domain/locales.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { archives } from '../../db/schema.js';

export type Archive = typeof archives.$inferSelect;

/** @throws {Error} when there is none: ids of archives come from keys and sessions, never from people */
export async function readArchive(db: Db, archiveId: string): Promise<Archive> {
  const [archive] = await db.select().from(archives).where(eq(archives.id, archiveId));
  if (!archive) throw new Error(`archive ${archiveId} is not in the database`);
  return archive;
}

/** An archive needs its Primary Administrator in the same transaction. */
export async function addArchive(db: Db, named: { name: string; timeZone?: string }): Promise<Archive> {
  const [added] = await db
    .insert(archives)
    .values({ id: newId('archive'), ...named })
    .returning();
  return added!;
}

/** The archive's own day counts. */
export async function planOf(db: Db, archiveId: string): Promise<SeriesPlan> {
  const { stepDays, seriesDays } = await readArchive(db, archiveId);
  return { stepDays, seriesDays };
}

export interface ArchiveSettings {
  name: string;
  productName: string;
  senderName: string | null;
  timeZone: string;
  locale: Locale;
  stepDays: number[];
  seriesDays: number;
  signInKey: Record<string, unknown> | null;
  surgeHoldEnabled: boolean;
  surgeHoldShare: number;
  surgeHoldCount: number;
}

/** @throws {Refusal} `series_settings` when the days make no series */
export async function changeSettings(db: Db, archiveId: string, change: Partial<ArchiveSettings>): Promise<Archive> {
  // Two changes at once could each fit the old days and not each other.
  await db.select().from(archives).where(eq(archives.id, archiveId)).for('no key update');
  const archive = await readArchive(db, archiveId);
  const problem = planProblem({ ...archive, ...change });
  if (problem) throw new Refusal('series_settings', { errors: [problem] });
  if (Object.keys(change).length === 0) return archive;
  const [changed] = await db.update(archives).set(change).where(eq(archives.id, archiveId)).returning();
  return changed!;
}
