/** Reports from an archive: one disconnected account, or up to 1,000, each judged separately. */
import { setImmediate } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { isAnyOf } from '../../db/any-of.js';
import { chunksOf } from '../../db/chunks.js';
import { accounts } from '../../db/schema.js';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../../domain/networks.js';
import { isBlameless, REASONS } from '../../domain/reasons.js';
import { isRefusal, notFound, Refusal } from '../../domain/refusal.js';
import { classify } from '../../networks/classify.js';
import { unlistedCode } from '../../networks/errors/index.js';
import { unreliableAfterConsent } from '../../networks/eventual-consistency.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { findArchiveOfCaller } from '../access/recent-api-keys.js';
import { findArchive } from '../archives/archives.js';
import { id, instant } from '../input/fields.js';
import { canonicalAccountId, networkIdText } from '../input/network-ids.js';
import { refuseCapturedLater, refuseFuture } from '../input/times.js';
import { validate } from '../input/validate.js';
import { noteApplicationTroubles } from '../troubles/application-troubles.js';
import { useCase, type Call } from '../use-case.js';
import { acceptReports } from './accept-reports.js';
import { acceptTogether } from './accept-together.js';
import { announceSuspectedCodes } from './hold-suspected-codes.js';
import { shownWith, type ShownDisconnect } from './queries.js';
import { findReportedAccounts } from './reported-accounts.js';
import type { AccountRef, Report } from './types.js';

const REPORTERS = { scope: 'report', audience: 'managers' } as const;

const facts = {
  reason: z.enum(REASONS).optional(),
  networkError: z
    .strictObject({
      status: z.int().min(100).max(599),
      headers: z.record(z.string().max(200), z.string().max(10_000)).optional(),
      body: z.string().max(1_000_000).optional(),
    })
    .optional()
    .meta({
      description: 'The network’s raw response. Relink classifies it, and the reason it finds takes precedence.',
    }),
  detectedAt: instant.optional(),
  lastCapturedAt: instant.optional().meta({ description: 'When the gap in the record begins' }),
};

export const ReportById = z.strictObject({ accountId: id, ...facts });
export const ReportByNetwork = z.strictObject({
  network: z.enum(NETWORK_NAMES),
  networkAccountId: networkIdText,
  ...facts,
});
export const ReportInput = z.union([ReportById, ReportByNetwork]);
type ReportInput = z.output<typeof ReportInput>;

/** The most reports in one call. */
export const MAX_REPORTS = 1000;

/** `accepted` is false when the account was already disconnected. */
export interface ReportAnswer {
  accepted: boolean;
  disconnect: ShownDisconnect;
}

/** @throws {Refusal} `not_found`, `account_inactive`, `not_a_disconnect`, `invalid_request` for impossible times */
export const reportDisconnect = useCase(REPORTERS, async (call, item: ReportInput): Promise<ReportAnswer> => {
  const [answer] = await report(call, [item]);
  if (isRefusal(answer)) throw answer;
  return answer!;
});

/** Reports several accounts. An invalid report doesn't affect the others: each has its own result, in order. */
export const reportDisconnects = useCase(
  REPORTERS,
  async (call, items: readonly unknown[]): Promise<(ReportAnswer | Refusal)[]> =>
    report(call, await validateEach(items)),
);

/** How many reports are validated at a time. Other requests get a turn in between. */
const CHUNK = 50;

async function validateEach(items: readonly unknown[]): Promise<(ReportInput | Refusal)[]> {
  const validated: (ReportInput | Refusal)[] = [];
  for (const chunk of chunksOf(items, CHUNK)) {
    validated.push(...chunk.map((item) => attempt(() => validate(ReportInput, item))));
    await setImmediate();
  }
  return validated;
}

async function report(call: Call, items: readonly (ReportInput | Refusal)[]): Promise<(ReportAnswer | Refusal)[]> {
  const { context } = call;
  const now = context.clock.now();
  const identified = items.map((item) => (isRefusal(item) ? item : attempt(() => identifyAccount(item, now))));
  const networks = await findNetworks(call, identified);
  const networkOf = ({ account }: IdentifiedReport) => ('id' in account ? networks.get(account.id) : account.network);
  const classified = identified.map((one) =>
    isRefusal(one) ? one : attempt(() => classifyReport(one, networkOf(one))),
  );
  const reports = classified.filter((one): one is Report => !isRefusal(one));
  const answers = reports.length > 0 ? await accept(call, reports, now) : [];
  await noteTroubles(call, identified, classified);
  if (reports.some(({ unlistedCode: code }) => code !== undefined)) await announceSuspectedCodes(context);
  return classified.map((one) => (isRefusal(one) ? one : answers.shift()!));
}

