/** Opens a Personalized Link, or handles a request to replace a dead one. Possession of the link is the permission. */
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.js';
import { linkIdIn, readLinkFragment } from '../../domain/secret-urls.js';
import type { Db } from '../../db/client.js';
import { openDisconnectOfAccount, ownerOfAccount } from '../../db/joins.js';
import { accounts, audit, disconnects, users } from '../../db/schema.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { enterThroughLink, type ArrivingBrowser } from '../access/enter.js';
import { requestOwnLink, type OwnLinkRequest } from '../access/own-link.js';
import { findLink, openLink, type OpenedLink, type PersonalizedLink } from '../access/personalized-links.js';
import { recordAudit } from '../audit/audit-log.js';
import { id } from '../input/fields.js';

/** A link's fragment as the page's script finds it, or its parts. */
const GivenLink = z.union([
  z.strictObject({ fragment: z.string().max(4000) }),
  z
    .strictObject({ link: id, secret: id, account: id.optional() })
    .transform(({ link, secret, account }) => ({ fragment: [link, secret, ...(account ? [account] : [])].join('.') })),
]);

type JudgedLink = OpenedLink & {
  account?: string;
  /** Whose link it is, if that is known: by its whole secret, or by its ID when the rest is cut or damaged. */
  of: PersonalizedLink | null;
};

/** Judges a link's fragment. A malformed one counts as unknown, or as cut when only its beginning is there. */
async function checkFragment({ db, config }: Context, given: unknown): Promise<JudgedLink> {
  const parsed = GivenLink.safeParse(given);
  if (!parsed.success) return { outcome: 'unknown', of: null };
  const { fragment } = parsed.data;
  const read = readLinkFragment(fragment);
  const opened = read
    ? { ...(await openLink(db, config.keys, config.windows, read.link, read.secret)), account: read.account }
    : ({ outcome: 'cut' } as const);
  if ('link' in opened) return { ...opened, of: opened.link };
  const linkId = linkIdIn(fragment);
  return { ...opened, of: linkId === null ? null : await findLink(db, linkId) };
}

/**
 * Begins a visit. Returns the secret for the cookie (null when the browser goes on with the session that it has), and the account that
 * the link was about.
 * @throws {Refusal} `link_unknown`, `link_dead`, `other_person`
 */
export async function visitThroughLink(
  context: Context,
  fragment: unknown,
  browser: ArrivingBrowser,
): Promise<{ secret: string | null; account: string | undefined }> {
  const opened = await checkFragment(context, fragment);
  if (opened.outcome === 'unknown' || opened.outcome === 'cut')
    throw new Refusal('link_unknown', {
      ...(opened.outcome === 'cut' && { cut: true }),
      ...(opened.of && { owner: 'known' }),
    });
  if (opened.outcome === 'dead') throw new Refusal('link_dead', { why: opened.why });
  const { link, account } = opened;
  return inUnitOfWork(context, async ({ tx }) => {
    const secret = await enterThroughLink(tx, link, browser);
    await recordLinkOpened(tx, link);
    return { secret, account };
  });
}

/**
 * Emails the current link to the owner of a link that is dead, cut, or damaged. The link's ID is enough, because it is random, only in the
 * link, and opens nothing: whoever has it learns whether an email to its owner is on its way. Anyone else learns nothing, and gets null.
 */
export async function requestNewLink(context: Context, fragment: unknown): Promise<OwnLinkRequest | null> {
  const opened = await checkFragment(context, fragment);
  if (opened.outcome === 'valid' || opened.of === null) return null;
  const { archiveId, userId } = opened.of;
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const outcome = await requestOwnLink(tx, archiveId, userId);
    if (outcome === 'sent') notify(`mail:${archiveId}`);
    return outcome;
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
