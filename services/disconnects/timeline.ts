/** One disconnect with its account, its owner, and its complete timeline. */
import { and, eq } from 'drizzle-orm';
import { notFound } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Context } from '../../platform/context.js';
import { planOf } from '../archives/archives.js';
import { readTimeline, type TimelineEvent } from '../audit/audit-log.js';
import type { Db } from '../../db/client.js';
import { gapOf } from './capture-gaps.js';
import { ownersOf, readHistory, type OwnerOfTime } from './gap-history.js';
import { shownWith, type ShownDisconnect } from './queries.js';
import { accountOfDisconnect, ownerOfAccount } from '../../db/joins.js';
import { accounts, disconnects, users } from '../../db/schema.js';

export interface Episode {
  disconnect: ShownDisconnect;
  account: { id: string; name: string; network: NetworkName; deleted: boolean };
  /** The account's current owner; null when the account was deleted. */
  owner: { id: string; name: string; isReachable: boolean } | null;
  /** Whose it was during the disconnect. */
  owners: OwnerOfTime[];
}

/** @param ownerId the owner whose accounts the caller can see; null for all. @throws {Refusal} `not_found` */
export async function findEpisode(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  archiveId: string,
  disconnectId: string,
  ownerId: string | null,
): Promise<Episode> {
  const { db } = context;
  const [row] = await db
    .select({ disconnect: disconnects, account: accounts, ownerName: users.name, emailState: users.emailState })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .leftJoin(users, ownerOfAccount)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.id, disconnectId),
        ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
      ),
    );
  if (!row) throw notFound('disconnect');
  const { id, name, network, deletedAt, ownerId: owns } = row.account;
  const owner = owns === null ? null : { id: owns, name: row.ownerName ?? '', isReachable: row.emailState === 'ok' };
  const history = await readHistory(db, archiveId, { accountIds: [id], disconnectIds: [disconnectId] });
  return {
    disconnect: shownWith(context, await planOf(db, archiveId))({ ...row.disconnect, ownerId: owns }),
    account: { id, name, network, deleted: deletedAt !== null },
    owner,
    owners: ownersOf(history, { id: disconnectId, accountId: id, ...gapOf(row.disconnect) }, owner),
  };
}

const CHUNK = 500;

/** Yields the whole timeline, oldest first, in chunks to limit memory use. */
export async function* timelineParts(db: Db, archiveId: string, disconnectId: string): AsyncGenerator<TimelineEvent[]> {
  let after: string | null = null;
  for (;;) {
    const part: TimelineEvent[] = await readTimeline(db, archiveId, disconnectId, after, CHUNK);
    if (part.length > 0) yield part;
    if (part.length < CHUNK) return;
    after = part.at(-1)!.id;
  }
}
