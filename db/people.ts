/** What people choose for themselves. */
import { and, eq } from 'drizzle-orm';
import type { Locale } from '../domain/locales.js';
import type { Db } from './client.js';
import { users } from './schema.js';

export async function setLocale(db: Db, archiveId: string, userId: string, locale: Locale | null): Promise<void> {
  await db
    .update(users)
    .set({ locale })
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
}
