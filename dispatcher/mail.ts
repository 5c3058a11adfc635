/** Archives with mail that is due get a running mailer. */
import type { Client } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { mailIsHeld } from '../activities/mail/batches.js';
import type { Context } from '../context.js';
import { ensureMailer } from '../temporal.js';

/** @param told archives that something new is due in: their running mailers are woken, others are left to their timers */
export async function ensureMailers(context: Context, client: Client, told: readonly string[]): Promise<void> {
  if (await mailIsHeld(context.db)) return;
  for (const archiveId of told) await ensureMailer(client, archiveId, true);
  for (const archiveId of await archivesWithMail(context)) {
    if (!told.includes(archiveId)) await ensureMailer(client, archiveId, false);
  }
}

async function archivesWithMail({ db }: Context): Promise<string[]> {
  const rows = await db.execute<{ archive_id: string }>(sql`
    select archive_id from due_steps where state = 'due'
    union select archive_id from emails where state in ('due', 'composed') and batch_id is null
    union select archive_id from email_batches where state <> 'done'
    union select archive_id from emails where state = 'unknown' and settle_at is not null`);
  return [...rows].map((row) => row.archive_id);
}
