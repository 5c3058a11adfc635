/** What people choose for themselves. */
import { and, eq } from 'drizzle-orm';
import type { Locale } from '../../domain/locales.js';
import { recordAudit } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

export interface OwnPreferences {
  locale: Locale | null;
  timeZone: string | null;
  immediateErrorNotifications: boolean;
  weeklyErrorSummary: boolean;
}

export async function setLocale(db: Db, archiveId: string, userId: string, locale: Locale): Promise<void> {
  await db
    .update(users)
    .set({ locale })
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
}

/** Everybody may change their own, whatever their role. */
export async function setPreferences(
  db: Db,
  person: { archiveId: string; userId: string; actor: Actor },
  to: Partial<OwnPreferences>,
): Promise<void> {
  const { archiveId, userId, actor } = person;
  await db
    .update(users)
    .set(to)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  await recordAudit(db, [
    { archiveId, type: 'preferences_changed', actor, userId, detail: { fields: Object.keys(to) } },
  ]);
}
