/**
 * Renews an authorization before it expires. If the network permanently refuses, the accounts are disconnected with the network's
 * reason. While the access token still works for more than a day, the owner is asked to renew in time instead, because nothing is
 * lost until then.
 */
import type { Context } from '../../platform/context.js';
import { unlistedCode } from '../../networks/errors/index.js';
import { announceSuspectedCodes } from '../disconnects/hold-suspected-codes.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { endAuthorization, readSample, markRefreshEnded, postponeRenewal, type Renewal } from './renewals.js';
import { checkAccount, refutesAuthorization } from './check-account.js';
import { refreshAuthorization, type Refreshed } from './refresh.js';

export async function renew(context: Context, renewal: Renewal): Promise<void> {
  const refreshed = await refreshAuthorization(context, renewal.network, renewal);
  // The other outcomes need nothing more: it is fresh, another process is refreshing it, or there is nothing to refresh.
  if (refreshed.outcome === 'refused') return handleRefusal(context, renewal, refreshed);
  if (refreshed.outcome === 'unavailable') await postpone(context, renewal);
}

const postpone = ({ db, config }: Context, renewal: Renewal) => postponeRenewal(db, renewal, config.windows.recheck);

async function handleRefusal(
  context: Context,
  renewal: Renewal,
  { reason, rawCode }: Extract<Refreshed, { outcome: 'refused' }>,
): Promise<void> {
  const { config, db, clock, log } = context;
  const { archiveId, network } = renewal;
  const { dayMs, windows, keys } = config;
  const sample = await readSample(db, keys, renewal);
  if (!sample) return;
  const checked = await checkAccount(context, { ...sample, archiveId });
  const isOver = refutesAuthorization(checked);
  // An unknown code proves nothing, so the renewal is retried unless a check shows that the token doesn't work.
  if (reason === 'unknown' && !isOver) return postpone(context, renewal);
  if (!isOver && sample.endsInMs > windows.day) return markRefreshEnded(db, renewal);
  const found =
    reason === 'unknown' && isOver ? { reason: checked.verdict, rawCode: checked.rawCode } : { reason, rawCode };
  const unlisted = found.reason === 'unknown' ? unlistedCode(network, found.rawCode) : undefined;
  const disconnectedCount = await inUnitOfWork(context, async ({ tx, notify }) => {
    notify('workflows', `mail:${archiveId}`);
    return endAuthorization(tx, { now: clock.now(), dayMs, windows }, renewal, { ...found, unlistedCode: unlisted });
  });
  await announceSuspectedCodes(context);
  log.info({ archiveId, network, ...found, accounts: disconnectedCount }, 'a network permanently refused a renewal');
}
