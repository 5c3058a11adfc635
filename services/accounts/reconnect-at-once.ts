/**
 * Marks an account as captured again with one statement, as reports are accepted (services/disconnects/open-at-once.ts). A statement is a
 * transaction of its own, so the capture engine waits for one round trip.
 */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import type { Principal } from '../../domain/principal.js';
import { isKeyWorking } from '../access/recent-api-keys.js';
import { closeGiven, type Closing } from '../disconnects/close.js';

/**
 * Returns whether the account is connected now. If not, nothing was written, and a transaction has to judge: it isn't disconnected, someone
 * is changing it or sending an email about it right now, its times are impossible, or the caller's key has been revoked.
 */
export async function reconnectAtOnce(
  db: Db,
  principal: Principal,
  accountId: string,
  request: Omit<Closing, 'accountIds' | 'as'>,
): Promise<boolean> {
  const { archiveId, now } = request;
  const [resumedAt, lastCapturedAt] = [request.resumedAt ?? now, request.lastCapturedAt ?? null];
  const rows = await db.execute(sql`
    with account as materialized (
      select id from accounts
      where archive_id = ${archiveId} and id = ${accountId} and status = 'disconnected' and deleted_at is null
        and ${isKeyWorking(principal)}
      for no key update skip locked
    ), given as materialized (
      select d.account_id, ${newRowId()} as audit_id, ${newId('dueStep')} as due_step_id from disconnects d
      where d.archive_id = ${archiveId} and d.account_id = ${accountId} and d.status = 'open' and exists (select from account)
        and ${resumedAt.toISOString()}::timestamptz >=
          coalesce(${lastCapturedAt?.toISOString() ?? null}::timestamptz, d.last_captured_at, d.detected_at)
      for update of d skip locked
    ), ${closeGiven({ ...request, as: 'reconnected' })}, changed as (
      insert into changes (archive_id, type, account_id) select ${archiveId}, 'reconnected', account_id from closed
    ), marked as (
      update accounts set status = 'connected', inactive_reason = null, last_reconnected_at = ${now.toISOString()}::timestamptz
      from closed where accounts.archive_id = ${archiveId} and accounts.id = closed.account_id
    )
    select id from closed`);
  return rows.length > 0;
}
