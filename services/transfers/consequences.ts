/** What a move brings with it, in its transaction: new readers for running disconnects, audit, the capture engine's changes, emails. */
import { sql } from 'drizzle-orm';
import { FIRST_STEP } from '../../domain/series.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import { requestLinkMails, requestMovedMails } from '../outbox/requests.js';
import type { Moved } from '../../db/tables/transfers.js';
import type { Transfer } from './queries.js';

/** An account of a Parent Profile that moves, or one that was claimed itself. */
export interface MovedAccount {
  id: string;
  owner_id: string;
  owner_name: string;
  parent_profile_id: string | null;
  status: string;
  claimed: boolean;
  [column: string]: unknown;
}

const ids = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/**
 * Requirement: "Running disconnects go on with the new owner: at once one email (step 0 wording, the new owner's link) then the
 * series where it was." A first email that is due already is that one: it goes to whoever owns the account when it is composed.
 */
export async function notifyNewOwner(tx: Transaction, transfer: Transfer, moved: Moved, now: Date): Promise<void> {
  const { archiveId } = transfer;
  const locked = await lockDisconnects(tx, transfer, moved);
  // One that opens again tells the new owner, however lately the old one was told.
  await tx.execute(sql`
    update disconnects set again_emailed_at = null
    where archive_id = ${archiveId} and id = any(${ids(locked.map(({ id }) => id))}) and again_emailed_at is not null`);
  if (!transfer.notify) return;
  const open = locked.filter(({ to_tell: toTell }) => toTell);
  await tx.execute(sql`
    insert into due_steps (archive_id, id, disconnect_id, kind, series, step, due_at)
    select d.archive_id, v.due_id, d.id, 'transferred', d.series,
      (select count(*) from due_steps s where s.archive_id = d.archive_id and s.disconnect_id = d.id
        and s.kind = 'transferred' and s.series = d.series),
      ${now.toISOString()}::timestamptz
    from unnest(${ids(open.map(({ id }) => id))}, ${ids(open.map(() => newId('dueStep')))}) v (id, due_id)
    join disconnects d on d.archive_id = ${archiveId} and d.id = v.id`);
}

/** All that are written to, in the order of ids. `to_tell`: it runs, and its new owner has no first email to come. */
async function lockDisconnects(tx: Transaction, { archiveId }: Transfer, moved: Moved) {
  const rows = await tx.execute<{ id: string; to_tell: boolean }>(sql`
    select d.id, t.to_tell from disconnects d
    cross join lateral (select d.status = 'open' and not exists (select from due_steps s
      where s.archive_id = d.archive_id and s.disconnect_id = d.id
        and s.kind = 'step' and s.step = ${FIRST_STEP} and s.state = 'due') as to_tell) t
    where d.archive_id = ${archiveId} and d.account_id = any(${ids(moved.accountIds)})
      and (t.to_tell or d.again_emailed_at is not null)
    order by d.id for update of d`);
  return [...rows];
}

/** In the timeline of each disconnect that runs, in the account's history, and for the capture engine. */
export async function recordMove(
  tx: Transaction,
  transfer: Transfer,
  rows: readonly MovedAccount[],
  moved: Moved,
  toOwner: string,
): Promise<void> {
  const { archiveId, id: transferId, actor, toOwnerId } = transfer;
  const fromOf = new Map(rows.map((row) => [row.id, row.owner_name]));
  await tx.execute(sql`
    insert into audit (archive_id, id, type, actor, disconnect_id, account_id, user_id, detail)
    select ${archiveId}, v.row_id, 'transferred', ${JSON.stringify(actor)}::text::jsonb, d.id, v.id, ${toOwnerId},
      jsonb_build_object('transferId', ${transferId}::text, 'from', v.owner_name, 'to', ${toOwner}::text)
    from unnest(${ids(moved.accountIds)}, ${ids(moved.accountIds.map(() => newRowId()))},
      ${ids(moved.accountIds.map((id) => fromOf.get(id) ?? ''))}) v (id, row_id, owner_name)
    left join disconnects d on d.archive_id = ${archiveId} and d.account_id = v.id and d.status = 'open'`);
  await tx.execute(sql`
    insert into changes (archive_id, type, account_id, detail)
    select ${archiveId}, 'transferred', v.id, jsonb_build_object('ownerId', ${toOwnerId}::text)
    from unnest(${ids(moved.accountIds)}) v (id)`);
  const counts = { accounts: moved.accountIds.length, parentProfiles: moved.parentProfileIds.length };
  const detail = { transferId, to: toOwner, from: moved.fromOwners.map(({ name }) => name), ...counts };
  await recordAudit(tx, [{ archiveId, type: 'transfer_completed', actor, userId: toOwnerId, detail }]);
}

/**
 * The new owner hears what is theirs now, besides the disconnected accounts that have an email of their own; the old ones what is not
 * theirs any more. Whoever has nothing to hear when it is composed gets none.
 */
export async function tellOwners(tx: Transaction, transfer: Transfer, moved: Moved): Promise<void> {
  const { archiveId, id: transferId, toOwnerId } = transfer;
  // Article: "Account Owners also receive this link when they are first added to the archive as a user."
  if (transfer.addsOwner) await requestLinkMails(tx, archiveId, [toOwnerId], { why: 'added' });
  if (!transfer.notify) return;
  await requestMovedMails(tx, archiveId, transferId, [
    { userId: toOwnerId, side: 'new' },
    ...moved.fromOwners.map(({ id: userId }) => ({ userId, side: 'old' as const })),
  ]);
}
