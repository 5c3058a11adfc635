/** Begins a reconnect, or connects something new. The pages use it, and so do programs that act for a person. */
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
import { findRefusedAttempt } from './refused-attempts.js';
import { storeSignIn, startSecretOf } from './oauth-states.js';
import { auditActor, mayReconnect, reconnectActorOf, requirePerson } from './permission.js';
import { findArchivedAccount, openDisconnectIds, retryDuringTransfer, wasTransferredFrom } from './queries.js';
import { asRefusal } from './refusals.js';

/** The next step happens in the person's own browser, so an API key must be one that can act for people. */
const PEOPLE = { scope: 'act', audience: 'everyone' } as const;

/** The account to reconnect, or the network where the person connects something new of their own. */
export const ReconnectTarget = z.union([
  z.strictObject({
    accountId: id,
    /** Means every disconnected account that one sign-in can repair with this one ("Reconnect all"). */
    together: z.literal('yes').optional(),
  }),
  z.strictObject({ network: z.enum(NETWORK_NAMES) }),
]);
type Target = z.output<typeof ReconnectTarget>;

export interface StartedReconnect {
  archiveId: string;
  /** The seed from which the secret in the page's URL is derived. It is useless without the key ring. */
  seed: string;
  expiresAt: Date;
}

/** Returns the URL of Relink's own short-lived page. It binds the browser that opens it, and then leads to the network. */
export const authorizeUrlOf = (
  { keys, publicUrl }: Pick<Config, 'keys' | 'publicUrl'>,
  { archiveId, seed }: Pick<StartedReconnect, 'archiveId' | 'seed'>,
): string => `${publicUrl}/reconnect/${startSecretOf(keys, archiveId, seed)}`;

/** Waits a few seconds at most for a transfer of the account to end. Call it before a reconnect, outside its transaction. */
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
 * Begins a reconnect. The account does not change yet; its timeline records that someone began.
 * @throws {Refusal} `acting_user_required`, `not_permitted`, `not_found`, `account_inactive`, `transfer_in_progress`,
 * `owned_by_other_owner`, `network_not_configured`
 */
export const beginReconnect = useCase(
  PEOPLE,
  async ({ context, archiveId, principal }, target: Target): Promise<StartedReconnect> =>
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
        together: 'accountId' in target && target.together === 'yes',
        retryOf: await findRefusedAttempt(tx, { archiveId, userId: person.userId, accountId: account?.id, network }),
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
  // Someone who can reconnect only their own accounts is told that this one has another owner.
  const refusal = accountRefusal(account, mayReconnect(person, account.ownerId) ? account.ownerId : person.userId);
  if (refusal?.code === 'owned_by_other_owner')
    throw asRefusal(
      refusal,
      await wasTransferredFrom(db, person.archiveId, person.userId, { accountIds: [account.id] }),
    );
  if (refusal) throw asRefusal(refusal);
  return account;
}
