/** Account Owners who ask for their Personalized Link themselves: on the page of a dead link, or where people sign in. */
import { and, eq } from 'drizzle-orm';
import { NEW_LINK_MINUTES } from '../../domain/limits.js';
import type { Db } from '../../db/client.js';
import { mailHold, users } from '../../db/schema.js';
import { requestLinkMails } from '../outbox/requests.js';

/** Whether an email is on its way, or why none is. */
export type OwnLinkRequest =
  | 'sent'
  /** One was requested in the last ten minutes, or the mailbox has just got many, so another would only flood it. */
  | 'sent_recently'
  /** It is sent when an operator releases all mail. */
  | 'held'
  /** Emails to the address on file don't arrive. */
  | 'undeliverable';

/**
 * Emails the owner on file the current link, at most once in ten minutes, no matter how often someone asks. Notify `mail:<archive id>`
 * after the commit.
 */
export async function requestOwnLink(db: Db, archiveId: string, userId: string): Promise<OwnLinkRequest> {
  const [owner] = await db
    .select({ emailState: users.emailState })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)));
  if (owner?.emailState !== 'ok') return 'undeliverable';
  const [hold] = await db.select().from(mailHold);
  const quiet = { cause: 'asked' as const, quietSeconds: NEW_LINK_MINUTES * 60 };
  const [placement] = await requestLinkMails(db, archiveId, [userId], { why: 'requested' }, quiet);
  if (hold) return 'held';
  return placement?.outcome === 'queued' ? 'sent' : 'sent_recently';
}
