/** Accepts reports: each becomes an open disconnect with its first step due, at once where nothing speaks against it. */
import { and, eq } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db, Transaction } from '../../db/client.js';
import { accounts, disconnects } from '../../db/schema.js';
import type { NetworkName } from '../../domain/networks.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import { findArchive, type Archive } from '../archives/archives.js';
import { recordChanges } from '../audit/audit-log.js';
import { applySurgeHold } from './hold-surge.js';
import { holdSuspectedCodes } from './hold-suspected-codes.js';
import { openAtOnce, type Opened, type OpeningContext } from './open-at-once.js';
import type { DisconnectRow } from './queries.js';
import { reopenFlapping } from './reopen-flapping.js';
import { findReportedAccounts } from './reported-accounts.js';
import type { Disconnect, Report, ReportContext } from './types.js';

/** `accepted`: a new or reopened disconnect. `open`: the account already had an open one. */
export type ReportResult =
  | { outcome: 'accepted'; disconnect: DisconnectRow; network: NetworkName }
  | { outcome: 'open'; disconnect: DisconnectRow }
  | { outcome: 'refused'; refusal: Refusal };

/** Returns one result per report, in order. If the transaction fails, no report is accepted. */
export async function acceptReports(
  tx: Transaction,
  reporting: ReportContext,
  reports: readonly Report[],
): Promise<ReportResult[]> {
  if (reports.length === 0) return [];
  const context = { ...reporting, archive: await findArchive(tx, reporting.archiveId) };
  const atOnce = await acceptAtOnce(tx, context, reports);
  const careful = reports.filter((_, i) => atOnce[i] === null);
  const late = careful.length > 0 ? await acceptCarefully(tx, context, careful) : [];
  const results = atOnce.map((result) => result ?? late.shift()!);
  await hold(tx, context, results);
  return results;
}

/** Whether the emails about it may have to be held back, which is judged in a transaction. */
export const canBeHeld = (archive: Archive, { unlistedCode }: Report): boolean =>
  archive.surgeHoldEnabled || unlistedCode !== undefined;

async function hold(tx: Transaction, context: OpeningContext, results: readonly ReportResult[]): Promise<void> {
  const accepted = results.flatMap((result) => (result.outcome === 'accepted' ? [result] : []));
  // A network's own notice about a person is reliable, so it is never held.
  if (context.actor.kind !== 'network')
    await applySurgeHold(
      tx,
      context,
      accepted.map(({ disconnect, network }) => ({ disconnectId: disconnect.id, network })),
    );
  await holdSuspectedCodes(
    tx,
    context,
    accepted.flatMap(({ disconnect: { unlistedCode: code }, network }) => (code === null ? [] : [{ network, code }])),
  );
}

/** Returns null for each report that needs a transaction, because its account is changing or has just changed. */
export async function acceptAtOnce(
  db: Db,
  context: OpeningContext,
  reports: readonly Report[],
): Promise<(ReportResult | null)[]> {
  const opened = await openAtOnce(db, context, reports);
  const known = opened.flatMap((one) => (one.outcome === 'open' ? [one.account.id] : []));
  const open = await findOpenDisconnects(db, context.archiveId, known);
  return opened.map((one) => resultOf(one, open));
}

function resultOf(one: Opened, open: ReadonlyMap<string, Disconnect>): ReportResult | null {
  switch (one.outcome) {
    case 'accepted':
      return {
        outcome: 'accepted',
        disconnect: { ...one.disconnect, ownerId: one.account.ownerId },
        network: one.account.network,
      };
    case 'open': {
      const disconnect = open.get(one.account.id);
      return disconnect ? { outcome: 'open', disconnect: { ...disconnect, ownerId: one.account.ownerId } } : null;
    }
    case 'unknown':
      return refused(notFound('account'));
    case 'inactive':
      return refused(accountInactive());
    default:
      return null;
  }
}

const refused = (refusal: Refusal): ReportResult => ({ outcome: 'refused', refusal });

/** Accepts reports of accounts that were reconnected or authorized a moment ago. */
async function acceptCarefully(
  tx: Transaction,
  context: OpeningContext,
  reports: readonly Report[],
): Promise<ReportResult[]> {
  const refs = reports.map(({ account }) => account);
  const accountOf = await findReportedAccounts(tx, context, refs, { lock: true });
  const ids = reports.flatMap(({ account }) => accountOf.get(account)?.id ?? []);
  const open = await findOpenDisconnects(tx, context.archiveId, ids);
  const accepted = new Map<string, Disconnect>();
  const toOpen: Report[] = [];
  const seen = new Set<string>();
  for (const report of reports) {
    const account = accountOf.get(report.account);
    if (!account || account.status === 'inactive' || open.has(account.id) || seen.has(account.id)) continue;
    if (report.unreliableAfterConsent && account.justAuthorized) continue;
    seen.add(account.id);
    const reopened = await reopenFlapping(tx, context, account, report);
    if (reopened) accepted.set(account.id, reopened);
    else toOpen.push({ ...report, account: { id: account.id } });
  }
  await markDisconnected(tx, context.archiveId, [...accepted.keys()]);
  for (const one of await openAtOnce(tx, context, toOpen, { known: true })) {
    if (one.outcome !== 'accepted')
      throw new Error(`a locked account of ${context.archiveId} changed (${one.outcome})`);
    accepted.set(one.account.id, one.disconnect);
  }
  const answered = new Set<string>();
  return reports.map((report): ReportResult => {
    const account = accountOf.get(report.account);
    if (!account) return refused(notFound('account'));
    if (account.status === 'inactive') return refused(accountInactive());
    const { id, ownerId, network } = account;
    const disconnect = open.get(id) ?? accepted.get(id);
    if (!disconnect) return refused(justConnected());
    const isFirst = accepted.has(id) && !answered.has(id);
    answered.add(id);
    const row = { ...disconnect, ownerId };
    return isFirst ? { outcome: 'accepted', disconnect: row, network } : { outcome: 'open', disconnect: row };
  });
}

const accountInactive = () => new Refusal('account_inactive', { during: 'report' });

const justConnected = () => new Refusal('not_a_disconnect', { verdict: 'transient', why: 'just_connected' });

async function findOpenDisconnects(db: Db, archiveId: string, accountIds: readonly string[]) {
  if (accountIds.length === 0) return new Map<string, Disconnect>();
  const rows = await db
    .select()
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.status, 'open'),
        isAnyOf(disconnects.accountId, [...new Set(accountIds)]),
      ),
    );
  return new Map(rows.map((row) => [row.accountId, row]));
}

async function markDisconnected(tx: Transaction, archiveId: string, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx
    .update(accounts)
    .set({ status: 'disconnected' })
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds)));
  await recordChanges(
    tx,
    accountIds.map((accountId) => ({ archiveId, type: 'disconnected', accountId })),
  );
}
