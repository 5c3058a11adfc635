/**
 * What a Parent Profile does not authorize any more: it signed in again, and the network did not name these accounts (a page was
 * left unticked, or taken from the person). Exactly these are disconnected; what the sign-in does authorize is repaired.
 */
import { and, eq, inArray } from 'drizzle-orm';
import type { Config } from '../../platform/config.js';
import type { ArchivedAccount } from '../../domain/ownership.js';
import type { Actor } from '../../domain/actor.js';
import { betterReason } from '../disconnects/refine-reason.js';
import type { Transaction } from '../../db/client.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import { credentials, disconnects } from '../../db/schema.js';

const REASON = 'permission_missing';

export interface Losing {
  archiveId: string;
  actor: Actor;
  now: Date;
  config: Pick<Config, 'dayMs' | 'windows'>;
}

/** Returns those that are disconnected now because of it. The accounts are locked. */
export async function disconnectLost(
  tx: Transaction,
  { archiveId, actor, now, config }: Losing,
  lost: readonly ArchivedAccount[],
): Promise<ArchivedAccount[]> {
  const ours = await authorizedHere(tx, archiveId, lost);
  const dayMs = config.dayMs;
  await acceptReports(
    tx,
    { archiveId, actor, now, dayMs, windows: config.windows },
    ours.map(({ id }) => ({ account: { id }, reason: REASON })),
  );
  const waiting = lost.filter(({ status }) => status === 'disconnected');
  const because = await changeReason(tx, { archiveId, actor }, waiting);
  return [...waiting.filter(({ id }) => because.has(id)), ...ours];
}

/** A connected account without a credential of ours is captured with what the archive has itself: that says nothing about it. */
async function authorizedHere(tx: Transaction, archiveId: string, lost: readonly ArchivedAccount[]) {
  const connected = lost.filter(({ status }) => status === 'connected');
  if (connected.length === 0) return [];
  const ids = connected.map(({ id }) => id);
  const rows = await tx
    .select({ id: credentials.accountId })
    .from(credentials)
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.accountId, ids)));
  const known = new Set(rows.map(({ id }) => id));
  return connected.filter(({ id }) => known.has(id));
}

/**
 * They wait for a reconnect anyway; now it is known why. Returns those for whom this is the reason. An account that is gone, or
 * behind a checkpoint, is not named by a sign-in either, and stays what it is.
 */
async function changeReason(
  tx: Transaction,
  { archiveId, actor }: Pick<Losing, 'archiveId' | 'actor'>,
  waiting: readonly ArchivedAccount[],
): Promise<ReadonlySet<string>> {
  if (waiting.length === 0) return new Set();
  const of = inArray(
    disconnects.accountId,
    waiting.map(({ id }) => id),
  );
  await betterReason(tx, { archiveId, actor }, of, { reason: REASON });
  const rows = await tx
    .select({ accountId: disconnects.accountId })
    .from(disconnects)
    .where(
      and(eq(disconnects.archiveId, archiveId), of, eq(disconnects.status, 'open'), eq(disconnects.reason, REASON)),
    );
  return new Set(rows.map(({ accountId }) => accountId));
}
