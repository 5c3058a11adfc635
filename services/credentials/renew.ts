/**
 * Renewing an authorization before it ends. One that the network refuses for good is a disconnect with the network's reason – or, while
 * its access token works for days, for its owner to renew in time: nothing is lost until then.
 */
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { endAuthorization, readSample, markRefreshEnded, renewLater, type Renewal } from './renewals.js';
import { checkAccount, refutesAuthorization } from './check-account.js';
import { refreshAuthorization, type Refreshed } from './refresh.js';

export async function renew(context: Context, renewal: Renewal): Promise<void> {
  const refreshed = await refreshAuthorization(context, renewal.network, renewal);
  // Fresh, or somebody else is at it: nothing more to do.
  if (refreshed.outcome === 'refused') return refused(context, renewal, refreshed);
  if (refreshed.outcome === 'unavailable') await later(context, renewal);
}

const later = ({ db, config }: Context, renewal: Renewal) => renewLater(db, renewal, config.windows.lookAgain);

async function refused(
  context: Context,
  renewal: Renewal,
  { reason, rawCode }: Extract<Refreshed, { outcome: 'refused' }>,
): Promise<void> {
  const { config, db, clock, log } = context;
  const { archiveId, network } = renewal;
  const { dayMs, windows, keys } = config;
  const sample = await readSample(db, keys, renewal);
  if (!sample) return;
  const checked = await checkAccount(context, sample);
  const isOver = refutesAuthorization(checked);
  // A code that nobody knows says nothing by itself: as long as the token works, or nobody can tell, it is tried again.
  if (reason === 'unknown' && !isOver) return later(context, renewal);
  if (!isOver && sample.endsInMs > windows.day) return markRefreshEnded(db, renewal);
  const found =
    reason === 'unknown' && isOver ? { reason: checked.verdict, rawCode: checked.rawCode } : { reason, rawCode };
  const over = await inUnitOfWork(context, async ({ tx, notify }) => {
    notify('workflows', `mail:${archiveId}`);
    return endAuthorization(tx, { now: clock.now(), dayMs, windows }, renewal, found);
  });
  log.info({ archiveId, network, ...found, accounts: over }, 'a network permanently refused a renewal');
}
