/**
 * Token checks and prevention: nightly for all accounts, and in between for those that are due. All processes share one rate limit
 * per network.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import type { Context } from '../../platform/context.js';
import { requestRenewals } from './expiring.js';
import { claimRenewals } from './renewals.js';
import { claimChecks, dueForCheck, notCheckedSince, recordCheck, type AccountToCheck } from './token-checks.js';
import { NETWORKS, networksOf, type ProviderName } from '../../domain/networks.js';
import type { CheckConclusion } from '../../domain/token-checks.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { acquireRateSlot } from '../../platform/rate-limit.js';
import { announceSuspectedCodes } from '../disconnects/hold-suspected-codes.js';
import { checkAccount } from './check-account.js';
import { revokePending } from './revoke-pending.js';
import { renew } from './renew.js';

/** Batch size: at most what the network's rate allows in a minute, so that a worker that stops loses little work. */
const BATCH = 50;
const BATCH_SECONDS = 60;
const batchOf = (context: Context, provider: ProviderName) => {
  const { checksPerSecond } = context.networks.adapterFor(networksOf(provider)[0]!);
  return Math.max(1, Math.min(BATCH, Math.floor(checksPerSecond * BATCH_SECONDS)));
};

export interface CheckBatchResult {
  checked: number;
  /** Whether the network gave no clear answer to any check: it is down or rate-limiting Relink. */
  allUnclear: boolean;
}

/** Checks one batch of the accounts that the nightly run hasn't reached yet. `checked` is 0 when none are left. */
export async function checkBatch(context: Context, provider: ProviderName, since: Date): Promise<CheckBatchResult> {
  const claimed = await claim(context, provider, notCheckedSince(since));
  const conclusions = await checkAll(context, claimed);
  return { checked: claimed.length, allUnclear: claimed.length > 0 && conclusions.every(isUnclear) };
}

const isUnclear = (conclusion: CheckConclusion | null) =>
  conclusion?.outcome === 'recheck' || conclusion?.outcome === 'unrelated';

/** Renews one batch of a provider's authorizations that expire soon. `more` is true when there may be others. */
export async function renewBatch(context: Context, provider: ProviderName): Promise<{ more: boolean }> {
  const { db, config, log } = context;
  const { renewals, taken } = await claimRenewals(db, networksOf(provider), config.windows, BATCH);
  // One failure doesn't stop the other renewals; its claim expires.
  await Promise.all(
    renewals.map((one) =>
      renew(context, one).catch((error: unknown) =>
        log.error({ error, archiveId: one.archiveId, network: one.network }, 'could not renew an authorization'),
      ),
    ),
  );
  return { more: taken === BATCH };
}

/** Runs one batch of checks that someone requested or whose last answer was unclear. */
export async function recheckBatch(context: Context, provider: ProviderName): Promise<void> {
  await checkAll(context, await claim(context, provider, dueForCheck));
}

/** Asks owners for renewals that only a person can do, and revokes authorizations that are no longer needed. */
export async function requestRenewalsAndRevoke(context: Context): Promise<void> {
  await inUnitOfWork(context, async ({ tx, notify }) => {
    const archiveIds = await requestRenewals(tx, context.config.windows);
    notify(...archiveIds.map((archiveId) => `mail:${archiveId}` as const));
  });
  await revokePending(context);
}

async function claim(context: Context, provider: ProviderName, which: SQL): Promise<AccountToCheck[]> {
  // A network without app credentials can't be asked; `networks check` reports that.
  if (!context.networks.configured(networksOf(provider)[0]!)) return [];
  const { keys, windows } = context.config;
  return claimChecks(context.db, networksOf(provider), which, {
    keys,
    claimMs: windows.recheck,
    freshMs: windows.justConnected,
    limit: batchOf(context, provider),
  });
}

/** Checks accounts at each network's rate. A slow network doesn't delay the others. */
async function checkAll(context: Context, claimed: readonly AccountToCheck[]): Promise<(CheckConclusion | null)[]> {
  return Promise.all(
    claimed.map(async (one) => {
      const { provider } = NETWORKS[one.network];
      const { checksPerSecond } = context.networks.adapterFor(one.network);
      const wait = await acquireRateSlot(context.db, `checks/${provider}`, checksPerSecond);
      if (wait > 0) await pause(wait);
      return checkNow(context, one);
    }),
  );
}

/** Checks one account now. Null when its token doesn't decrypt, or a newer authorization was saved during the check. */
export async function checkNow(context: Context, one: AccountToCheck): Promise<CheckConclusion | null> {
  const { accessToken } = one;
  if (accessToken === null) {
    const { archiveId, accountId } = one;
    context.log.error({ archiveId, accountId }, 'could not decrypt an access token; run `rotate-keys` to see why');
    return null;
  }
  const answer = await checkAccount(context, { ...one, accessToken });
  const { network, archiveId, accountId } = one;
  const { dayMs, windows } = context.config;
  const conclusion = await inUnitOfWork(context, async ({ tx, notify }) => {
    const recorded = await recordCheck(tx, { now: context.clock.now(), dayMs, windows }, one, answer);
    if (recorded?.outcome === 'disconnect') notify('workflows', `mail:${archiveId}`);
    return recorded;
  });
  if (conclusion?.outcome === 'disconnect') {
    context.log.info({ network, archiveId, accountId, reason: conclusion.reason }, 'token check found a disconnect');
    await announceSuspectedCodes(context);
  }
  return conclusion;
}
