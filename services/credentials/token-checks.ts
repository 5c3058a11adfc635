/**
 * Token checks: which authorizations to check, and what follows from each answer. All are checked nightly. One is checked again
 * soon after an unclear answer, and when someone asks for it.
 */
import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { KeyRing } from '../../platform/key-ring.js';
import { notFound } from '../../domain/refusal.js';
import { NETWORK_NAMES, type NetworkName } from '../../domain/networks.js';
import { evaluateCheck, type CheckConclusion } from '../../domain/token-checks.js';
import type { Verdict } from '../../domain/reasons.js';
import { unlistedCode } from '../../networks/errors/index.js';
import { RELINK } from '../../domain/actor.js';
import { chunksOf } from '../../db/chunks.js';
import type { Database, Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { readableTokens } from './credentials.js';
import { credentialOfAccount } from '../../db/joins.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import { type ReportContext } from '../disconnects/types.js';
import { accounts, credentials } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { id } from '../input/fields.js';
import { MANAGERS, useCase } from '../use-case.js';

export interface AccountToCheck {
  archiveId: string;
  accountId: string;
  network: NetworkName;
  networkAccountId: string;
  /** Null when the token doesn't decrypt (`rotate-keys` lists such rows). */
  accessToken: string | null;
  /** The version of the credential that is checked; the answer doesn't apply to a newer one. */
  version: number;
  /** Whether consent was given a moment ago. */
  fresh: boolean;
}

interface ClaimOptions {
  keys: KeyRing;
  /** How long a claim lasts. After a crash, another process then checks these accounts. */
  claimMs: number;
  freshMs: number;
  limit: number;
}

const milliseconds = (ms: number) => sql`${ms} * interval '1 millisecond'`;

/** Matches credentials that haven't been checked since `since`, the start of the nightly run. */
export const notCheckedSince = (since: Date): SQL =>
  sql`(${credentials.checkedAt} is null or ${credentials.checkedAt} < ${since.toISOString()}::timestamptz)
    and (${credentials.checkAfter} is null or ${credentials.checkAfter} <= now())`;
/** Matches credentials whose last answer was unclear or whose check someone requested. */
export const dueForCheck: SQL = sql`${credentials.checkAfter} <= now()`;

/** Claims some credentials, longest unchecked first, so that no other process checks them. */
export async function claimChecks(
  db: Database,
  networks: readonly NetworkName[],
  which: SQL,
  options: ClaimOptions,
): Promise<AccountToCheck[]> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select({
        credential: credentials,
        network: accounts.network,
        networkAccountId: accounts.networkAccountId,
        fresh: sql<boolean>`${credentials.authorizedAt} > now() - ${milliseconds(options.freshMs)}`,
      })
      .from(credentials)
      .innerJoin(accounts, credentialOfAccount)
      .where(
        and(
          eq(accounts.status, 'connected'),
          isNull(accounts.deletedAt),
          inArray(accounts.network, [...networks]),
          which,
        ),
      )
      .orderBy(sql`${credentials.checkedAt} nulls first`)
      .limit(options.limit)
      .for('update', { of: credentials, skipLocked: true });
    if (rows.length === 0) return [];
    await tx
      .update(credentials)
      .set({ checkAfter: sql`now() + ${milliseconds(options.claimMs)}` })
      .where(
        inArray(
          credentials.id,
          rows.map(({ credential }) => credential.id),
        ),
      );
    return rows.map(({ credential, ...row }) => ({
      ...row,
      archiveId: credential.archiveId,
      accountId: credential.accountId!,
      // A token that doesn't decrypt must not stop the others from being checked.
      accessToken: readableTokens(options.keys, credential)?.accessToken ?? null,
      version: credential.version,
    }));
  });
}

export interface CheckAnswer {
  verdict: Verdict | 'healthy';
  rawCode?: string;
  doubtful: boolean;
  expiresAt?: Date;
  dataAccessExpiresAt?: Date;
}

/** Whether the person used the network again, which moved the expiration. The owner is then asked again before the new one. */
function hasNewExpiration(
  row: typeof credentials.$inferSelect,
  answer: CheckAnswer,
  { now, windows }: Pick<ReportContext, 'now' | 'windows'>,
) {
  const end = answer.dataAccessExpiresAt;
  if (row.askedAt === null || !end || !row.dataAccessExpiresAt || end <= row.dataAccessExpiresAt) return false;
  return end.getTime() > now.getTime() + windows.prevention;
}

/**
 * Records the result of a check. If the network says that the authorization has ended, the account is disconnected. Null when a
 * newer authorization was saved in the meantime.
 */
