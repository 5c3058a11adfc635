/** Beginning a reconnect, or the connection of something new; for the API and the pages alike. */
import type { Config } from '../../platform/config.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { NetworkName } from '../../domain/networks.js';
import { accountRefusal, type ArchivedAccount } from '../../domain/ownership.js';
import type { Networks } from '../../networks/index.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db } from '../../db/client.js';
import { storeSignIn, ticketOf, type ReconnectActor, type StartedSignIn } from './oauth-states.js';
import { auditActor, mayActForOwners, readUser, type User } from './actor.js';
import { openDisconnectIds, readAccount } from './queries.js';
import { asRefusal } from './refusals.js';

/** What of the Context a reconnect needs. `db` may be a transaction: all of it happens, or nothing. */
export interface ReconnectParts<D extends Db = Db> {
  db: D;
  config: Pick<Config, 'keys' | 'publicUrl' | 'windows' | 'dayMs'>;
  networks: Networks;
}

export interface BeginRequest {
  archiveId: string;
  actor: ReconnectActor;
  /** The account to reconnect, or the network where the actor connects something new of their own. */
  target: { accountId: string } | { network: NetworkName };
}

/** Relink's own short-lived page: it binds the browser that opens it, then leads on to the network. */
export const authorizeUrlOf = (
  { keys, publicUrl }: ReconnectParts['config'],
  archiveId: string,
  seed: string,
): string => `${publicUrl}/reconnect/${ticketOf(keys, archiveId, seed)}`;

/** @throws {Refusal} `not_permitted`, `not_found`, what forbids a reconnect, `network_not_configured` */
export async function beginReconnect(parts: ReconnectParts, request: BeginRequest): Promise<StartedSignIn> {
  const { db, config } = parts;
  const { archiveId, actor, target } = request;
  const user = await readUser(db, archiveId, actor.userId);
  if (!user) throw asRefusal({ code: 'not_permitted' });
  const account = 'accountId' in target ? await reconnectable(db, archiveId, user, actor, target.accountId) : null;
  const network = 'network' in target ? target.network : account!.network;
  if (!account && !user.isAccountOwner) throw asRefusal({ code: 'not_permitted' });
  if (!parts.networks.configured(network)) throw new Refusal('network_not_configured', { network });
  const started = await storeSignIn(db, config.keys, {
    archiveId,
    network,
    accountId: account?.id ?? null,
    ownerId: account?.ownerId ?? user.id,
    actor,
  });
  if (account) await recordBegin(db, archiveId, account, actor);
  return started;
}

async function reconnectable(
  db: Db,
  archiveId: string,
  user: User,
  actor: ReconnectActor,
  accountId: string,
): Promise<ArchivedAccount> {
  const account = await readAccount(db, archiveId, accountId);
  if (!account?.ownerId) throw notFound('account');
  // A Personalized Link is limited to its owner, also when that owner is an administrator.
  const forOthers = actor.kind === 'user' && mayActForOwners(user);
  if (!forOthers && !user.isAccountOwner) throw asRefusal({ code: 'not_permitted' });
  const refusal = accountRefusal(account, forOthers ? account.ownerId : user.id);
  if (refusal) throw asRefusal(refusal);
  return account;
}

async function recordBegin(db: Db, archiveId: string, account: ArchivedAccount, actor: ReconnectActor): Promise<void> {
  const open = await openDisconnectIds(db, archiveId, [account.id]);
  await recordAudit(db, [
    {
      archiveId,
      type: 'reconnect_begun',
      actor: auditActor(actor),
      accountId: account.id,
      disconnectId: open.get(account.id),
    },
  ]);
}
