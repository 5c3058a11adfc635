/** Reports from an archive: one disconnected account, or up to 1,000, each judged separately. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { chunksOf } from '../../db/chunks.js';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../../domain/networks.js';
import { isBlameless, REASONS } from '../../domain/reasons.js';
import { isRefusal, notFound, Refusal } from '../../domain/refusal.js';
import { classify } from '../../networks/classify.js';
import { unlistedCode } from '../../networks/errors/index.js';
import { unreliableAfterConsent } from '../../networks/eventual-consistency.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { findArchive } from '../archives/archives.js';
import { id, instant } from '../input/fields.js';
import { canonicalAccountId, networkIdText } from '../input/network-ids.js';
import { refuseCapturedLater, refuseFuture } from '../input/times.js';
import { validate } from '../input/validate.js';
import { noteApplicationTroubles, type NoticedTrouble } from '../troubles/application-troubles.js';
import { useCase, type Call } from '../use-case.js';
import { acceptReportsOfLockedAccounts, lockReportedAccounts } from './accept-reports.js';
import { announceSuspectedCodes } from './hold-suspected-codes.js';
import { shownWith, type ShownDisconnect } from './queries.js';
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

/** Judges a network's raw response after locking the accounts, because only then is the network of a reported id known. */
async function report(
  { context, archiveId, actor }: Call,
  items: readonly (ReportInput | Refusal)[],
): Promise<(ReportAnswer | Refusal)[]> {
  const { dayMs, windows } = context.config;
  const troubles = new Map<IdentifiedReport, NoticedTrouble>();
  const now = context.clock.now();
  const identified = items.map((item) => (isRefusal(item) ? item : attempt(() => identifyAccount(item, now))));
  const answers = await inUnitOfWork(context, async ({ tx, notify }) => {
    troubles.clear();
    const archive = await findArchive(tx, archiveId);
    const refs = identified.flatMap((one) => (isRefusal(one) ? [] : [one.account]));
    const accountOf = await lockReportedAccounts(tx, { archiveId, windows }, refs);
    const classified = identified.map((one) =>
      isRefusal(one) ? one : attempt(() => classifyReport(one, accountOf.get(one.account)?.network)),
    );
    for (const [i, one] of identified.entries()) {
      const network = isRefusal(one) ? undefined : accountOf.get(one.account)?.network;
      const trouble = network && troubleIn(classified[i]!);
      if (trouble && !isRefusal(one))
        troubles.set(one, { ...trouble, archiveId, provider: NETWORKS[network].provider, during: 'report' });
    }
    const reports = classified.filter((one): one is Report => !isRefusal(one));
    const reporting = { archiveId, archive, actor, now, dayMs, windows };
    const results = await acceptReportsOfLockedAccounts(tx, reporting, reports, accountOf);
    if (results.some(({ outcome }) => outcome === 'accepted')) notify('workflows', `mail:${archiveId}`);
    const resultOf = new Map(reports.map((one, i) => [one, results[i]!]));
    const show = shownWith(context, archive);
    return classified.map((one) => {
      if (isRefusal(one)) return one;
      const result = resultOf.get(one)!;
      if (result.outcome === 'refused') return result.refusal;
      return { accepted: result.outcome === 'accepted', disconnect: show(result.disconnect) };
    });
  });
  await noteApplicationTroubles(context, [...troubles.values()]);
  await announceSuspectedCodes(context);
  return answers;
}

/** Returns our own app's trouble if that is why a report was refused. Only for accounts that the archive really has. */
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
