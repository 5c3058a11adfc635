/** Revokes the tokens of deleted accounts at the network. */
import type { Context } from '../../platform/context.js';
import { claimPendingRevocations, deleteRevoked, type PendingRevocation } from './pending-revocations.js';
import { NETWORKS } from '../../domain/networks.js';
import { noteApplicationTroubles } from '../troubles/application-troubles.js';
import { NetworkError } from '../../networks/adapter.js';

const BATCH_SIZE = 20;

export async function revokePending(context: Context): Promise<void> {
  const { db, config } = context;
  const discarded = await claimPendingRevocations(db, config.keys, BATCH_SIZE);
  await Promise.all(
    discarded.map(async (one) => {
      if (await revokeOne(context, one)) await deleteRevoked(db, one);
    }),
  );
}

/** Returns false when the network was unavailable and the revocation should be retried later. */
async function revokeOne(
  context: Context,
  { archiveId, network, tokens, tooOld }: PendingRevocation,
): Promise<boolean> {
  if (!tokens || !context.networks.configured(network)) return true;
  try {
    await context.networks.adapterFor(network).revoke(tokens);
    return true;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const { kind, rawCode } = error;
    if (kind === 'application') {
      const { provider } = NETWORKS[network];
      await noteApplicationTroubles(context, [{ archiveId, provider, rawCode, during: 'revocation' }]);
    }
    if ((kind === 'unavailable' || kind === 'application') && !tooOld) return false;
    context.log.warn({ network, kind, rawCode }, 'could not revoke an authorization; giving up');
    return true;
  }
}
