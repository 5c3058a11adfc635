/** Beginning a reconnect, or the connection of something new: from the pages, and by programs for a person. */
import { z } from 'zod';
import { accountRefusal, type ArchivedAccount } from '../../domain/ownership.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { isManager, type PersonPrincipal, type Principal } from '../../domain/principal.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { Db } from '../../db/client.js';
import type { Config } from '../../platform/config.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { isAccountInTransfer } from '../accounts/queries.js';
import { recordAudit } from '../audit/audit-log.js';
import { id } from '../input/fields.js';
import { useCase } from '../use-case.js';
import { storeSignIn, startSecretOf } from './oauth-states.js';
import { auditActor, mayReconnect, reconnectActorOf, requirePerson } from './permission.js';
import { findArchivedAccount, openDisconnectIds, retryDuringTransfer } from './queries.js';
import { asRefusal } from './refusals.js';

/** A person's own browser goes on from here: a key needs to be one that acts for people. */
const PEOPLE = { scope: 'act', audience: 'everyone' } as const;

/** The account to reconnect, or the network where the person connects something new of their own. */
export const ReconnectTarget = z.union([
  z.strictObject({ accountId: id }),
  z.strictObject({ network: z.enum(NETWORK_NAMES) }),
]);
type Target = z.output<typeof ReconnectTarget>;

export interface BegunReconnect {
  archiveId: string;
  /** What the secret of the page's address is derived from; without the key ring it leads nowhere. */
  seed: string;
  expiresAt: Date;
}

/** Relink's own short-lived page: it binds the browser that opens it, then leads on to the network. */
export const authorizeUrlOf = (
  { keys, publicUrl }: Pick<Config, 'keys' | 'publicUrl'>,
  { archiveId, seed }: Pick<BegunReconnect, 'archiveId' | 'seed'>,
): string => `${publicUrl}/reconnect/${startSecretOf(keys, archiveId, seed)}`;

/** Before a reconnect begins, and outside of its transaction: no transfer of the account is under way, or a few seconds are over. */
export async function waitForTransfer(
  { db }: Pick<Context, 'db'>,
  { archiveId }: Principal,
  target: Target,
): Promise<void> {
  if (!('accountId' in target)) return;
  await retryDuringTransfer(
    () => isAccountInTransfer(db, archiveId, target.accountId),
    (inTransfer) => inTransfer,
  );
}

/**
 * Nothing of the account changes yet; its timeline says that somebody began.
 * @throws {Refusal} `acting_user_required`, `not_permitted`, `not_found`, `account_inactive`, `transfer_in_progress`,
 * `owned_by_other_owner`, `network_not_configured`
 */
export const beginReconnect = useCase(
  PEOPLE,
  async ({ context, archiveId, principal }, target: Target): Promise<BegunReconnect> =>
    inUnitOfWork(context, async ({ tx }) => {
      const person = requirePerson(principal);
      const account = 'accountId' in target ? await requireReconnectable(tx, person, target.accountId) : null;
      const network = 'network' in target ? target.network : account!.network;
      if (!account && !person.isAccountOwner) throw asRefusal({ code: 'not_permitted' });
      if (!context.networks.configured(network)) throw new Refusal('network_not_configured', { network });
      const actor = reconnectActorOf(person);
      const started = await storeSignIn(tx, context.config.keys, {
        archiveId,
        network,
        accountId: account?.id ?? null,
        ownerId: account?.ownerId ?? person.userId,
        actor,
      });
      if (account) {
        const open = await openDisconnectIds(tx, archiveId, [account.id]);
        const about = { accountId: account.id, disconnectId: open.get(account.id) };
        await recordAudit(tx, [{ archiveId, type: 'reconnect_begun', actor: auditActor(actor), ...about }]);
      }
      return { archiveId, ...started };
    }),
);

async function requireReconnectable(db: Db, person: PersonPrincipal, accountId: string): Promise<ArchivedAccount> {
  const account = await findArchivedAccount(db, person.archiveId, accountId);
  if (!account?.ownerId) throw notFound('account');
  if (!person.isAccountOwner && !isManager(person)) throw asRefusal({ code: 'not_permitted' });
  // Whoever may not for others is told whose it is not.
  const refusal = accountRefusal(account, mayReconnect(person, account.ownerId) ? account.ownerId : person.userId);
  if (refusal) throw asRefusal(refusal);
  return account;
}
