/**
 * Flapping: an account that is reported again right after its reconnect was never repaired. Its old disconnect is reopened, and its
 * series continues where it was. The owner gets no second "day 0" email, but a short "disconnected again", at most one a day.
 */
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import type { Disconnect, Report, ReportContext, ReportedAccount } from './types.js';
import { accounts, audit, disconnects, dueSteps } from '../../db/schema.js';

/** This many loops through one Parent Profile in a day mean that the network removed it. */
const MIN_LOOPS_OF_REMOVED_PROFILE = 3;

/** Reopens the account's last disconnect if it was reconnected within the flapping window; otherwise returns null. */
export async function reopenFlapping(
  tx: Transaction,
  context: ReportContext,
  account: ReportedAccount,
  report: Report,
): Promise<Disconnect | null> {
  const { archiveId, now, windows } = context;
  if (!account.lastReconnectedAt || now.getTime() - account.lastReconnectedAt.getTime() > windows.flapping) return null;
  const [last] = await tx
    .select()
    .from(disconnects)
    .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.accountId, account.id)))
    .orderBy(desc(disconnects.id))
    .limit(1);
  if (last?.closedAs !== 'reconnected') return null;

  const reopened = last.reopened + 1;
  const emailAgain = await scheduleEmailAgain(tx, context, last, reopened);
  const [row] = await tx
    .update(disconnects)
    .set({
      status: 'open',
      closedAs: null,
      closedAt: null,
      resumedAt: null,
      reason: await reasonOfLoop(tx, context, account, report),
      rawCode: report.rawCode,
      unlistedCode: report.unlistedCode ?? null,
      reopened,
      reopenedAt: now,
      againEmailedAt: emailAgain ? now : last.againEmailedAt,
      // Not tried again: an automatic fix may be what didn't last, so a person is told.
      refreshFirst: false,
      workflow: 'to_start',
      workflowTriedAt: null,
    })
    .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, last.id)))
    .returning();
  await recordAudit(tx, [
    {
      archiveId,
      type: 'reopened',
      actor: context.actor,
      disconnectId: last.id,
      accountId: account.id,
      detail: { reason: row!.reason, times: reopened, reconnectedAt: account.lastReconnectedAt.toISOString() },
    },
  ]);
  return row!;
}

/** Raises a "disconnected again" email, and returns true, unless a step that the reconnect had skipped goes out instead. */
async function scheduleEmailAgain(
  tx: Transaction,
  context: ReportContext,
  last: Disconnect,
  reopened: number,
): Promise<boolean> {
  const { archiveId, now, windows } = context;
  const resumed = await tx
    .update(dueSteps)
    .set({ state: 'due', skippedFor: null, raisedAt: sql`now()`, notBefore: null })
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        eq(dueSteps.disconnectId, last.id),
        eq(dueSteps.kind, 'step'),
        eq(dueSteps.series, last.series),
        eq(dueSteps.step, last.step ?? 0),
        eq(dueSteps.state, 'skipped'),
        eq(dueSteps.skippedFor, 'closed'),
      ),
    )
    .returning({ id: dueSteps.id });
  if (resumed.length > 0) return false;
  if (last.againEmailedAt && now.getTime() - last.againEmailedAt.getTime() < windows.day) return false;
  await tx.insert(dueSteps).values({
    archiveId,
    id: newId('dueStep'),
    disconnectId: last.id,
    kind: 'disconnected_again',
    series: last.series,
    step: reopened,
    dueAt: now,
  });
  return true;
}

/** Determines the reason. A loop is one sign-in that didn't last, no matter how many accounts it had repaired. */
async function reasonOfLoop(tx: Transaction, context: ReportContext, account: ReportedAccount, report: Report) {
  // A permission that the person left unchecked is a known cause, not a loop.
  if (!account.parentProfileId || report.reason === 'permission_missing') return report.reason;
  const dayAgo = new Date(context.now.getTime() - context.windows.day);
  const signIn = sql<string | null>`${audit.detail}->>'reconnectedAt'`;
  const loops = await tx
    .selectDistinct({ signIn })
    .from(audit)
    .innerJoin(accounts, and(eq(accounts.archiveId, audit.archiveId), eq(accounts.id, audit.accountId)))
    .where(
      and(
        eq(audit.archiveId, context.archiveId),
        eq(audit.type, 'reopened'),
        sql`${audit.detail}->>'reason' <> 'permission_missing'`,
        gt(audit.at, dayAgo),
        eq(accounts.parentProfileId, account.parentProfileId),
      ),
    );
  const failed = new Set([...loops.map((loop) => loop.signIn), account.lastReconnectedAt?.toISOString()]);
  return failed.size >= MIN_LOOPS_OF_REMOVED_PROFILE ? 'parent_profile_removed' : report.reason;
}
