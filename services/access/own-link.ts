/** Account Owners who ask for their Personalized Link themselves: on the page of a dead link, or where people sign in. */
import { and, eq, gt, sql } from 'drizzle-orm';
import type { LinkMailRequest } from '../../domain/email-requests.js';
import { NEW_LINK_MINUTES } from '../../domain/limits.js';
import { PRIORITIES } from '../../domain/windows.js';
import type { Db } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { emails, mailHold, users } from '../../db/schema.js';

/** Whether an email is on its way, or why none is. */
export type OwnLinkRequest =
  | 'sent'
  /** One was requested in the last ten minutes, so another would only flood the mailbox. */
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
  // The row lock serializes concurrent requests, so each one sees the emails of the others.
  const [owner] = await db
    .select({ emailState: users.emailState })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, userId)))
    .for('no key update');
  if (owner?.emailState !== 'ok') return 'undeliverable';
  const [hold] = await db.select().from(mailHold);
  if (await wasRequestedLately(db, archiveId, userId)) return hold ? 'held' : 'sent_recently';
  const payload: LinkMailRequest = { why: 'requested' };
  await db.insert(emails).values({
    archiveId,
    id: newId('email'),
    kind: 'link',
    userId,
    payload,
    state: 'due',
    priority: PRIORITIES.requested,
  });
  return hold ? 'held' : 'sent';
}

async function wasRequestedLately(db: Db, archiveId: string, userId: string): Promise<boolean> {
  const [recent] = await db
    .select({ id: emails.id })
    .from(emails)
    .where(
      and(
        eq(emails.archiveId, archiveId),
        eq(emails.userId, userId),
        eq(emails.kind, 'link'),
        gt(emails.createdAt, sql`now() - ${NEW_LINK_MINUTES} * interval '1 minute'`),
      ),
    )
    .limit(1);
  return recent !== undefined;
}
