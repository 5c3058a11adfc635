/** A Personalized Link was opened, or found dead by somebody who asks for a new one. */
import { and, eq, gt, sql } from 'drizzle-orm';
import { recordAudit } from '../audit/audit-log.js';
import type { Db } from '../../db/client.js';
import type { PersonalizedLink } from '../access/personalized-links.js';
import { requestLinkMails } from '../outbox/requests.js';
import { openDisconnectOfAccount, ownerOfAccount } from '../../db/joins.js';
import { accounts, audit, disconnects, emails, users } from '../../db/schema.js';

/** In the timeline of every open disconnect of the owner, but not again and again within an hour. */
export async function recordLinkOpened(db: Db, link: PersonalizedLink): Promise<void> {
  const { archiveId, userId } = link;
  const rows = await db
    .select({ disconnectId: disconnects.id, accountId: accounts.id, name: users.name })
    .from(accounts)
    .innerJoin(users, ownerOfAccount)
    .innerJoin(disconnects, openDisconnectOfAccount)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        eq(accounts.ownerId, userId),
        sql`not exists (select from ${audit} where ${audit.archiveId} = ${accounts.archiveId}
          and ${audit.disconnectId} = ${disconnects.id} and ${audit.type} = 'link_opened' and ${audit.at} > now() - interval '1 hour')`,
      ),
    );
  await recordAudit(
    db,
    rows.map(({ disconnectId, accountId, name }) => ({
      archiveId,
      type: 'link_opened',
      actor: { kind: 'link' as const, id: link.id, name: `through the Personalized Link of ${name}` },
      userId,
      disconnectId,
      accountId,
    })),
  );
}

/**
 * Emails the owner on file the link that works now: one email in ten minutes, however often somebody asks.
 * True when there is an email to send.
 */
export async function requestNewLink(db: Db, link: PersonalizedLink): Promise<boolean> {
  const { archiveId, userId } = link;
  const [recent] = await db
    .select({ id: emails.id })
    .from(emails)
    .where(
      and(
        eq(emails.archiveId, archiveId),
        eq(emails.userId, userId),
        eq(emails.kind, 'link'),
        gt(emails.createdAt, sql`now() - interval '10 minutes'`),
      ),
    )
    .limit(1);
  if (recent) return false;
  await requestLinkMails(db, archiveId, [userId], { why: 'requested' });
  return true;
}
