/** What a move entails, in its transaction: new readers for open disconnects, audit, changes for the capture engine, and emails. */
import { sql } from 'drizzle-orm';
import { senderNameOfActor } from '../../domain/actor.js';
import { FIRST_STEP } from '../../domain/series.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import { requestLinkMails, requestMovedMails } from '../outbox/requests.js';
import type { Moved } from '../../db/tables/transfers.js';
import type { Transfer } from './queries.js';

/** An account that the transfer claimed, or one that belongs to a Parent Profile that moves. */
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
 * Requirement: "Running disconnects go on with the new owner: at once one email, and only one, about all that the transfer brought,
 * then the series where it was." The step that this raises goes with the email about the transfer, and so does a step that is due
 * already or was composed for the old owner and not sent.
 */
export async function raiseTransferredSteps(
  tx: Transaction,
  transfer: Transfer,
  moved: Moved,
  now: Date,
): Promise<void> {
  const { archiveId } = transfer;
  await takeBackUnsent(tx, archiveId, moved);
  const locked = await lockDisconnects(tx, transfer, moved);
  if (locked.length === 0) return;
  // If a disconnect opens again, the new owner is emailed, no matter how recently the old owner was.
  await tx.execute(sql`
    update disconnects set again_emailed_at = null
    where archive_id = ${archiveId} and id = any(${ids(locked.map(({ id }) => id))}) and again_emailed_at is not null`);
  if (!transfer.notify) return;
  const open = locked.filter(({ to_tell: toEmail }) => toEmail);
  await tx.execute(sql`
    insert into due_steps (archive_id, id, disconnect_id, kind, series, step, due_at)
    select d.archive_id, v.due_id, d.id, 'transferred', d.series,
      (select count(*) from due_steps s where s.archive_id = d.archive_id and s.disconnect_id = d.id
        and s.kind = 'transferred' and s.series = d.series),
      ${now.toISOString()}::timestamptz
    from unnest(${ids(open.map(({ id }) => id))}, ${ids(open.map(() => newId('dueStep')))}) v (id, due_id)
    join disconnects d on d.archive_id = ${archiveId} and d.id = v.id`);
}

/**
 * Takes back emails about these accounts that no attempt has been made to send, so that their steps are due again. No attempt can
 * begin on a batch that this has locked. What a send has locked is left to it: it checks the owner itself, and to wait for it here
 * could deadlock, because a send locks accounts last.
 */
async function takeBackUnsent(tx: Transaction, archiveId: string, moved: Moved): Promise<void> {
  const batches = await tx.execute<{ id: string }>(sql`
    select id from email_batches where archive_id = ${archiveId} and state = 'prepared' order by id for update skip locked`);
  const unsent = await tx.execute<{ id: string }>(sql`
    select e.id from emails e
    where e.archive_id = ${archiveId} and e.state = 'composed' and e.payload is null
      and (e.batch_id is null or e.batch_id = any(${ids([...batches].map(({ id }) => id))}))
      and exists (select from due_steps s join disconnects d on d.archive_id = s.archive_id and d.id = s.disconnect_id
        where s.archive_id = e.archive_id and s.email_id = e.id and s.state = 'composed' and s.kind in ('step', 'transferred')
          and d.account_id = any(${ids(moved.accountIds)}))
    order by e.id for update of e skip locked`);
  const emailIds = [...unsent].map(({ id }) => id);
  if (emailIds.length === 0) return;
  await tx.execute(sql`
    update emails set state = 'dropped', drop_reason = 'owner' where archive_id = ${archiveId} and id = any(${ids(emailIds)})`);
  await tx.execute(sql`
    update due_steps set state = 'due', email_id = null
    where archive_id = ${archiveId} and email_id = any(${ids(emailIds)}) and state = 'composed'`);
}

/** Locks, in ID order, all disconnects to update or to email about. `to_tell`: it is open, and no first email about it is due. */
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

/** Records the move in the timeline of each open disconnect, in the account's history, and for the capture engine. */
export async function recordMove(
  tx: Transaction,
  transfer: Transfer,
  rows: readonly MovedAccount[],
  moved: Moved,
  toOwner: string,
): Promise<void> {
  const { archiveId, id: transferId, actor, toOwnerId } = transfer;
  const previousOwnerOf = new Map(rows.map((row) => [row.id, { id: row.owner_id, name: row.owner_name }]));
  const former = moved.accountIds.map((id) => previousOwnerOf.get(id) ?? { id: '', name: '' });
  await tx.execute(sql`
    with moved as (
      select v.*, d.id as disconnect_id
      from unnest(${ids(moved.accountIds)}, ${ids(moved.accountIds.map(() => newRowId()))},
        ${ids(former.map(({ name }) => name))}, ${ids(former.map(({ id }) => id))}) v (id, row_id, owner_name, owner_id)
      left join disconnects d on d.archive_id = ${archiveId} and d.account_id = v.id and d.status = 'open'
    ), changed as (
      insert into changes (archive_id, type, account_id, detail)
      select ${archiveId}, 'transferred', id, jsonb_build_object('ownerId', ${toOwnerId}::text) from moved
    )
    insert into audit (archive_id, id, type, actor, disconnect_id, account_id, user_id, detail)
    select ${archiveId}, row_id, 'transferred', ${JSON.stringify(actor)}::text::jsonb, disconnect_id, id, ${toOwnerId},
      jsonb_build_object('transferId', ${transferId}::text, 'from', owner_name, 'fromId', owner_id, 'to', ${toOwner}::text)
    from moved`);
  const counts = { accounts: moved.accountIds.length, parentProfiles: moved.parentProfileIds.length };
  const detail = { transferId, to: toOwner, from: moved.fromOwners.map(({ name }) => name), ...counts };
  await recordAudit(tx, [{ archiveId, type: 'transfer_completed', actor, userId: toOwnerId, detail }]);
}

/**
 * Emails each of them once: the new owner what is now theirs, with what is disconnected, and the old owners what is no longer theirs. An owner for whom there is nothing left to say when the email is composed gets none.
 */
export async function requestOwnerEmails(tx: Transaction, transfer: Transfer, moved: Moved): Promise<void> {
  const { archiveId, id: transferId, toOwnerId } = transfer;
  // Article: "Account Owners also receive this link when they are first added to the archive as a user." The email about the
  // transfer has it, so that no one gets two at once.
  if (transfer.addsOwner && !transfer.notify) await welcomeOwner(tx, transfer);
  if (!transfer.notify) return;
  await requestMovedMails(tx, archiveId, transferId, [
    { userId: toOwnerId, side: 'new' },
    ...moved.fromOwners.map(({ id: userId }) => ({ userId, side: 'old' as const })),
  ]);
}

/** Emails the link to the person whom the transfer added, from whoever added them. For when no email about the transfer does. */
export async function welcomeOwner(tx: Transaction, { archiveId, toOwnerId, actor }: Transfer): Promise<void> {
  await requestLinkMails(tx, archiveId, [toOwnerId], { why: 'added', senderName: senderNameOfActor(actor) });
}