export async function recordCheck(
  tx: Transaction,
  context: Omit<ReportContext, 'archiveId' | 'actor'>,
  checked: Pick<AccountToCheck, 'archiveId' | 'accountId' | 'version'>,
  answer: CheckAnswer,
): Promise<CheckConclusion | null> {
  const { archiveId, accountId, version } = checked;
  const [account] = await lockAccounts(tx, archiveId, [accountId]);
  const self = and(eq(credentials.archiveId, archiveId), eq(credentials.accountId, accountId));
  const [row] = await tx.select().from(credentials).where(self).for('update');
  if (!row || row.version !== version) return null;
  const conclusion = evaluateCheck(answer.verdict, {
    doubtful: answer.doubtful,
    consecutiveUnknowns: row.consecutiveUnknowns,
    coded: answer.rawCode !== undefined,
  });
  const isInconclusive = conclusion.outcome === 'recheck';
  const isUnrelated = conclusion.outcome === 'unrelated';
  await tx
    .update(credentials)
    .set({
      lastCheck: { verdict: answer.verdict, rawCode: answer.rawCode, at: context.now.toISOString() },
      // An answer about the request or the application: check again tomorrow, and count as unchecked until then.
      checkAfter: isInconclusive
        ? sql`now() + ${milliseconds(context.windows.recheck)}`
        : isUnrelated
          ? sql`now() + ${milliseconds(context.windows.day)}`
          : null,
      ...(!isUnrelated && { consecutiveUnknowns: isInconclusive ? conclusion.consecutiveUnknowns : 0 }),
      // An inconclusive answer doesn't count as a check.
      ...(answer.verdict !== 'transient' && !isUnrelated && { checkedAt: sql`now()` }),
      ...(answer.expiresAt && { expiresAt: answer.expiresAt }),
      ...(answer.dataAccessExpiresAt && { dataAccessExpiresAt: answer.dataAccessExpiresAt }),
      ...(hasNewExpiration(row, answer, context) && { askedAt: null }),
    })
    .where(self);
  if (conclusion.outcome === 'disconnect' && account?.status === 'connected') {
    const { reason } = conclusion;
    const { rawCode } = answer;
    const unlisted = account && reason === 'unknown' ? unlistedCode(account.network, rawCode) : undefined;
    await acceptReports(tx, { ...context, archiveId, actor: RELINK }, [
      { account: { id: accountId }, reason, rawCode, unlistedCode: unlisted },
    ]);
  }
  return conclusion;
}

/** The shortest interval between requested checks of the same account, whoever requests them. */
const MIN_RECHECK_MS = 60_000;
/** Rows per statement, since PostgreSQL limits the number of parameters. */
const BATCH_SIZE = 5000;

async function requireAccounts(tx: Transaction, archiveId: string, accountIds: readonly string[]): Promise<void> {
  const uniqueIds = [...new Set(accountIds)];
  const [row] = await tx
    .select({ n: count() })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isNull(accounts.deletedAt), inArray(accounts.id, uniqueIds)));
  if (row?.n !== uniqueIds.length) throw notFound('account');
}

const MAX_ACCOUNTS = 1000;

export const TokenChecksInput = z.strictObject({
  network: z.enum(NETWORK_NAMES).optional(),
  accountIds: z.array(id).min(1).max(MAX_ACCOUNTS).optional(),
});

export interface AskedChecks {
  /** How many checks are due. */
  due: number;
  /** How many of the accounts can't be checked, because no one has authorized them here. */
  notAuthorized: number;
}

/**
 * Makes checks due now for some of an archive's accounts, for one network, or for all accounts. Skips disconnected and inactive
 * accounts, accounts without an authorization, and accounts that were checked a moment ago.
 * @throws {Refusal} `not_found` when one of the accounts doesn't exist
 */
export const requestTokenChecks = useCase(
  MANAGERS,
  async ({ context, archiveId }, { network, accountIds }: z.output<typeof TokenChecksInput>): Promise<AskedChecks> =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      if (accountIds) await requireAccounts(tx, archiveId, accountIds);
      const which = and(
        eq(accounts.archiveId, archiveId),
        eq(accounts.status, 'connected'),
        isNull(accounts.deletedAt),
        network && eq(accounts.network, network),
        accountIds && inArray(accounts.id, accountIds),
      );
      const [skipped] = await tx
        .select({ n: count() })
        .from(accounts)
        .where(and(which, isNull(accounts.authorizedSince)));
      // Locked in the order of their ids, to avoid deadlocks.
      const due = await tx
        .select({ id: credentials.id })
        .from(credentials)
        .innerJoin(accounts, credentialOfAccount)
        .where(
          and(
            eq(credentials.archiveId, archiveId),
            sql`coalesce(${credentials.checkedAt} < now() - ${milliseconds(MIN_RECHECK_MS)}, true)`,
            which,
          ),
        )
        .orderBy(asc(credentials.id))
        .for('update', { of: credentials });
      for (const batch of chunksOf(due, BATCH_SIZE))
        await tx
          .update(credentials)
          .set({ checkAfter: sql`now()` })
          .where(
            inArray(
              credentials.id,
              batch.map(({ id: credentialId }) => credentialId),
            ),
          );
      if (due.length > 0) notify('tokens');
      return { due: due.length, notAuthorized: skipped?.n ?? 0 };
    }),
);
