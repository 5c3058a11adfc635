/**
 * Opens disconnects with one statement, however many are reported: it finds and locks the accounts, judges each report, and writes the
 * disconnects, their first due steps, the audit log, and the changes feed. A statement is a transaction of its own, so an archive that
 * reports waits for one round trip.
 */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { newId, newRowId } from '../../db/ids.js';
import type { NetworkName } from '../../domain/networks.js';
import { stepAfter } from '../../domain/series.js';
import { VAGUE_REASONS } from '../../domain/token-checks.js';
import type { Archive } from '../archives/archives.js';
import { ACCOUNT_COLUMNS, accountColumns, namedAccounts } from './reported-accounts.js';
import type { Disconnect, Report, ReportContext } from './types.js';

/**
 * What became of a report. `open`: its account already has an open disconnect. `careful`: the account was reconnected or authorized a
 * moment ago, or someone else is changing it right now; nothing was written.
 */
export type Opened =
  | { outcome: 'accepted'; disconnect: Disconnect; account: OpenedAccount }
  | { outcome: 'open'; account: OpenedAccount }
  | { outcome: 'unknown' | 'inactive' | 'careful' };

export interface OpenedAccount {
  id: string;
  ownerId: string | null;
  network: NetworkName;
}

export interface OpeningContext extends ReportContext {
  archive: Archive;
}

type Row = {
  n: number;
  outcome: Opened['outcome'];
  account_id: string;
  owner_id: string | null;
  network: NetworkName;
  refresh_first: boolean;
};

/**
 * Returns one result per report, in order. Of several reports of one account, the first opens the disconnect.
 * @param known whether the caller has locked the accounts and judged what is careful here
 */
export async function openAtOnce(
  db: Db,
  context: OpeningContext,
  reports: readonly Report[],
  { known = false } = {},
): Promise<Opened[]> {
  if (reports.length === 0) return [];
  const { archiveId, actor, now, windows } = context;
  const fresh = reports.map((report) => freshDisconnect(context, report));
  const given = JSON.stringify(reports.map((report, n) => ({ n, ...columnsOf(report, fresh[n]!) })));
  const flappingSince = new Date(now.getTime() - windows.flapping).toISOString();
  const [{ seriesStartedAt, nextEmailAt }] = fresh as [Fresh];
  // Article: "The first email in this series is triggered by the disconnect and sent as soon as possible."
  const rows = await db.execute<Row>(sql`
    with reports as (
      select * from json_to_recordset(${given}::json) as r (n int, ${ACCOUNT_COLUMNS}, reason text, raw_code text,
        unlisted_code text, detected_at timestamptz, last_captured_at timestamptz, type text, detail jsonb, tries_refresh boolean,
        is_doubtful boolean, id text, due_step_id text, audit_id text)
    ), named as (
      ${namedAccounts(archiveId)}
    ), locked as materialized (
      select id, owner_id, network, status, last_reconnected_at, deleted_at from accounts
      where archive_id = ${archiveId} and id = any(array(select account_id from named))
      order by id for no key update
    ), judged as (
      select r.*, a.id as locked_id, a.owner_id, a.network as account_network,
        r.tries_refresh and c.account_id is not null as refresh_first,
        row_number() over of_account as place,
        case when a.id is null then 'unknown' when a.status = 'inactive' then 'inactive'
          when ${known} then 'accepted'
          when a.status = 'disconnected' then 'open'
          when bool_or(
            a.last_reconnected_at >= ${flappingSince}::timestamptz
            or (r.is_doubtful and c.authorized_at > now() - ${windows.justConnected} * interval '1 millisecond')
          ) over (partition by a.id) then 'careful'
          else 'accepted' end as outcome
      from reports r
      join named using (n)
      left join locked a on a.id = named.account_id and a.deleted_at is null
      left join lateral (select account_id, authorized_at from credentials
        where archive_id = ${archiveId} and account_id = a.id offset 0) c on true
      window of_account as (partition by a.id order by r.n)
    ), opened as (
      insert into disconnects (archive_id, id, account_id, reason, raw_code, unlisted_code, reported_at, detected_at, last_captured_at,
        series, series_started_at, step, next_email_at, refresh_first)
      select ${archiveId}, id, locked_id, reason, raw_code, unlisted_code, ${now.toISOString()}::timestamptz, detected_at, last_captured_at,
        1, ${seriesStartedAt.toISOString()}::timestamptz, 0, ${nextEmailAt.toISOString()}::timestamptz, refresh_first
      from judged where outcome = 'accepted' and place = 1
      on conflict do nothing
      returning id, account_id
    ), due as (
      insert into due_steps (archive_id, id, disconnect_id, kind, series, step, due_at, not_before)
      select ${archiveId}, due_step_id, id, 'step', 1, 0, ${now.toISOString()}::timestamptz,
        case when refresh_first then now() + ${windows.refresh} * interval '1 millisecond' end
      from opened join judged using (id)
    ), audited as (
      insert into audit (archive_id, id, type, actor, disconnect_id, account_id, detail)
      select ${archiveId}, audit_id, type, ${JSON.stringify(actor)}::jsonb, judged.id, locked_id,
        detail || case when u.id is null then '{}' else jsonb_build_object('owner', jsonb_build_object('id', u.id, 'name', u.name)) end
      from opened join judged using (id)
      left join lateral (select id, name from users where archive_id = ${archiveId} and id = judged.owner_id offset 0) u on true
    ), changed as (
      insert into changes (archive_id, type, account_id) select ${archiveId}, 'disconnected', account_id from opened
    ), marked as (
      update accounts set status = 'disconnected' from opened
      where accounts.archive_id = ${archiveId} and accounts.id = opened.account_id
    )
    select n, case when outcome <> 'accepted' then outcome when opened.id is null then 'careful'
      when place = 1 then 'accepted' else 'open' end as outcome,
      locked_id as account_id, owner_id, account_network as network, refresh_first
    from judged left join opened on opened.account_id = judged.locked_id
    order by n`);
  return rows.map(({ n, outcome, account_id: id, owner_id: ownerId, network, refresh_first: refreshFirst }): Opened => {
    const account = { id, ownerId, network };
    if (outcome === 'accepted') return { outcome, account, disconnect: { ...fresh[n]!, accountId: id, refreshFirst } };
    return outcome === 'open' ? { outcome, account } : { outcome };
  });
}

