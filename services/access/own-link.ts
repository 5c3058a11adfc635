/** Account Owners who ask for their Personalized Link themselves: on the page of a dead link, or where people sign in. */
import { and, eq, gt, sql } from 'drizzle-orm';
import { NEW_LINK_MINUTES } from '../../domain/limits.js';
import type { AskedCause } from '../../domain/mail-limits.js';
import type { Db } from '../../db/client.js';
import { emails, mailHold, users } from '../../db/schema.js';
import { requestLinkMails, SECOND_CLICK } from '../outbox/requests.js';

/** Whether an email is on its way, or why none is. */
export type OwnLinkRequest =
  | 'sent'
  /** One was requested in the last ten minutes, or the mailbox has just got many, so another would only flood it. */
  | 'sent_recently'
  /** It is sent when an operator releases all mail. */
  | 'held'
  /** Emails to the address on file don't arrive. */
  | 'undeliverable';

const BY_OWNER = { why: 'requested', askedBy: 'owner' } as const;
const QUIET_SECONDS = NEW_LINK_MINUTES * 60;

/**
 * Emails the owner on file the current link, at most once in ten minutes, no matter how often someone asks. Notify `mail:<archive id>`
 * after the commit.
 */
export async function requestOwnLink(
  db: Db,
  archiveId: string,
  userId: string,
  cause: AskedCause = 'asked',
): Promise<OwnLinkRequest> {
  const [owner] = await db
    .select({ emailState: users.emailState })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  if (owner?.emailState !== 'ok') return 'undeliverable';
  const [hold] = await db.select().from(mailHold);
  const quietSeconds = (await wasAsked(db, archiveId, userId)) ? QUIET_SECONDS : SECOND_CLICK.quietSeconds;
  const quiet = { cause, quietSeconds };
  const [placement] = await requestLinkMails(db, archiveId, [userId], BY_OWNER, quiet);
  if (hold) return 'held';
  return placement?.outcome === 'queued' ? 'sent' : 'sent_recently';
}

/**
 * Whether the owner has asked in the last ten minutes. A link that the archive, an administrator, or Relink sent isn't an answer: whoever
 * asks for another one didn't find it.
 */
async function wasAsked(db: Db, archiveId: string, userId: string): Promise<boolean> {
  const asked = and(
    eq(emails.archiveId, archiveId),
    eq(emails.userId, userId),
    eq(emails.kind, 'link'),
    sql`${emails.payload} ->> 'askedBy' = ${BY_OWNER.askedBy}`,
    gt(emails.createdAt, sql`now() - ${QUIET_SECONDS} * interval '1 second'`),
  );
  return (await db.$count(emails, asked)) > 0;
}
