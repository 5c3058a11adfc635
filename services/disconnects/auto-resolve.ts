/** What comes of a disconnect that Relink tries to settle by itself. */
import { and, eq } from 'drizzle-orm';
import { isReason, type Verdict } from '../../domain/reasons.js';
import { RELINK } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { closeDisconnects, markAccounts, withdrawReports } from './close.js';
import { refineVagueReason } from './refine-reason.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import type { DisconnectRef } from '../../domain/ids.js';

const self = ({ archiveId, disconnectId }: DisconnectRef) =>
  and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, disconnectId));

/** True when this disconnect was open until now. The account is locked. */
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
 * The token works, so the report is taken back, and nobody is bothered. Once in a month: what is reported again is believed, since
 * capture knows more than a check does. True when this disconnect was open until now. The account is locked.
 */
export async function withdrawFalseReport(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const withdrawn = await withdrawReports(tx, { archiveId, actor: RELINK, now }, [accountId], { by: 'token_check' });
  return withdrawn.includes(disconnectId);
}

/** What a check or a refresh found about this disconnect. */
export async function recordFoundReason(
  tx: Transaction,
  { archiveId, disconnectId }: DisconnectRef,
  { verdict, rawCode }: { verdict: Verdict | 'healthy'; rawCode?: string },
): Promise<void> {
  if (!isReason(verdict) || verdict === 'unknown') return;
  const found = { reason: verdict, rawCode, by: 'token_check' };
  await refineVagueReason(tx, { archiveId, actor: RELINK }, eq(disconnects.id, disconnectId), found);
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
  await tx.update(disconnects).set({ refreshFirst: false }).where(self(ref));
}