type Fresh = Omit<Disconnect, 'accountId' | 'refreshFirst'> & { nextEmailAt: Date };

/** A disconnect as the statement writes it. */
function freshDisconnect({ archiveId, archive, now, dayMs }: OpeningContext, report: Report): Fresh {
  const position = { series: 1, seriesStartedAt: now.getTime(), step: 0 };
  return {
    archiveId,
    id: newId('disconnect'),
    reason: report.reason,
    rawCode: report.rawCode ?? null,
    unlistedCode: report.unlistedCode ?? null,
    status: 'open',
    closedAs: null,
    reportedAt: now,
    detectedAt: report.detectedAt ?? now,
    lastCapturedAt: report.lastCapturedAt ?? null,
    resumedAt: null,
    closedAt: null,
    closedBy: null,
    series: position.series,
    seriesStartedAt: now,
    step: position.step,
    nextEmailAt: new Date(stepAfter(position, archive, dayMs).dueAt),
    pausedUntil: null,
    pauseReason: null,
    reopened: 0,
    reopenedAt: null,
    againEmailedAt: null,
    surgeHoldId: null,
    workflow: 'to_start',
    workflowTriedAt: null,
  };
}

/** The audit log says what opened a disconnect, and whose the account was then: names change, and people leave. */
function columnsOf(report: Report, { id, reason, rawCode, unlistedCode, detectedAt, lastCapturedAt }: Fresh) {
  const { account, openedBy, signedInAs } = report;
  return {
    ...accountColumns(account),
    reason,
    raw_code: rawCode,
    unlisted_code: unlistedCode,
    detected_at: detectedAt,
    last_captured_at: lastCapturedAt,
    type: openedBy ? 'disconnect_opened' : 'reported',
    detail: {
      reason,
      ...(rawCode && { rawCode }),
      ...(openedBy && { openedBy }),
      ...(signedInAs && { signedInAs }),
      detectedAt,
    },
    // Only a person can fix the other reasons.
    tries_refresh: !report.triedAlready && VAGUE_REASONS.includes(reason),
    is_doubtful: report.unreliableAfterConsent ?? false,
    id,
    due_step_id: newId('dueStep'),
    audit_id: newRowId(),
  };
}
