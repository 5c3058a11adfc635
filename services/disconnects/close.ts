/**
 * Closes disconnects. The database comes first: after this transaction commits, nothing more is sent about them. The signal to the
 * workflow follows from the row (`workflow = 'to_end'`) and is only a hint.
 */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import type { Disconnect } from './types.js';
import { accounts, disconnects, dueSteps } from '../../db/schema.js';

export type ClosedAs = NonNullable<Disconnect['closedAs']>;

/**
 * Closes the open disconnects of accounts that the caller has locked.
 * If an email about them is being sent, waits for it, because the send locks their rows. The wait is at most as long as a send.
 */
export async function closeDisconnects(
  tx: Transaction,
  request: {
    archiveId: string;
    accountIds: readonly string[];
    as: ClosedAs;
    actor: Actor;
    now: Date;
    resumedAt?: Date;
    lastCapturedAt?: Date;
    detail?: Record<string, unknown>;
  },
): Promise<Disconnect[]> {
  const { archiveId, as, actor, now } = request;
  if (request.accountIds.length === 0) return [];
  const open = and(
    eq(disconnects.archiveId, archiveId),
    isAnyOf(disconnects.accountId, [...request.accountIds]),
    eq(disconnects.status, 'open'),
  );
  await tx.select({ id: disconnects.id }).from(disconnects).where(open).orderBy(asc(disconnects.id)).for('update');
  const closed = await tx
    .update(disconnects)
    .set({
      status: 'closed',
      closedAs: as,
      closedAt: now,
      closedBy: actor,
      resumedAt: as === 'reconnected' ? (request.resumedAt ?? now) : undefined,
      lastCapturedAt: request.lastCapturedAt,
      nextEmailAt: null,
      workflow: 'to_end',
      workflowTriedAt: null,
    })
    .where(open)
    .returning();
  if (closed.length === 0) return [];
  await skipDueSteps(tx, archiveId, closed);
  if (as === 'reconnected') await raiseConfirmations(tx, request, closed);
  await recordAudit(
    tx,
    closed.map(({ id, accountId }) => ({
      archiveId,
      type: as,
      actor,
      disconnectId: id,
      accountId,
      detail: request.detail,
    })),
  );
  return closed;
}

/** Sets the status of accounts and adds the changes to the capture engine's feed. */
export async function markAccounts(
  tx: Transaction,
  archiveId: string,
  accountIds: readonly string[],
  to: { status: 'connected'; now: Date } | { status: 'inactive'; reason: string },
): Promise<void> {
  if (accountIds.length === 0) return;
  await tx
    .update(accounts)
    .set(
      to.status === 'connected'
        ? { status: 'connected', inactiveReason: null, lastReconnectedAt: to.now }
        : { status: 'inactive', inactiveReason: to.reason },
    )
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds)));
  const type = to.status === 'connected' ? ('reconnected' as const) : ('inactive' as const);
  await recordChanges(
    tx,
    accountIds.map((accountId) => ({ archiveId, type, accountId })),
  );
}

async function skipDueSteps(tx: Transaction, archiveId: string, closed: readonly Disconnect[]): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ state: 'skipped', skippedFor: 'closed' })
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(
          dueSteps.disconnectId,
          closed.map(({ id }) => id),
        ),
        eq(dueSteps.state, 'due'),
      ),
    );
}

/** "When the account is reconnected: a short confirmation to the owner" – only if they were emailed about the disconnect. */
async function raiseConfirmations(
  tx: Transaction,
  request: { archiveId: string; now: Date },
  closed: readonly Disconnect[],
) {
  const { archiveId, now } = request;
  const notified = await tx
    .selectDistinct({ id: dueSteps.disconnectId })
    .from(dueSteps)
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        isAnyOf(
          dueSteps.disconnectId,
          closed.map(({ id }) => id),
        ),
        inArray(dueSteps.state, ['sent', 'composed']),
      ),
    );
  const notifiedIds = new Set(notified.map(({ id }) => id));
  const rows = closed.filter(({ id }) => notifiedIds.has(id));
  if (rows.length === 0) return;
  await tx
    .insert(dueSteps)
    .values(
      rows.map(({ id, series, reopened }) => ({
        archiveId,
        id: newId('dueStep'),
        disconnectId: id,
        kind: 'reconnected' as const,
        series,
        step: reopened,
        dueAt: now,
        raisedAt: sql`now()`,
      })),
    )
    .onConflictDoNothing();
}

/** Withdraws the open disconnects of locked accounts and returns their ids. No one gets a "reconnected" email. */
export async function withdrawReports(
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
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, connected)));
  await recordChanges(
    tx,
    connected.map((accountId) => ({ archiveId, type: 'connected', accountId, detail: { withdrawn: true } })),
  );
  return withdrawn.map(({ id }) => id);
}
