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
import { forgetPermissions } from './delete-credentials.js';
import { lockMatchingAuthorizations } from './match-authorizations.js';
import type { NamedAuthorization, Naming, NetworkEvent } from './named-authorization.js';

export interface Consequence {
  reason: Reason;
  /** Whether to delete the tokens too. */
  forget: boolean;
}

/**
 * A network's notice about the authorizations that it names. `check`: the notice itself ends nothing, but a token check shows
 * whether they have ended.
 */
export interface Notice {
  event: NetworkEvent;
  naming: Naming;
  consequence: Consequence | 'check';
}

/** Handles the notices in a callback once. Returns how many accounts they disconnected, or null for a repeated callback. */
export async function actOnNotices(
  context: Context,
  sent: { by: 'meta' | 'google'; id: string },
  notices: readonly Notice[],
): Promise<number | null> {
  return inUnitOfWork(context, async ({ tx, notify }) => {
    if (!(await claimEvent(tx, sent.by, sent.id))) return null;
    let disconnected = 0;
    for (const { event, naming, consequence } of notices) {
      if (consequence === 'check') {
        await checkSoon(tx, event, naming);
        continue;
      }
      const ended = await endAuthorizations(tx, context, event, naming, consequence);
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
  forgotten: number;
}

export const networkActor = ({ provider }: NetworkEvent): Actor => ({
  kind: 'network',
  name: PROVIDER_LABELS[provider],
});

export async function endAuthorizations(
  tx: Transaction,
  { clock, config }: Context,
  event: NetworkEvent,
  naming: Naming,
  { reason, forget }: Consequence,
): Promise<Ended> {
  const context = { now: clock.now(), dayMs: config.dayMs, windows: config.windows };
  const ended: Ended = { archives: [], disconnected: 0, forgotten: 0 };
  for (const [archiveId, rows] of await lockMatchingAuthorizations(tx, event, naming)) {
    const by = { archiveId, actor: networkActor(event) };
    const over = rows.filter(({ consent }) => consent === 'before');
    const answers = await acceptReports(
      tx,
      { ...context, ...by },
      over
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
    await sayWhy(tx, by, over, { reason, code: event.code });
    if (forget) {
      const held = over.flatMap(({ credential }) => credential ?? []);
      await forgetPermissions(tx, by, held);
      ended.forgotten += held.length;
    }
    await askTheNetwork(
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
async function sayWhy(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  over: readonly NamedAuthorization[],
  { reason, code }: { reason: Reason; code: string },
): Promise<void> {
  const waiting = over.filter(({ status }) => status === 'disconnected').map(({ accountId }) => accountId);
  if (waiting.length === 0 || VAGUE_REASONS.includes(reason)) return;
  await refineVagueReason(tx, by, inArray(disconnects.accountId, waiting), { reason, rawCode: code });
}

/** Schedules a token check, because these events don't say whether an authorization has ended. */
async function checkSoon(tx: Transaction, event: NetworkEvent, naming: Naming): Promise<void> {
  for (const [archiveId, rows] of await lockMatchingAuthorizations(tx, event, naming))
    await askTheNetwork(tx, archiveId, rows);
}

async function askTheNetwork(tx: Transaction, archiveId: string, rows: readonly NamedAuthorization[]): Promise<void> {
  const ids = rows.flatMap(({ credential }) => credential?.id ?? []);
  if (ids.length === 0) return;
  await tx
    .update(credentials)
    .set({ checkAfter: sql`now()` })
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids)));
}
