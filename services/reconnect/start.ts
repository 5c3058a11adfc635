/** The step between a click and the network: what Relink's short-lived page shows, and where it leads. */
import { NETWORKS, redirectUri, type NetworkName } from '../../domain/networks.js';
import { accountRefusal, mayNeedOtherAccount } from '../../domain/ownership.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import { findUserOrNull } from '../people/users.js';
import { readSignIn, sealState, type StoredSignIn } from './oauth-states.js';
import { describeRefusal, type SignInOutcome } from './outcome.js';
import { recallOutcome } from './recall-outcome.js';
import { readArchiveSummary, type ArchiveSummary } from '../archives/summary.js';
import { refuseEnded, auditActor } from './permission.js';
import { findArchivedAccount } from './queries.js';
import type { Actor } from '../../domain/actor.js';

export interface StartRequest {
  /** The secret from the page's URL. */
  secret: string;
  /** The nonce that the browser kept from an earlier sign-in; null when it has none. */
  nonce: string | null;
  visitor: PersonPrincipal | null;
}

export interface StartedSignIn {
  outcome: 'started';
  /** The network's authorization URL. */
  href: string;
  /** The browser must keep this nonce. Without it, the sign-in cannot be completed. */
  nonce: string;
  /**
   * Whether Relink's page must name the account and the archive and take a click first. Only someone who just clicked on such a page,
   * in this same session, goes straight on. Connecting something new always asks, because whatever is connected belongs to that archive.
   */
  mustAsk: boolean;
  archive: ArchiveSummary;
  network: NetworkName;
  /** Null when connecting something new. */
  accountName: string | null;
  ownerName: string;
  startedBy: Actor;
  /** Set on a retry for which the person may need another account, at a network that has no choice of accounts. */
  switchFrom: { signedInAs: string; signOutUrl: string } | null;
}

/**
 * Starts the sign-in. Changes nothing, because mail scanners open pages too. The browser that has used it sees the result again.
 * `gone`: it was used elsewhere, or has expired.
 */
export async function startSignIn(
  context: Context,
  { secret, nonce, visitor }: StartRequest,
): Promise<StartedSignIn | SignInOutcome | { outcome: 'gone' } | { outcome: 'unfinished' }> {
  const { db, config, networks } = context;
  const signIn = await readSignIn(db, sha256(secret));
  if (!signIn) {
    const known = nonce === null ? null : await recallOutcome(context, { hash: sha256(secret), nonce, visitor });
    return known ?? { outcome: 'gone' };
  }
  if (signIn.expired) return { outcome: 'gone' };
  const { archiveId, accountId, ownerId, network, hash, actor, retryOf } = signIn;
  const account = accountId === null ? null : await findArchivedAccount(db, archiveId, accountId);
  const refusal =
    (await refuseEnded(context, signIn)) ?? (accountId === null ? null : accountRefusal(account, ownerId));
  if (refusal) return describeRefusal(context, signIn, refusal, visitor);
  const { provider } = NETWORKS[network];
  const browserNonce = nonce ?? randomSecret();
  const adapter = networks.adapterFor(network);
  const { signOutUrl } = adapter;
  const { href } = await adapter.authorizationUrl({
    network,
    // The choice of accounts costs one click, and after any refusal it may be what was missing.
    chooseAccount: retryOf !== null,
    redirectUri: redirectUri(config.publicUrl, provider),
    ...sealState(config.keys, provider, hash, browserNonce),
  });
  const [archive, owner] = await Promise.all([
    readArchiveSummary(context, archiveId),
    findUserOrNull(db, archiveId, ownerId),
  ]);
  // A retry that may need another account stops too: the network would go on with the same one.
  const switchFrom =
    retryOf && signOutUrl !== null && mayNeedOtherAccount(retryOf.code)
      ? { signedInAs: retryOf.signedInAs, signOutUrl }
      : null;
  return {
    outcome: 'started',
    href,
    nonce: browserNonce,
    mustAsk: account === null || switchFrom !== null || !wasStartedIn(visitor, signIn),
    archive,
    network,
    accountName: account?.name ?? null,
    ownerName: owner?.name ?? '',
    startedBy: auditActor(actor),
    switchFrom,
  };
}

function wasStartedIn(visitor: PersonPrincipal | null, { archiveId, actor }: StoredSignIn): boolean {
  if (visitor === null || visitor.archiveId !== archiveId || visitor.via.kind === 'key') return false;
  return visitor.via.sessionId === actor.sessionId;
}