/** Returns one answer per report, in order. */
async function accept(
  { context, principal, archiveId, actor }: Call,
  reports: readonly Report[],
  now: Date,
): Promise<(ReportAnswer | Refusal)[]> {
  const { dayMs, windows } = context.config;
  const reporting = { archiveId, actor, now, dayMs, windows };
  const together = context.unit ? null : await acceptTogether(context, principal, reporting, reports);
  const left = reports.filter((_, i) => !together?.[i]!.result);
  const late = left.length === 0 ? [] : await inUnitOfWork(context, ({ tx }) => acceptReports(tx, reporting, left));
  const results = reports.map((_, i) => together?.[i]!.result ?? late.shift()!);
  if (results.some(({ outcome }) => outcome === 'accepted'))
    // What needed a closer look can have caused other emails, which don't wait for a window.
    (context.unit ?? context.notifier).notify(
      `reported:${archiveId}`,
      ...(left.length > 0 ? [`mail:${archiveId}` as const] : []),
    );
  const show = shownWith(context, together?.[0]!.archive ?? (await findArchive(context.db, archiveId)));
  return results.map((result) =>
    result.outcome === 'refused'
      ? result.refusal
      : { accepted: result.outcome === 'accepted', disconnect: show(result.disconnect) },
  );
}

/** The networks of accounts that are reported by id together with a network's raw response. An account never changes its network. */
async function findNetworks(
  { context: { db }, archiveId, principal }: Call,
  identified: readonly (IdentifiedReport | Refusal)[],
): Promise<Map<string, NetworkName>> {
  const ids = identified.flatMap((one) =>
    !isRefusal(one) && 'id' in one.account && one.item.networkError ? [one.account.id] : [],
  );
  if (ids.length === 0) return new Map();
  // A revoked key learns nothing about accounts.
  await findArchiveOfCaller(db, principal);
  const rows = await db
    .select({ id: accounts.id, network: accounts.network })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, [...new Set(ids)]), isNull(accounts.deletedAt)));
  return new Map(rows.map(({ id: accountId, network }) => [accountId, network]));
}

/** Counts our own app's troubles among the answers that were reported, if the archive really has the account. */
async function noteTroubles(
  { context, archiveId }: Call,
  identified: readonly (IdentifiedReport | Refusal)[],
  classified: readonly (Report | Refusal)[],
): Promise<void> {
  const found = identified.flatMap((one, i) => {
    const trouble = troubleIn(classified[i]!);
    return trouble && !isRefusal(one) ? [{ account: one.account, ...trouble }] : [];
  });
  if (found.length === 0) return;
  const accountOf = await findReportedAccounts(
    context.db,
    { archiveId, windows: context.config.windows },
    found.map(({ account }) => account),
  );
  const noticed = found.flatMap(({ account, ...trouble }) => {
    const network = accountOf.get(account)?.network;
    return network ? [{ ...trouble, archiveId, provider: NETWORKS[network].provider, during: 'report' as const }] : [];
  });
  await noteApplicationTroubles(context, noticed);
}

/** Returns our own app's trouble if that is why a report was refused. */
function troubleIn(judged: Report | Refusal): { rawCode?: string } | undefined {
  if (!isRefusal(judged) || judged.code !== 'not_a_disconnect') return undefined;
  const { params } = judged;
  return params.verdict === 'application' ? { rawCode: params.rawCode } : undefined;
}

interface IdentifiedReport {
  account: AccountRef;
  item: ReportInput;
}

/** @throws {Refusal} `invalid_request` for impossible times */
function identifyAccount(item: ReportInput, now: Date): IdentifiedReport {
  refuseFuture(item, ['detectedAt', 'lastCapturedAt'], now);
  refuseCapturedLater(item);
  return { account: accountIn(item), item };
}

function accountIn(item: ReportInput): AccountRef {
  if ('accountId' in item) return { id: item.accountId };
  const { network, networkAccountId } = item;
  return { network, networkAccountId, canonicalId: canonicalAccountId(network, networkAccountId) };
}

/** @throws {Refusal} `not_found`, `not_a_disconnect` */
function classifyReport({ account, item }: IdentifiedReport, lockedNetwork: NetworkName | undefined): Report {
  const { detectedAt, lastCapturedAt } = item;
  const network = 'network' in account ? account.network : lockedNetwork;
  return { account, ...findReason(item, network), detectedAt, lastCapturedAt };
}

type ReportReason = Pick<Report, 'reason' | 'rawCode' | 'unlistedCode' | 'unreliableAfterConsent'>;

function findReason(item: ReportInput, network: NetworkName | undefined): ReportReason {
  if (!item.networkError) return { reason: item.reason ?? 'unknown' };
  if (!network) throw notFound('account');
  const { verdict, rawCode } = classify(network, item.networkError);
  if (isBlameless(verdict))
    throw new Refusal('not_a_disconnect', {
      verdict,
      why: 'network_error',
      ...(rawCode && { rawCode: printable(rawCode) }),
    });
  const reason = verdict === 'unknown' ? (item.reason ?? verdict) : verdict;
  const doubtful = rawCode !== undefined && unreliableAfterConsent(network, rawCode);
  const unlisted = verdict === 'unknown' ? unlistedCode(network, rawCode) : undefined;
  return {
    reason,
    unreliableAfterConsent: doubtful,
    ...(rawCode && { rawCode: printable(rawCode) }),
    ...(unlisted && { unlistedCode: printable(unlisted) }),
  };
}

/** Makes a network's code safe to show to operators, since a forged body can contain anything. */
const printable = (code: string) => code.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

function attempt<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
