/** Opens a Personalized Link, or handles a request to replace a dead one. Possession of the link is the permission. */
import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import { openDisconnectOfAccount, ownerOfAccount } from '../../db/joins.js';
import { accounts, audit, disconnects, emails, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { openLink, type OpenedLink, type PersonalizedLink } from '../access/personalized-links.js';
import { startLinkSession } from '../access/sessions.js';
import { recordAudit } from '../audit/audit-log.js';
import { id } from '../input/fields.js';
import { requestLinkMails } from '../outbox/requests.js';

/** The parts of a link's fragment, as the page's script sends them. */
const LinkFragment = z.strictObject({ link: id, secret: id, account: id.optional() });

/** Judges a link's fragment. A malformed one counts as unknown. */
async function checkFragment({ db, config }: Context, fragment: unknown): Promise<OpenedLink & { account?: string }> {
  const parsed = LinkFragment.safeParse(fragment);
  if (!parsed.success) return { outcome: 'unknown' };
  const { link, secret, account } = parsed.data;
  return { ...(await openLink(db, config.keys, config.windows, link, secret)), account };
}

/**
 * Begins a visit. Returns the secret for the cookie, and the account that the link was about.
 * @throws {Refusal} `link_unknown`, `link_dead`
 */
export async function visitThroughLink(
  context: Context,
  fragment: unknown,
): Promise<{ secret: string; account: string | undefined }> {
  const opened = await checkFragment(context, fragment);
  if (opened.outcome === 'unknown') throw new Refusal('link_unknown', {});
  if (opened.outcome === 'dead') throw new Refusal('link_dead', {});
  const { link, account } = opened;
  return inUnitOfWork(context, async ({ tx }) => {
    const secret = await startLinkSession(tx, link);
    await recordLinkOpened(tx, link);
    return { secret, account };
  });
}

/** Emails the current link to the owner of a dead link. Reveals nothing to the caller. */
export async function requestNewLink(context: Context, fragment: unknown): Promise<void> {
  const opened = await checkFragment(context, fragment);
  if (opened.outcome !== 'dead') return;
  const { archiveId } = opened.link;
  await inUnitOfWork(context, async ({ tx, notify }) => {
    if (await emailNewLink(tx, opened.link)) notify(`mail:${archiveId}`);
  });
}

/** Records the visit in the timeline of every open disconnect of the owner, at most once an hour. */
async function recordLinkOpened(db: Db, link: PersonalizedLink): Promise<void> {
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
      actor: { kind: 'link' as const, id: link.id, name },
      userId,
      disconnectId,
      accountId,
    })),
  );
}

/**
 * Emails the owner on file the current link, at most once in ten minutes, no matter how often someone asks.
 * Returns true when there is an email to send.
 */
async function emailNewLink(db: Db, link: PersonalizedLink): Promise<boolean> {
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
