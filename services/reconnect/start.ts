/** Between a click and the network: what Relink's short-lived page shows, and where it leads on to. */
import { NETWORKS, redirectUri, type NetworkName } from '../../domain/networks.js';
import { accountRefusal } from '../../domain/ownership.js';
import type { PersonPrincipal } from '../../domain/principal.js';
import type { Context } from '../../platform/context.js';
import { randomSecret, sha256 } from '../../platform/key-ring.js';
import { findUserOrNull } from '../people/users.js';
import { readSignIn, sealState } from './oauth-states.js';
import { describeRefusal, type RefusedSignIn } from './outcome.js';
import { readArchiveSummary, type ArchiveSummary } from '../archives/summary.js';
import { refuseDeadLink, auditActor } from './permission.js';
import { findArchivedAccount } from './queries.js';
import type { Actor } from '../../domain/actor.js';

export interface StartRequest {
  /** Of the page's address. */
  secret: string;
  /** What the browser has kept of an earlier sign-in; null: nothing. */
  nonce: string | null;
  visitor: PersonPrincipal | null;
}

export interface StartedSignIn {
  outcome: 'started';
  /** The network's own address. */
  href: string;
  /** For the browser to keep: without it nothing comes of the sign-in. */
  nonce: string;
  /** In this very session, by somebody who has just clicked on a page that names account and archive. */
  begunHere: boolean;
  archive: ArchiveSummary;
  network: NetworkName;
  /** Null: something new is connected. */
  accountName: string | null;
  ownerName: string;
  begunBy: Actor;
}

/** Changes nothing here: mail scanners open pages too. `gone`: it was used before, or has expired. */
export async function startSignIn(
  context: Context,
  { secret, nonce, visitor }: StartRequest,
): Promise<StartedSignIn | RefusedSignIn | { outcome: 'gone' }> {
  const { db, config, networks } = context;
  const signIn = await readSignIn(db, sha256(secret));
  if (!signIn || signIn.expired) return { outcome: 'gone' };
  const { archiveId, accountId, ownerId, network, hash, actor } = signIn;
  const account = accountId === null ? null : await findArchivedAccount(db, archiveId, accountId);
  const refusal =
    (await refuseDeadLink(context, signIn)) ?? (accountId === null ? null : accountRefusal(account, ownerId));
  if (refusal) return describeRefusal(context, signIn, refusal, visitor);
  const { provider } = NETWORKS[network];
  const kept = nonce ?? randomSecret();
  const { href } = await networks.adapterFor(network).authorizationUrl({
    network,
    redirectUri: redirectUri(config.publicUrl, provider),
    ...sealState(config.keys, provider, hash, kept),
  });
  const [archive, owner] = await Promise.all([
    readArchiveSummary(context, archiveId),
    findUserOrNull(db, archiveId, ownerId),
  ]);
  return {
    outcome: 'started',
    href,
    nonce: kept,
    begunHere: visitor !== null && visitor.archiveId === archiveId && sessionOf(visitor) === actor.sessionId,
    archive,
    network,
    accountName: account?.name ?? null,
    ownerName: owner?.name ?? '',
    begunBy: auditActor(actor),
  };
}

const sessionOf = ({ via }: PersonPrincipal): string | null => (via.kind === 'key' ? null : via.sessionId);
