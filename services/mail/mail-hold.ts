/** An operator holds all mail, and releases it (product.md, "An operator can hold and release all mail at any time"). */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { mailHold } from '../../db/schema.js';

export type Hold = typeof mailHold.$inferSelect;

export async function readHold(db: Db): Promise<Hold | null> {
  const [hold] = await db.select().from(mailHold);
  return hold ?? null;
}

/** Null when it is held already: whoever did that had a reason. */
export async function holdMail(db: Db, reason: string): Promise<Hold | null> {
  const [hold] = await db.insert(mailHold).values({ reason }).onConflictDoNothing().returning();
  return hold ?? null;
}

/** Returns what was held; null when nothing was. */
export async function releaseMail(db: Db): Promise<Hold | null> {
  const [hold] = await db.delete(mailHold).returning();
  return hold ?? null;
}

/** The archives whose mail waits, to wake their mailers. */
export async function archivesWithMail(db: Db): Promise<string[]> {
  const rows = await db.execute<{ archive_id: string }>(sql`
    select archive_id from due_steps where state = 'due'
    union select archive_id from emails where state in ('due', 'composed')
    union select archive_id from email_batches where state <> 'done'`);
  return rows.map((row) => row.archive_id);
}
