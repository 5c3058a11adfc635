/**
 * Closes disconnects. The database comes first: after this transaction commits, nothing more is sent about them. The signal to the
 * workflow follows from the row (`workflow = 'to_end'`) and is only a hint.
 */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { recordChanges } from '../audit/audit-log.js';
import { type Actor } from '../../domain/actor.js';
import type { Transaction } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import type { Disconnect } from './types.js';
import { accounts, disconnects } from '../../db/schema.js';

export type ClosedAs = NonNullable<Disconnect['closedAs']>;

/** A disconnect that was closed just now. */
export interface ClosedDisconnect {
  id: string;
  accountId: string;
}

export interface Closing {
  archiveId: string;
  accountIds: readonly string[];
  as: ClosedAs;
  actor: Actor;
  now: Date;
  resumedAt?: Date;
  lastCapturedAt?: Date;
  detail?: Record<string, unknown>;
}

/** Closes the open disconnects of accounts that the caller has locked. */
export async function closeDisconnects(tx: Transaction, request: Closing): Promise<ClosedDisconnect[]> {
  const open = await lockOpenDisconnects(tx, request.archiveId, request.accountIds);
  return open.length === 0 ? [] : closeLocked(tx, request);
}

/**
 * Locks the open disconnects of accounts that the caller has locked, in ID order.
 * If an email about them is being sent, waits for it, because the send locks their rows. The wait is at most as long as a send.
 */
export async function lockOpenDisconnects(
  tx: Transaction,
  archiveId: string,
  accountIds: readonly string[],
): Promise<Disconnect[]> {
  if (accountIds.length === 0) return [];
  const open = and(
    eq(disconnects.archiveId, archiveId),
    isAnyOf(disconnects.accountId, accountIds),
    eq(disconnects.status, 'open'),
  );
  return tx.select().from(disconnects).where(open).orderBy(asc(disconnects.id)).for('update');
}

/** Closes what {@link lockOpenDisconnects} has locked. */
export async function closeLocked(tx: Transaction, request: Closing): Promise<ClosedDisconnect[]> {
  const { accountIds } = request;
  const ids = (make: () => string) => sql`${sql.param(accountIds.map(make))}::text[]`;
  const rows = await tx.execute<{ id: string; account_id: string }>(sql`
    with given as (
      select * from unnest(${sql.param([...accountIds])}::text[], ${ids(newRowId)}, ${ids(() => newId('dueStep'))})
        v (account_id, audit_id, due_step_id)
    ), ${closeGiven(request)}
    select id, account_id from closed`);
  return rows.map(({ id, account_id: accountId }) => ({ id, accountId }));
}

/**
 * The parts of a statement that close the open disconnects of the accounts in its part `given` (account_id, audit_id, due_step_id; an account
 * has at most one), skip the steps that are due, and record it. The part `closed` has their id and account_id. Article: "When the account
 * is reconnected: a short confirmation to the owner" – only if they were emailed about the disconnect. A step that was due when the
 * statement began, and then wasn't, has been composed meanwhile.
 */
export function closeGiven({ archiveId, as, actor, now, detail = {}, ...times }: Omit<Closing, 'accountIds'>): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const isReconnected = as === 'reconnected';
  const resumedAt = isReconnected ? (times.resumedAt ?? now).toISOString() : null;
  const steps = sql`from due_steps s where s.archive_id = ${archiveId} and s.disconnect_id = closed.id`;
  return sql`closed as (
      update disconnects d
      set status = 'closed', closed_as = ${as}, closed_at = ${at}, closed_by = ${JSON.stringify(actor)}::text::jsonb,
        resumed_at = coalesce(${resumedAt}::timestamptz, d.resumed_at),
        last_captured_at = coalesce(${times.lastCapturedAt?.toISOString() ?? null}::timestamptz, d.last_captured_at),
        next_email_at = null, workflow = 'to_end', workflow_tried_at = null
      from given
      where d.archive_id = ${archiveId} and d.account_id = given.account_id and d.status = 'open'
      returning d.id, d.account_id, d.series, d.reopened, given.audit_id, given.due_step_id
    ), skipped as (
      update due_steps s set state = 'skipped', skipped_for = 'closed'
      from closed where s.archive_id = ${archiveId} and s.disconnect_id = closed.id and s.state = 'due'
      returning s.disconnect_id
    ), confirmed as (
      insert into due_steps (archive_id, id, disconnect_id, kind, series, step, due_at, raised_at)
      select ${archiveId}, due_step_id, id, 'reconnected', series, reopened, ${at}, now()
      from closed where ${isReconnected} and (exists (select ${steps} and s.state in ('sent', 'composed'))
        or (select count(*) ${steps} and s.state = 'due') > (select count(*) from skipped where disconnect_id = closed.id))
      on conflict do nothing
    ), audited as (
      insert into audit (archive_id, id, type, actor, disconnect_id, account_id, detail)
      select ${archiveId}, audit_id, ${as}, ${JSON.stringify(actor)}::text::jsonb, id, account_id, ${JSON.stringify(detail)}::text::jsonb
      from closed
    )`;
}

/** Sets the status of accounts and adds the changes to the capture engine's feed. */
export async function markAccounts(
  tx: Transaction,
  archiveId: string,
  accountIds: readonly string[],
  to: { status: 'connected'; now: Date } | { status: 'inactive'; reason: string },
): Promise<void> {
  if (accountIds.length === 0) return;
  const type = to.status === 'connected' ? ('reconnected' as const) : ('inactive' as const);
  await Promise.all([
    tx
      .update(accounts)
      .set(
        to.status === 'connected'
          ? { status: 'connected', inactiveReason: null, lastReconnectedAt: to.now }
          : { status: 'inactive', inactiveReason: to.reason },
      )
      .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds))),
    recordChanges(
      tx,
      accountIds.map((accountId) => ({ archiveId, type, accountId })),
    ),
  ]);
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
