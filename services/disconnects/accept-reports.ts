/** Accepts reports: each becomes an open disconnect with its first step due, in one transaction with few statements. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import type { NetworkName } from '../../domain/networks.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import { VAGUE_REASONS } from '../../domain/token-checks.js';
import { stepAfter } from '../../domain/series.js';
import { findArchive, type Archive } from '../archives/archives.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { applySurgeHold } from './hold-surge.js';
import { holdSuspectedCodes } from './hold-suspected-codes.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { reopenFlapping } from './reopen-flapping.js';
import { accounts, disconnects, dueSteps, users } from '../../db/schema.js';
import type { DisconnectRow } from './queries.js';
import type { AccountRef, Disconnect, IdentityRef, Report, ReportContext, ReportedAccount } from './types.js';

/** `accepted`: a new or reopened disconnect. `open`: the account already had an open one. */
export type ReportResult =
  { outcome: 'accepted' | 'open'; disconnect: DisconnectRow } | { outcome: 'refused'; refusal: Refusal };

/** Rows per statement. Building a larger statement would block the event loop and delay other requests. */
const CHUNK = 100;

/** Returns one result per report, in order. If the transaction fails, no report is accepted. */
export async function acceptReports(
  tx: Transaction,
  context: ReportContext,
  reports: readonly Report[],
): Promise<ReportResult[]> {
  if (reports.length === 0) return [];
  const archive = await findArchive(tx, context.archiveId);
  const accountOf = await lockReportedAccounts(
    tx,
    context,
    reports.map(({ account }) => account),
  );
  return acceptReportsOfLockedAccounts(tx, { ...context, archive }, reports, accountOf);
}

/** @param accountOf the accounts that the reports name, already locked */
export async function acceptReportsOfLockedAccounts(
  tx: Transaction,
  context: ReportContext & { archive: Archive },
  reports: readonly Report[],
  accountOf: ReadonlyMap<AccountRef, ReportedAccount>,
): Promise<ReportResult[]> {
  const reported = reports.flatMap(({ account }) => accountOf.get(account) ?? []);
  const open = await findOpenDisconnects(tx, context.archiveId, reported);
  const accepted = new Map<string, Disconnect>();
  const toInsert: Fresh[] = [];
  const seen = new Set<string>();
  for (const report of reports) {
    const account = accountOf.get(report.account);
    if (!account || account.status === 'inactive' || open.has(account.id) || seen.has(account.id)) continue;
    if (report.unreliableAfterConsent && account.justAuthorized) continue;
    seen.add(account.id);
    const reopened = await reopenFlapping(tx, context, account, report);
    if (reopened) accepted.set(account.id, reopened);
    else toInsert.push({ row: newDisconnect(context, account, report), report, ownerId: account.ownerId });
  }
  for (const chunk of chunksOf(toInsert, CHUNK))
    for (const disconnect of await insertDisconnects(tx, context, chunk))
      accepted.set(disconnect.accountId, disconnect);
  await markDisconnected(tx, context.archiveId, [...accepted.keys()]);
  // A network's own notice about a person is reliable, so it is never held.
  if (context.actor.kind !== 'network')
    await applySurgeHold(
      tx,
      context,
      reported.flatMap(({ id, network }) => {
        const disconnect = accepted.get(id);
        return disconnect ? [{ disconnectId: disconnect.id, network }] : [];
      }),
    );
  await holdSuspectedCodes(
    tx,
    context,
    reported.flatMap(({ id, network }) => {
      const code = accepted.get(id)?.unlistedCode ?? null;
      return code === null ? [] : [{ network, code }];
    }),
  );
  const answered = new Set<string>();
  return reports.map((report) => {
    const account = accountOf.get(report.account);
    if (!account) return { outcome: 'refused', refusal: notFound('account') };
    if (account.status === 'inactive') return { outcome: 'refused', refusal: accountInactive() };
    const disconnect = open.get(account.id) ?? accepted.get(account.id);
    if (!disconnect) return { outcome: 'refused', refusal: justConnected() };
    const first = accepted.has(account.id) && !answered.has(account.id);
    answered.add(account.id);
    return { outcome: first ? 'accepted' : 'open', disconnect: { ...disconnect, ownerId: account.ownerId } };
  });
}

const accountInactive = () => new Refusal('account_inactive', { during: 'report' });

const justConnected = () => new Refusal('not_a_disconnect', { verdict: 'transient', why: 'just_connected' });

