/**
 * The move: one transaction that locks what was claimed, moves all of it, gives the open disconnects their new reader, and notifies
 * those involved. It is idempotent: a transfer that has ended is left as it is.
 */
import { and, asc, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import type { TransferRef } from '../../domain/ids.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { parentProfiles, transfers, users } from '../../db/schema.js';
import type { Moved } from '../../db/tables/transfers.js';
import {
  raiseTransferredSteps,
  recordMove,
  requestOwnerEmails,
  welcomeOwner,
  type MovedAccount,
} from './consequences.js';
import { findFormerProfiles } from './former-profiles.js';
import { isTransfer, type Transfer } from './queries.js';

/** Moves everything or nothing. Returns how the transfer ended, even if it had ended before; null when there is no such transfer. */
export async function moveTransfer(
  context: Context,
  { archiveId, transferId }: TransferRef,
): Promise<Transfer['status'] | null> {
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const [transfer] = await tx.select().from(transfers).where(isTransfer(archiveId, transferId)).for('update');
    if (!transfer || transfer.status !== 'running') return transfer?.status ?? null;
    const owner = await lockOwner(tx, transfer);
    // The receiver of a running transfer cannot be removed. If someone deletes the row by hand, the transfer is refused, not lost.
    if (!owner?.isAccountOwner) return finish(tx, transfer, 'refused', { code: 'not_an_account_owner' });
    const { rows, profiles } = await lockClaimed(tx, transfer);
    const moving = groupMoves(rows, profiles);
    const authorizedThrough = await findFormerProfiles(tx, archiveId, moving.accountIds);
    const moved = { ...moving, authorizedThrough, toName: owner.name };
    await move(tx, transfer, moved);
    await raiseTransferredSteps(tx, transfer, moved, context.clock.now());
    await recordMove(tx, transfer, rows, moved, owner.name);
    await requestOwnerEmails(tx, transfer, moved);
    await tx
      .update(transfers)
      .set({ status: 'completed', moved, finishedAt: sql`now()` })
      .where(isTransfer(archiveId, transferId));
    notify(`mail:${archiveId}`);
    return 'completed';
  });
}

/** Ends a transfer that ran out of time: nothing moves, and what was claimed is released. Returns the same as {@link moveTransfer}. */
export async function failTransfer(
  context: Context,
  { archiveId, transferId }: TransferRef,
): Promise<Transfer['status'] | null> {
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const [transfer] = await tx.select().from(transfers).where(isTransfer(archiveId, transferId)).for('update');
    if (!transfer || transfer.status !== 'running') return transfer?.status ?? null;
    notify(`mail:${archiveId}`);
    return finish(tx, transfer, 'failed', { code: 'not_done_in_time' });
  });
}

async function finish(
  tx: Transaction,
  transfer: Transfer,
  status: 'refused' | 'failed',
  error: NonNullable<Transfer['error']>,
): Promise<Transfer['status']> {
  const { archiveId, id, actor } = transfer;
  await lockClaimed(tx, transfer);
  await tx.execute(sql`update accounts set transfer_id = null where archive_id = ${archiveId} and transfer_id = ${id}`);
  await tx
    .update(parentProfiles)
    .set({ transferId: null })
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.transferId, id)));
  await tx
    .update(transfers)
    .set({ status, error, finishedAt: sql`now()` })
    .where(isTransfer(archiveId, id));
  const type = status === 'refused' ? 'transfer_refused' : 'transfer_failed';
  const detail = { transferId: id, code: error.code };
  await recordAudit(tx, [{ archiveId, type, actor, userId: transfer.toOwnerId, detail }]);
  if (transfer.addsOwner && status === 'failed') await welcomeOwner(tx, transfer);
  return status;
}

async function lockOwner(tx: Transaction, { archiveId, toOwnerId }: Transfer) {
  const [owner] = await tx
    .select({ name: users.name, isAccountOwner: users.isAccountOwner })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, toOwnerId)))
    .for('share');
  return owner;
}

