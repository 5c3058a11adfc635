/** A disconnect that Relink settles by itself, or tries to: what comes of it. */
import { and, eq, inArray } from 'drizzle-orm';
import type { DisconnectRef } from '../../domain/ids.js';
import { isReason, type Verdict } from '../../domain/reasons.js';
import { recordChanges } from '../audit/audit-log.js';
import { RELINK, type Actor } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts } from './close.js';
import { betterReason } from './refine-reason.js';
import { accounts, disconnects, dueSteps } from '../../db/schema.js';

/** True when this disconnect was open until now. The account is locked. */
export async function closeAsMended(
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
 * The token works, so the report is taken back, and nobody is bothered. Once in a month: what is reported again is believed, since
 * capture knows more than a check does. True when this disconnect was open until now. The account is locked.
 */
export async function withdrawFalseReport(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const withdrawn = await withdrawAll(tx, { archiveId, actor: RELINK, now }, [accountId], { by: 'token_check' });
  return withdrawn.includes(disconnectId);
}

/** Withdraws the open disconnects of accounts that are locked; returns their ids. Nobody is told "reconnected". */
export async function withdrawAll(
  tx: Transaction,
  by: { archiveId: string; actor: Actor; now: Date },
  accountIds: readonly string[],
  detail: Record<string, unknown>,
): Promise<string[]> {
  const { archiveId } = by;
  const withdrawn = await closeDisconnects(tx, { ...by, accountIds, as: 'withdrawn', detail });
  if (withdrawn.length === 0) return [];
  const connected = withdrawn.map(({ accountId }) => accountId);
  await tx
    .update(accounts)
    .set({ status: 'connected' })
    .where(and(eq(accounts.archiveId, archiveId), inArray(accounts.id, connected)));
  await recordChanges(
    tx,
    connected.map((accountId) => ({ archiveId, type: 'connected', accountId, detail: { withdrawn: true } })),
  );
  return withdrawn.map(({ id }) => id);
}

/** What a check or a refresh found about this disconnect. */
export async function changeReason(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  { verdict, rawCode }: { verdict: Verdict | 'healthy'; rawCode?: string },
): Promise<void> {
  if (!isReason(verdict) || verdict === 'unknown') return;
  const found = { reason: verdict, rawCode, by: 'token_check' };
  await betterReason(tx, { archiveId, actor: RELINK }, eq(disconnects.id, disconnectId), found);
}

/** What a machine could do has ended: the first email waits no longer. */
export async function releaseFirstEmail(tx: Transaction, ref: DisconnectRef): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ notBefore: null })
    .where(
      and(
        eq(dueSteps.archiveId, ref.archiveId),
        eq(dueSteps.disconnectId, ref.disconnectId),
        eq(dueSteps.state, 'due'),
      ),
    );
  await tx
    .update(disconnects)
    .set({ refreshFirst: false })
    .where(and(eq(disconnects.archiveId, ref.archiveId), eq(disconnects.id, ref.disconnectId)));
}
