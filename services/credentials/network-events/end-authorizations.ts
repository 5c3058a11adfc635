/** Handles a network's notice that authorizations have ended: disconnects the accounts they captured, whoever owns those. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { PROVIDER_LABELS } from '../../../domain/networks.js';
import type { Reason } from '../../../domain/reasons.js';
import { VAGUE_REASONS } from '../../../domain/token-checks.js';
import type { Actor } from '../../../domain/actor.js';
import { refineVagueReason } from '../../disconnects/refine-reason.js';
import type { Transaction } from '../../../db/client.js';
import { acceptReports } from '../../disconnects/accept-reports.js';
import { credentials, disconnects } from '../../../db/schema.js';
import type { Context } from '../../../platform/context.js';
import { inUnitOfWork } from '../../../platform/unit-of-work.js';
import { claimEvent } from './dedupe.js';
import { deletePermissions } from './delete-credentials.js';
import { lockMatchingAuthorizations } from './match-authorizations.js';
import type { MatchedAuthorization, AuthorizationSelector, NetworkEvent } from './named-authorization.js';

export interface Consequence {
  reason: Reason;
  /** Whether to delete the tokens too. */
  deleteTokens: boolean;
}

/**
 * A network's notice about the authorizations that it names. `check`: the notice itself ends nothing, but a token check shows
 * whether they have ended.
 */
export interface Notice {
  event: NetworkEvent;
  selector: AuthorizationSelector;
  consequence: Consequence | 'check';
}

/** Handles the notices in a callback once. Returns how many accounts they disconnected, or null for a repeated callback. */
export async function handleNotices(
  context: Context,
  sent: { by: 'meta' | 'google'; id: string },
  notices: readonly Notice[],
): Promise<number | null> {
  return inUnitOfWork(context, async ({ tx, notify }) => {
    if (!(await claimEvent(tx, sent.by, sent.id))) return null;
    let disconnected = 0;
    for (const { event, selector, consequence } of notices) {
      if (consequence === 'check') {
        await scheduleChecks(tx, event, selector);
        continue;
      }
      const ended = await endAuthorizations(tx, context, event, selector, consequence);
      disconnected += ended.disconnected;
      if (ended.archives.length > 0) notify('workflows', ...ended.archives.map((id) => `mail:${id}` as const));
    }
    return disconnected;
  });
}

export interface Ended {
  /** The archives with new disconnects, which have workflows to start and mail to send. */
  archives: string[];
  disconnected: number;
  deleted: number;
}

export const networkActor = ({ provider }: NetworkEvent): Actor => ({
  kind: 'network',
  name: PROVIDER_LABELS[provider],
});

export async function endAuthorizations(
  tx: Transaction,
  { clock, config }: Context,
  event: NetworkEvent,
  selector: AuthorizationSelector,
  { reason, deleteTokens }: Consequence,
): Promise<Ended> {
  const context = { now: clock.now(), dayMs: config.dayMs, windows: config.windows };
  const ended: Ended = { archives: [], disconnected: 0, deleted: 0 };
  for (const [archiveId, rows] of await lockMatchingAuthorizations(tx, event, selector)) {
    const by = { archiveId, actor: networkActor(event) };
    const affected = rows.filter(({ consent }) => consent === 'before');
    const answers = await acceptReports(
      tx,
      { ...context, ...by },
      affected
        .filter(({ status }) => status === 'connected')
        .map(({ accountId }) => ({
          account: { id: accountId },
          reason,
          rawCode: event.code,
          detectedAt: new Date(Math.min(event.at.getTime(), context.now.getTime())),
          // When the network itself reports the end, a refresh can't help, so the first email doesn't wait for one.
          triedAlready: true,
        })),
    );
    const accepted = answers.filter(({ outcome }) => outcome === 'accepted').length;
    await refineOpenReasons(tx, by, affected, { reason, code: event.code });
    if (deleteTokens) {
      const held = affected.flatMap(({ credential }) => credential ?? []);
      await deletePermissions(tx, by, held);
      ended.deleted += held.length;
    }
    await markForCheck(
      tx,
      archiveId,
      rows.filter(({ consent }) => consent === 'near'),
    );
    ended.disconnected += accepted;
    if (accepted > 0) ended.archives.push(archiveId);
  }
  return ended;
}

/** Replaces the vague reason of a disconnect that is already open, so its owner reads the right remedy. */
async function refineOpenReasons(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  affected: readonly MatchedAuthorization[],
  { reason, code }: { reason: Reason; code: string },
): Promise<void> {
  const waiting = affected.filter(({ status }) => status === 'disconnected').map(({ accountId }) => accountId);
  if (waiting.length === 0 || VAGUE_REASONS.includes(reason)) return;
  await refineVagueReason(tx, by, inArray(disconnects.accountId, waiting), { reason, rawCode: code });
}

/** Schedules a token check, because these events don't say whether an authorization has ended. */
async function scheduleChecks(tx: Transaction, event: NetworkEvent, selector: AuthorizationSelector): Promise<void> {
  for (const [archiveId, rows] of await lockMatchingAuthorizations(tx, event, selector))
    await markForCheck(tx, archiveId, rows);
}

async function markForCheck(tx: Transaction, archiveId: string, rows: readonly MatchedAuthorization[]): Promise<void> {
  const ids = rows.flatMap(({ credential }) => credential?.id ?? []);
  if (ids.length === 0) return;
  await tx
    .update(credentials)
    .set({ checkAfter: sql`now()` })
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids)));
}
