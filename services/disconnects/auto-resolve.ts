/** The possible results for a disconnect that Relink tries to resolve automatically. */
import { and, eq, sql } from 'drizzle-orm';
import { isReason, type Verdict } from '../../domain/reasons.js';
import type { NetworkName } from '../../domain/networks.js';
import { unlistedCode } from '../../networks/errors/index.js';
import { holdSuspectedCodes } from './hold-suspected-codes.js';
import type { ReportContext } from './types.js';
import { RELINK } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts, withdrawReports } from './close.js';
import { refineVagueReason } from './refine-reason.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import type { DisconnectRef } from '../../domain/ids.js';

const isDisconnect = ({ archiveId, disconnectId }: DisconnectRef) =>
  and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, disconnectId));

/** Closes a disconnect as reconnected. True when it was still open. The caller has locked the account. */
export async function closeAsResolved(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const closed = await closeDisconnects(tx, {
    archiveId,
    accountIds: [accountId],
    as: 'reconnected',
    actor: RELINK,
    now,
    detail: { by: 'refresh' },
  });
  if (closed.length > 0) await markAccounts(tx, archiveId, [accountId], { status: 'connected', now });
  return closed.some(({ id }) => id === disconnectId);
}

/**
 * Withdraws a report because the token works, so no one is emailed. This happens at most once a month: a second report is believed,
 * since capture knows more than a check does. Or because no one knew a reason and the network refuses our own app, so that the account's
 * owner could change nothing. True when the disconnect was still open. The caller has locked the account.
 */
export async function withdrawFalseReport(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
  by: 'token_check' | 'application' = 'token_check',
): Promise<boolean> {
  const withdrawn = await withdrawReports(tx, { archiveId, actor: RELINK, now }, [accountId], { by });
  return withdrawn.includes(disconnectId);
}

/** Records the reason that a check or a refresh found for this disconnect. */
export async function recordFoundReason(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  { verdict, rawCode }: { verdict: Verdict | 'healthy'; rawCode?: string },
): Promise<void> {
  if (!isReason(verdict) || verdict === 'unknown') return;
  const found = { reason: verdict, rawCode, by: 'token_check' };
  await refineVagueReason(tx, { archiveId, actor: RELINK }, eq(disconnects.id, disconnectId), found);
}

/** Records an unlisted code that only Relink's own attempt got, and holds the emails if other archives get it too. */
export async function suspectCode(
  tx: Transaction,
  context: Pick<ReportContext, 'now' | 'windows'>,
  ref: DisconnectRef,
  network: NetworkName,
  rawCode: string | undefined,
): Promise<void> {
  const code = unlistedCode(network, rawCode);
  if (code === undefined) return;
  await tx
    .update(disconnects)
    .set({ unlistedCode: code })
    .where(and(isDisconnect(ref), eq(disconnects.status, 'open')));
  await holdSuspectedCodes(tx, context, [{ network, code }]);
}

/** Makes the first email due, because nothing more can be tried automatically. @param waitMs for how long it still waits */
export async function releaseFirstEmail(tx: Transaction, ref: DisconnectRef, waitMs: number): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ notBefore: waitMs > 0 ? sql`now() + ${waitMs} * interval '1 millisecond'` : null })
    .where(
      and(
        eq(dueSteps.archiveId, ref.archiveId),
        eq(dueSteps.disconnectId, ref.disconnectId),
        eq(dueSteps.state, 'due'),
      ),
    );
  await tx.update(disconnects).set({ refreshFirst: false }).where(isDisconnect(ref));
}
