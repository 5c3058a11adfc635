/** Lets operators put all mail on hold, and release it. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import type { Windows } from '../../domain/windows.js';
import { mailHold } from '../../db/schema.js';
import { findArchivesWithMail } from './mailers.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';

export type Hold = typeof mailHold.$inferSelect;

export async function readHold(db: Db): Promise<Hold | null> {
  const [hold] = await db.select().from(mailHold);
  return hold ?? null;
}

/** Puts mail on hold. Returns null when it already is, and keeps the reason that was given then. */
export async function holdMail(db: Db, reason: string): Promise<Hold | null> {
  const [hold] = await db.insert(mailHold).values({ reason }).onConflictDoNothing().returning();
  return hold ?? null;
}

/** Releases mail, and notifies the mailers of all archives with waiting mail. Returns the hold; null when there was none. */
export async function releaseMail(context: DatabaseContext): Promise<Hold | null> {
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const [hold] = await tx.delete(mailHold).returning();
    notify(...(await findArchivesWithMail(tx)).map((archiveId) => `mail:${archiveId}` as const));
    return hold ?? null;
  });
}

/** Mail that has waited longer than this waits for something else than its turn: an operator, the provider, a decision. */
const TURN_SECONDS = 60;

/** Whether first emails could go out right now, or are on their way to the provider. */
export async function isMailWaiting(db: Db, { firstEmail }: Pick<Windows, 'firstEmail'>): Promise<boolean> {
  const [row] = await db.execute<{ waiting: boolean }>(sql`
    select exists (select from due_steps where state = 'due' and raised_at <= now() - ${firstEmail} * interval '1 millisecond'
        and raised_at > now() - ${firstEmail} * interval '1 millisecond' - ${TURN_SECONDS} * interval '1 second'
        and (not_before is null or not_before <= now()))
      or exists (select from emails where state = 'composed' and created_at > now() - ${TURN_SECONDS} * interval '1 second') as waiting`);
  return row!.waiting;
}