/** Locks the accounts in the order of their ids, as everywhere, to avoid deadlocks. */
export async function lockReportedAccounts(
  tx: Transaction,
  { archiveId, windows }: Pick<ReportContext, 'archiveId' | 'windows'>,
  refs: readonly AccountRef[],
): Promise<Map<AccountRef, ReportedAccount>> {
  const ids = refs.flatMap((ref) => ('id' in ref ? [ref.id] : []));
  const byNetwork = refs.flatMap((ref) => ('id' in ref ? [] : spellingsOf(ref)));
  const identities = byNetwork.map(identityOf);
  const networkIds = byNetwork.map(({ networkAccountId }) => networkAccountId);
  const identity = sql<string>`${accounts.network} || ' ' || ${accounts.networkAccountId}`;
  const rows = await tx
    .select({
      id: accounts.id,
      ownerId: accounts.ownerId,
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      status: accounts.status,
      parentProfileId: accounts.parentProfileId,
      lastReconnectedAt: accounts.lastReconnectedAt,
      // Column names are spelled out: in a single-table query, drizzle omits the table name, so "id" would be the credential's.
      authorized: sql<boolean>`exists (select from credentials c where c.archive_id = accounts.archive_id
        and c.account_id = accounts.id)`,
      justAuthorized: sql<boolean>`exists (select from credentials c where c.archive_id = accounts.archive_id
        and c.account_id = accounts.id and c.authorized_at > now() - ${windows.justConnected} * interval '1 millisecond')`,
    })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        ids.length === 0
          ? and(isAnyOf(accounts.networkAccountId, networkIds), isAnyOf(identity, identities))
          : identities.length === 0
            ? isAnyOf(accounts.id, ids)
            : sql`(${isAnyOf(accounts.id, ids)} or ${and(isAnyOf(accounts.networkAccountId, networkIds), isAnyOf(identity, identities))})`,
      ),
    )
    .orderBy(asc(accounts.id))
    .for('no key update');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byIdentity = new Map(rows.map((row) => [identityOf(row), row]));
  const found = new Map<AccountRef, ReportedAccount>();
  for (const ref of refs) {
    const row =
      'id' in ref ? byId.get(ref.id) : spellingsOf(ref).flatMap((one) => byIdentity.get(identityOf(one)) ?? [])[0];
    if (row) found.set(ref, row);
  }
  return found;
}

const spellingsOf = ({ network, networkAccountId, canonicalId }: IdentityRef): IdentityRef[] =>
  [networkAccountId, canonicalId].flatMap((id) => (id === undefined ? [] : [{ network, networkAccountId: id }]));

const identityOf = ({ network, networkAccountId }: { network: NetworkName; networkAccountId: string }) =>
  `${network} ${networkAccountId}`;

async function findOpenDisconnects(tx: Transaction, archiveId: string, reported: readonly ReportedAccount[]) {
  const rows = await tx
    .select()
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        eq(disconnects.status, 'open'),
        isAnyOf(disconnects.accountId, [...new Set(reported.map(({ id }) => id))]),
      ),
    );
  return new Map(rows.map((row) => [row.accountId, row]));
}

function newDisconnect(
  { archiveId, archive, now, dayMs }: ReportContext & { archive: Archive },
  account: ReportedAccount,
  report: Report,
) {
  const position = { series: 1, seriesStartedAt: now.getTime(), step: 0 };
  return {
    archiveId,
    id: newId('disconnect'),
    accountId: account.id,
    reason: report.reason,
    rawCode: report.rawCode,
    unlistedCode: report.unlistedCode,
    reportedAt: now,
    detectedAt: report.detectedAt ?? now,
    lastCapturedAt: report.lastCapturedAt,
    series: position.series,
    seriesStartedAt: now,
    step: position.step,
    nextEmailAt: new Date(stepAfter(position, archive, dayMs).dueAt),
    // Only a person can fix the other reasons.
    refreshFirst: !report.triedAlready && account.authorized && VAGUE_REASONS.includes(report.reason),
  } satisfies typeof disconnects.$inferInsert;
}

/** A disconnect to insert, what opens it, and whose account it is at that time. */
interface Fresh {
  row: ReturnType<typeof newDisconnect>;
  report: Report;
  ownerId: string | null;
}

/** Article: "The first email in this series is triggered by the disconnect and sent as soon as possible." */
async function insertDisconnects(tx: Transaction, context: ReportContext, fresh: readonly Fresh[]) {
  const { archiveId, now, windows } = context;
  const inserted = await tx
    .insert(disconnects)
    .values(fresh.map(({ row }) => row))
    .returning();
  await tx.insert(dueSteps).values(
    inserted.map((disconnect) => ({
      archiveId,
      id: newId('dueStep'),
      disconnectId: disconnect.id,
      kind: 'step' as const,
      series: 1,
      step: 0,
      dueAt: now,
      notBefore: disconnect.refreshFirst ? sql`now() + ${windows.refresh} * interval '1 millisecond'` : undefined,
    })),
  );
  await recordOpened(tx, context, fresh);
  return inserted;
}

/** Records what opened each disconnect, and the Account Owner of that time, whose name may change or leave the archive later. */
async function recordOpened(
  tx: Transaction,
  { archiveId, actor }: ReportContext,
  fresh: readonly Fresh[],
): Promise<void> {
  const ownerIds = [...new Set(fresh.flatMap(({ ownerId }) => ownerId ?? []))];
  const owners = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), isAnyOf(users.id, ownerIds)));
  const ownerOf = new Map(owners.map((owner) => [owner.id, owner]));
  await recordAudit(
    tx,
    fresh.map(({ row, report, ownerId }) => {
      const { id: disconnectId, accountId, reason, rawCode, detectedAt } = row;
      const { openedBy, signedInAs } = report;
      const owner = ownerId === null ? undefined : ownerOf.get(ownerId);
      const detail = {
        reason,
        ...(rawCode && { rawCode }),
        ...(openedBy && { openedBy }),
        ...(signedInAs && { signedInAs }),
        detectedAt: detectedAt.toISOString(),
        ...(owner && { owner }),
      };
      return { archiveId, type: openedBy ? 'disconnect_opened' : 'reported', actor, disconnectId, accountId, detail };
    }),
  );
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
