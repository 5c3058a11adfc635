/** Renewing an authorization before it ends. One that the network refuses for good is a disconnect, with the network's reason. */
import type { Context } from '../../context.js';
import { authorizationOver, renewLater, type Renewal } from '../../db/renewals.js';
import { refreshAuthorization } from './refresh.js';

export async function renew(context: Context, renewal: Renewal): Promise<void> {
  const { config, db, clock, log, waker } = context;
  const { archiveId, network } = renewal;
  const refreshed = await refreshAuthorization(context, network, renewal);
  switch (refreshed.outcome) {
    case 'unavailable':
      return renewLater(db, renewal, config.windows.lookAgain);
    case 'refused': {
      const { reason, rawCode } = refreshed;
      const { dayMs, windows } = config;
      const over = await db.transaction((tx) =>
        authorizationOver(tx, { now: clock.now(), dayMs, windows }, renewal, { reason, rawCode }),
      );
      log.info({ archiveId, network, reason, rawCode, accounts: over }, 'a renewal was refused for good');
      waker.wake('workflows', `mail:${archiveId}`);
      return;
    }
    // Fresh, or somebody else is at it.
    default:
  }
}
