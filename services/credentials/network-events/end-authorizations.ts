/** The network says that authorizations have ended: the accounts that they captured are disconnected, whoever they belong to. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { PROVIDER_LABELS } from '../../../domain/networks.js';
import type { Reason } from '../../../domain/reasons.js';
import { VAGUE_REASONS } from '../../../domain/token-checks.js';
import type { Actor } from '../../../domain/actor.js';
import { betterReason } from '../../disconnects/refine-reason.js';
import type { Transaction } from '../../../db/client.js';
import { acceptReports } from '../../disconnects/accept-reports.js';
import { type ReportContext } from '../../disconnects/types.js';
import { credentials, disconnects } from '../../../db/schema.js';
import { forgetPermissions } from './delete-credentials.js';
import { lockNamed, type NamedAuthorization, type Naming, type NetworkEvent } from './match-authorizations.js';

export type EventContext = Omit<ReportContext, 'archiveId' | 'actor'>;

export interface Consequence {
  reason: Reason;
  /** The tokens are deleted as well. */
  forget: boolean;
}

export interface Ended {
  /** The archives in which there is something to do now. */
  archives: string[];
  disconnected: number;
  forgotten: number;
}

export const actorOf = ({ provider }: NetworkEvent): Actor => ({ kind: 'network', name: PROVIDER_LABELS[provider] });

export async function endAuthorizations(
  tx: Transaction,
  context: EventContext,
  event: NetworkEvent,
  naming: Naming,
  { reason, forget }: Consequence,
): Promise<Ended> {
  const ended: Ended = { archives: [], disconnected: 0, forgotten: 0 };
  for (const [archiveId, rows] of await lockNamed(tx, event, naming)) {
    const by = { archiveId, actor: actorOf(event) };
    const over = rows.filter(({ given }) => given === 'before');
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
          // No refresh helps against the network's own word, so the first email does not wait for one.
          triedAlready: true,
        })),
    );
    const accepted = answers.filter(({ outcome }) => outcome === 'accepted').length;
    await sayWhy(tx, by, over, { reason, code: event.code });
    if (forget) {
      await forgetPermissions(
        tx,
        by,
        over.map(({ credential }) => credential),
      );
      ended.forgotten += over.length;
    }
    await askTheNetwork(
      tx,
      archiveId,
      rows.filter(({ given }) => given === 'near'),
    );
    ended.disconnected += accepted;
    if (accepted > 0) ended.archives.push(archiveId);
  }
  return ended;
}

/** What waits for a reconnect anyway gets the right remedy, where the reason known so far was a vague one. */
async function sayWhy(
  tx: Transaction,
  by: { archiveId: string; actor: Actor },
  over: readonly NamedAuthorization[],
  { reason, code }: { reason: Reason; code: string },
): Promise<void> {
  const waiting = over.filter(({ status }) => status === 'disconnected').map(({ accountId }) => accountId);
  if (waiting.length === 0 || VAGUE_REASONS.includes(reason)) return;
  await betterReason(tx, by, inArray(disconnects.accountId, waiting), { reason, rawCode: code });
}

/** Nothing is ended by these events; whether something was, the network says when it is asked. */
export async function checkSoon(tx: Transaction, event: NetworkEvent, naming: Naming): Promise<void> {
  for (const [archiveId, rows] of await lockNamed(tx, event, naming)) await askTheNetwork(tx, archiveId, rows);
}

async function askTheNetwork(tx: Transaction, archiveId: string, rows: readonly NamedAuthorization[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ credential }) => credential.id);
  await tx
    .update(credentials)
    .set({ checkAfter: sql`now()` })
    .where(and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids)));
}