/** Locks accounts before Parent Profiles, each in ID order, the same order that a reconnect uses. */
async function lockClaimed(tx: Transaction, { archiveId, id }: Transfer) {
  const rows = await tx.execute<MovedAccount>(sql`
    select a.id, a.owner_id, u.name as owner_name, a.parent_profile_id, a.status, a.transfer_id is not distinct from ${id} as claimed
    from accounts a join users u on u.archive_id = a.archive_id and u.id = a.owner_id
    where a.archive_id = ${archiveId} and (a.transfer_id = ${id} or a.parent_profile_id in
      (select p.id from parent_profiles p where p.archive_id = ${archiveId} and p.transfer_id = ${id}))
    order by a.id for no key update of a`);
  const profiles = await tx
    .select({ id: parentProfiles.id, ownerId: parentProfiles.ownerId, ownerName: users.name })
    .from(parentProfiles)
    .innerJoin(users, and(eq(users.archiveId, parentProfiles.archiveId), eq(users.id, parentProfiles.ownerId)))
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.transferId, id)))
    .orderBy(asc(parentProfiles.id))
    .for('update', { of: parentProfiles });
  return { rows: [...rows], profiles };
}

type Profiles = Awaited<ReturnType<typeof lockClaimed>>['profiles'];

function groupMoves(rows: readonly MovedAccount[], profiles: Profiles): Moved {
  const moving = new Set(profiles.map(({ id }) => id));
  const claimed = rows.filter((row) => row.claimed);
  const owners = new Map([
    ...claimed.map((row) => [row.owner_id, row.owner_name] as const),
    ...profiles.map((profile) => [profile.ownerId, profile.ownerName] as const),
  ]);
  const accountsOf = byOwner(claimed, (row) => row.owner_id);
  const profilesOf = byOwner(profiles, (profile) => profile.ownerId);
  const stayingOf = byOwner(
    rows.filter((row) => !row.claimed),
    (row) => row.owner_id,
  );
  return {
    accountIds: claimed.map(({ id }) => id),
    parentProfileIds: [...moving],
    detachedIds: claimed.flatMap((row) =>
      row.parent_profile_id !== null && !moving.has(row.parent_profile_id) ? [row.id] : [],
    ),
    fromOwners: [...owners].map(([id, name]) => ({
      id,
      name,
      accountIds: accountsOf.get(id) ?? [],
      parentProfileIds: profilesOf.get(id) ?? [],
      stayingIds: stayingOf.get(id) ?? [],
    })),
  };
}

/** Groups the things' IDs by owner. */
function byOwner<T extends { id: string }>(items: readonly T[], ownerOf: (item: T) => string): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const item of items) {
    const owner = ownerOf(item);
    const list = ids.get(owner);
    if (list) list.push(item.id);
    else ids.set(owner, [item.id]);
  }
  return ids;
}

/** Article: "A Parent Profile can only be used to connect accounts under one user." The constraint is checked after both have moved. */
async function move(tx: Transaction, { archiveId, id, toOwnerId }: Transfer, moved: Moved): Promise<void> {
  const movesProfiles = moved.parentProfileIds.length > 0;
  if (movesProfiles) {
    await tx.execute(sql`set constraints accounts_parent_profile_fk deferred`);
    await tx
      .update(parentProfiles)
      .set({ ownerId: toOwnerId, transferId: null })
      .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.transferId, id)));
  }
  const detached = [...moved.detachedIds, ...moved.fromOwners.flatMap(({ stayingIds }) => stayingIds)];
  if (detached.length > 0)
    await tx.execute(sql`
      update accounts set parent_profile_id = null, detached_at = now()
      where archive_id = ${archiveId} and id = any(${sql.param(detached)}::text[])`);
  await tx.execute(sql`
    update accounts set owner_id = ${toOwnerId}, transfer_id = null where archive_id = ${archiveId} and transfer_id = ${id}`);
  if (movesProfiles) await tx.execute(sql`set constraints accounts_parent_profile_fk immediate`);
  // The new owner has to be asked to renew permissions that end soon.
  const ids = sql.param([...moved.accountIds]);
  await tx.execute(sql`
    update credentials set asked_at = null where archive_id = ${archiveId} and account_id = any(${ids}::text[]) and asked_at is not null`);
}
