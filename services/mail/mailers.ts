/** Which archives have mail that nobody looks after, and who looks after the others. */
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { mailers } from '../../db/schema.js';
import { MAIL_RECHECK_MS } from '../../domain/windows.js';

/** A mailer moves its time forward well before it has passed. */
const ATTENDED_SECONDS = 60;
export const ATTEND_EVERY_MS = 20_000;
/** How much later than announced a mailer can look again, before it stands still. */
const LATE_SECONDS = 2;
/** A mailer that is this late, although it was signaled, doesn't come back by itself. With hundreds of archives, it may wait for its turn. */
const STUCK_SECONDS = 300;

/** Notes that a mailer looks after this archive's mail and hears hints. */
export const attendMail = (db: Db, archiveId: string): Promise<void> =>
  note(db, archiveId, true, ATTENDED_SECONDS * 1000);

/** Notes that a mailer hears no hints anymore and looks again in `nextInMs` milliseconds, or, with null, not unless it's started. */
export async function leaveMail(db: Db, archiveId: string, nextInMs: number | null): Promise<void> {
  if (nextInMs === null) await db.delete(mailers).where(eq(mailers.archiveId, archiveId));
  else await note(db, archiveId, false, Math.min(nextInMs, MAIL_RECHECK_MS));
}

async function note(db: Db, archiveId: string, isListening: boolean, inMs: number): Promise<void> {
  const row = { looksAgainAt: sql`now() + ${inMs} * interval '1 millisecond'`, isListening };
  await db
    .insert(mailers)
    .values({ archiveId, ...row })
    .onConflictDoUpdate({ target: mailers.archiveId, set: row });
}

/** Returns which of these archives have no mailer that hears hints. */
export async function findDeaf(db: Db, archiveIds: readonly string[]): Promise<string[]> {
  if (archiveIds.length === 0) return [];
  const rows = await db.execute<{ id: string }>(sql`
    select id from unnest(${sql.param(archiveIds)}::text[]) id
    where not exists (select from mailers where archive_id = id and is_listening and looks_again_at > now())`);
  return rows.map(({ id }) => id);
}

/** Whether an archive has mail that waits to be composed, to be sent, or for its outcome to be settled. */
const hasMail = sql`(
  exists (select from due_steps where archive_id = archives.id and state = 'due')
  or exists (select from emails where archive_id = archives.id and state in ('due', 'composed') and batch_id is null)
  or exists (select from email_batches where archive_id = archives.id and state <> 'done')
  or exists (select from emails where archive_id = archives.id and state = 'unknown' and settle_at is not null))`;

export async function findArchivesWithMail(db: Db): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`select id from archives where ${hasMail}`);
  return rows.map(({ id }) => id);
}

/** Finds archives with mail that no mailer looks after in time. `stuck`: its mailer was expected so long ago that it must be replaced. */
export async function findUnattended(db: Db): Promise<{ archiveId: string; stuck: boolean }[]> {
  const rows = await db.execute<{ id: string; stuck: boolean }>(sql`
    select archives.id, coalesce(looks_again_at < now() - ${STUCK_SECONDS} * interval '1 second', false) as stuck
    from archives left join mailers on mailers.archive_id = archives.id
    where (looks_again_at is null or looks_again_at < now() - ${LATE_SECONDS} * interval '1 second') and ${hasMail}`);
  return rows.map(({ id, stuck }) => ({ archiveId: id, stuck }));
}
