/** Changes to an account's status: marked inactive, back in use, captured again, or deleted. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { requireFreshSignIn } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { lockAccount } from '../../db/lock-accounts.js';
import { accounts, oauthStates, users } from '../../db/schema.js';
import type { UnitOfWork } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { limitQuietActs } from '../access/limit-quiet-acts.js';
import { findArchiveOfCaller } from '../access/recent-api-keys.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { requestRevocation } from '../credentials/pending-revocations.js';
import { gapOf } from '../disconnects/capture-gaps.js';
import { closeDisconnects, closeLocked, lockOpenDisconnects, markAccounts } from '../disconnects/close.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import { instant, reasonText } from '../input/fields.js';
import { problem } from '../input/problem.js';
import { refuseFuture, refuseResumedEarlier } from '../input/times.js';
import { MANAGERS, useCase, type Call } from '../use-case.js';
import { findAccount } from './queries.js';
import { reconnectAtOnce } from './reconnect-at-once.js';

export const AccountChange = z.discriminatedUnion(
  'status',
  [
    z.strictObject({ status: z.literal('inactive'), reason: reasonText }),
    z.strictObject({ status: z.literal('disconnected') }),
  ],
  { error: problem('not_an_account_status') },
);

/**
 * Article: "Accounts can be discontinued or deactivated on the network by those who manage them." `inactive` closes the
 * disconnect, and no one is emailed. `disconnected` undoes that: the account is in use but not connected, so its owner is asked to
 * reconnect it. Does nothing when the account already has the status.
 * @throws {Refusal} `not_found`, `account_connected`; `fresh_sign_in_required` for marking many inactive
 */
export const changeAccount = useCase(
  MANAGERS,
  async (call, accountId: string, change: z.output<typeof AccountChange>) => {
    const { context, archiveId } = call;
    return inUnitOfWork(context, async (unit) => {
      await (change.status === 'inactive'
        ? markInactive(call, unit, accountId, change.reason)
        : markActive(call, unit, accountId));
      unit.notify('workflows', `mail:${archiveId}`);
      return findAccount(unit.tx, archiveId, accountId);
    });
  },
);

async function markInactive(
  { context, principal, archiveId, actor }: Call,
  { tx }: UnitOfWork,
  accountId: string,
  reason: string,
): Promise<void> {
  await limitQuietActs(tx, principal);
  const account = await lockAccount(tx, archiveId, accountId);
  if (account.status === 'inactive' && account.inactiveReason === reason) return;
  const now = context.clock.now();
  await closeDisconnects(tx, {
    archiveId,
    actor,
    now,
    accountIds: [accountId],
    as: 'inactive',
    detail: { reason },
  });
  await markAccounts(tx, archiveId, [accountId], { status: 'inactive', reason });
  await recordAudit(tx, [{ archiveId, type: 'account_inactive', actor, accountId, detail: { reason } }]);
}

async function markActive({ context, archiveId, actor }: Call, { tx }: UnitOfWork, accountId: string): Promise<void> {
  const account = await lockAccount(tx, archiveId, accountId);
  if (account.status === 'disconnected') return;
  if (account.status === 'connected') throw new Refusal('account_connected', {});
  await tx
    .update(accounts)
    .set({ status: 'disconnected', inactiveReason: null })
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId)));
  await recordAudit(tx, [{ archiveId, type: 'account_active', actor, accountId }]);
  // A disconnected account must always have an open disconnect; otherwise no one would be emailed about it.
  const { dayMs, windows } = context.config;
  await acceptReports(tx, { archiveId, actor, now: context.clock.now(), dayMs, windows }, [
    { account: { id: accountId }, reason: 'unknown', openedBy: 'marked_active' },
  ]);
}

/** The capture engine and managers can report. */
const REPORTERS = { scope: 'report', audience: 'managers' } as const;

export const ReconnectedInput = z.strictObject({ resumedAt: instant.optional(), lastCapturedAt: instant.optional() });

/**
 * Closes the disconnect of an account that the archive captures again. Does nothing when the account is connected.
 * @throws {Refusal} `invalid_request` for impossible times, `not_found`, `account_inactive`
 */
export const markReconnected = useCase(
  REPORTERS,
  async ({ context, principal, archiveId, actor }, accountId: string, times: z.output<typeof ReconnectedInput>) => {
    const now = context.clock.now();
    refuseFuture(times, ['resumedAt', 'lastCapturedAt'], now);
    // The caller reports that capture works again, and didn't sign in anywhere.
    const report = { archiveId, actor, now, ...times, detail: { said: true } };
    const works = ['workflows', `mail:${archiveId}`] as const;
    if (!context.unit && (await reconnectAtOnce(context.db, principal, accountId, report))) {
      context.notifier.notify(...works);
      return findAccount(context.db, archiveId, accountId);
    }
    return inUnitOfWork(context, async ({ tx, notify }) => {
      await findArchiveOfCaller(tx, principal);
      const account = await lockAccount(tx, archiveId, accountId);
      const accountIds = [accountId];
      const [open] = await lockOpenDisconnects(tx, archiveId, accountIds);
      if (open) refuseResumedEarlier(times, gapOf(open).from, now);
      if (account.status === 'inactive') throw new Refusal('account_inactive', { during: 'reconnected' });
      if (open || account.status !== 'connected') {
        await closeLocked(tx, { ...report, accountIds, as: 'reconnected' });
        await markAccounts(tx, archiveId, accountIds, { status: 'connected', now });
        notify(...works);
      }
      return findAccount(tx, archiveId, accountId);
    });
  },
);

/**
 * Deletes an account and closes its disconnect as `deleted`. Its disconnects and audit entries are kept.
 * @throws {Refusal} `not_found`, `transfer_in_progress`, `fresh_sign_in_required`
 */
export const deleteAccount = useCase(MANAGERS, async ({ context, principal, archiveId, actor }, accountId: string) =>
  inUnitOfWork(context, async ({ tx, notify }) => {
    const account = await lockAccount(tx, archiveId, accountId);
    requireFreshSignIn(principal);
    if (account.transferId !== null) throw new Refusal('transfer_in_progress', { of: 'account' });
    const now = context.clock.now();
    const [owner] = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(and(eq(users.archiveId, archiveId), eq(users.id, account.ownerId ?? '')));
    await closeDisconnects(tx, { archiveId, actor, now, accountIds: [accountId], as: 'deleted' });
    await tx
      .update(accounts)
      .set({ deletedAt: now, ownerId: null, parentProfileId: null, status: 'inactive', inactiveReason: 'deleted' })
      .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId)));
    await requestRevocation(tx, archiveId, accountId);
    await tx.delete(oauthStates).where(and(eq(oauthStates.archiveId, archiveId), eq(oauthStates.accountId, accountId)));
    // Nothing else says whose it was, once the account has no owner.
    await recordAudit(tx, [{ archiveId, type: 'account_deleted', actor, accountId, detail: { owner } }]);
    await recordChanges(tx, [{ archiveId, type: 'deleted', accountId }]);
    notify('workflows');
  }),
);
