import { and, eq, isNotNull } from 'drizzle-orm';
import { notifiedAdministrators } from '../../domain/recipients.js';
import type { Db } from '../../db/client.js';
import { users } from '../../db/schema.js';

/** Finds the IDs of the administrators who are notified immediately when something needs an administrator. */
export async function findNotifiedAdministratorIds(db: Db, archiveId: string): Promise<string[]> {
  return notifiedAdministrators(await readAdministrators(db, archiveId)).map(({ id }) => id);
}

/**
 * Finds whom to tell that emails don't reach `exceptId`. If that is everyone who is notified immediately, the other Full Access System
 * Administrators are told: an unwanted email does less harm than a disconnect that no one hears of.
 */
export async function findReachableAdministratorIds(db: Db, archiveId: string, exceptId: string): Promise<string[]> {
  const others = (await readAdministrators(db, archiveId)).filter(({ id }) => id !== exceptId);
  const notified = notifiedAdministrators(others);
  const told =
    notified.length > 0
      ? notified
      : others.filter(({ role, emailState }) => role === 'full_access_administrator' && emailState === 'ok');
  return told.map(({ id }) => id);
}

async function readAdministrators(db: Db, archiveId: string) {
  const rows = await db
    .select()
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isNotNull(users.adminRole)));
  return rows.flatMap((row) => (row.adminRole ? [{ ...row, role: row.adminRole }] : []));
}
