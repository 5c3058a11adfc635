/** Token checks and prevention: nightly for all, in between for what is due. Paced for each network, by all processes together. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../../context.js';
import { askToRenew } from '../../db/expiring.js';
import { claimRenewals } from '../../db/renewals.js';
import { claimChecks, dueForCheck, notCheckedSince, recordCheck, type ToCheck } from '../../db/token-checks.js';
import { NETWORKS, networksOf, type ProviderName } from '../../domain/networks.js';
import type { Judgement } from '../../domain/token-checks.js';
import { takeToken } from '../mail/rate.js';
import { checkAccount } from './check.js';
import { renew } from './renew.js';

/** One batch: as many as take seconds, so that a worker that stops loses little. */
const BATCH = 50;

export interface ChecksMade {
  checked: number;
  /** The network gave no clear answer to any of them: it is down, or holds us back. */
  allUnclear: boolean;
}

/** Some of those that the night's run has not come to yet; `checked` 0: none is left. */
export async function checkSome(context: Context, provider: ProviderName, since: Date): Promise<ChecksMade> {
  if (!context.networks.configured(networksOf(provider)[0]!)) return { checked: 0, allUnclear: false };
  const { keys, windows } = context.config;
  const claimed = await claimChecks(context.db, notCheckedSince(networksOf(provider), since), {
    keys,
    lookAgainMs: windows.lookAgain,
    freshMs: windows.fresh,
    limit: BATCH,
  });
  const judgements = await checkAll(context, claimed);
  return { checked: claimed.length, allUnclear: claimed.length > 0 && judgements.every(isUnclear) };
}

const isUnclear = (judgement: Judgement | null) =>
  judgement?.outcome === 'look_again' || judgement?.outcome === 'not_about_it';

/** What is due in between: renewals, checks that somebody asked for or that were not clear, and asking owners. */
export async function watch(context: Context): Promise<{ more: boolean }> {
  const { db, config } = context;
  const renewals = await claimRenewals(db, config.windows, BATCH);
  await Promise.all(renewals.map((one) => renew(context, one)));
  const { keys, windows } = config;
  const due = await claimChecks(db, dueForCheck, {
    keys,
    lookAgainMs: windows.lookAgain,
    freshMs: windows.fresh,
    limit: BATCH,
  });
  await checkAll(context, due);
  const asked = await askToRenew(db, windows);
  context.waker.wake(...asked.map((archiveId) => `mail:${archiveId}` as const));
  return { more: renewals.length === BATCH || due.length === BATCH };
}

/** Each network is asked at its pace; a slow one delays no other. */
async function checkAll(context: Context, claimed: readonly ToCheck[]): Promise<(Judgement | null)[]> {
  return Promise.all(
    claimed.map(async (one) => {
      const { provider } = NETWORKS[one.network];
      const { checksPerSecond } = context.networks.adapterFor(one.network);
      const wait = await takeToken(context.db, `checks/${provider}`, checksPerSecond);
      if (wait > 0) await pause(wait);
      return checkNow(context, one);
    }),
  );
}

/** Null: a newer authorization came while the network was asked. */
export async function checkNow(context: Context, one: ToCheck): Promise<Judgement | null> {
  const answer = await checkAccount(context, one);
  const { dayMs, windows } = context.config;
  const judgement = await context.db.transaction((tx) =>
    recordCheck(tx, { now: context.clock.now(), dayMs, windows }, one, answer),
  );
  if (judgement?.outcome === 'disconnect') {
    const { network, archiveId, accountId } = one;
    context.log.info({ network, archiveId, accountId, reason: judgement.reason }, 'a token check found a disconnect');
    context.waker.wake('workflows', `mail:${archiveId}`);
  }
  return judgement;
}
