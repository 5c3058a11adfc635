/** Adds an account to the archive. */
import { z } from 'zod';
import type { Actor } from '../../domain/actor.js';
import { NETWORK_NAMES, type NetworkName } from '../../domain/networks.js';
import { Refusal } from '../../domain/refusal.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { accounts } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { saveCredential } from '../credentials/credentials.js';
import { id, instant, name, networkId } from '../input/fields.js';
import { MANAGERS, useCase } from '../use-case.js';
import { requireOwner, requireParentProfile } from './parent-profiles.js';
import { findIdentity, type Account, type AccountRow } from './queries.js';

const token = z.string().min(1).max(10_000);

export const AccountInput = z.strictObject({
  network: z.enum(NETWORK_NAMES),
  networkAccountId: networkId,
  name,
  ownerId: id,
  parentProfileId: id.optional(),
  authorization: z
    .strictObject({ accessToken: token, refreshToken: token.optional(), expiresAt: instant.optional() })
    .optional(),
});

/**
 * Adds an account as connected. Without an authorization, Relink can't check its token; the archive reports its failures.
 * @throws {Refusal} `not_found`, `not_an_account_owner` for the owner; `already_in_archive`; `not_found`,
 * `parent_profile_not_used`, `parent_profile_of_other_network`, `transfer_in_progress`, `parent_profile_owned_by_other_owner` for
 * the Parent Profile
 */
export const addAccount = useCase(
  MANAGERS,
  async (
    { context, archiveId, actor },
    { authorization, ...account }: z.output<typeof AccountInput>,
  ): Promise<AccountRow> =>
    inUnitOfWork(context, async ({ tx }) => {
      const added = await insertAccount(tx, { archiveId, actor }, account);
      if (!authorization) return { ...added, openDisconnectId: null };
      await saveCredential(tx, context.config.keys, { archiveId, accountId: added.id }, authorization);
      return { ...added, authorizedSince: context.clock.now(), openDisconnectId: null };
    }),
);

export interface NewAccount {
  network: NetworkName;
  networkAccountId: string;
  name: string;
  ownerId: string;
  parentProfileId?: string;
}

/** @throws {Refusal} as `addAccount` */
export async function insertAccount(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  account: NewAccount,
): Promise<Account> {
  await requireOwner(tx, archiveId, account.ownerId);
  if (account.parentProfileId !== undefined)
    await requireParentProfile(tx, archiveId, account, account.parentProfileId);
  const [added] = await tx
    .insert(accounts)
    .values({ ...account, archiveId, id: newId('account'), status: 'connected' })
    .onConflictDoNothing()
    .returning();
  if (!added) throw await alreadyInArchive(tx, archiveId, account);
  await recordAudit(tx, [{ archiveId, type: 'account_added', actor, accountId: added.id, userId: account.ownerId }]);
  await recordChanges(tx, [{ archiveId, type: 'connected', accountId: added.id }]);
  return added;
}

async function alreadyInArchive(tx: Transaction, archiveId: string, account: NewAccount): Promise<Refusal> {
  const existing = await findIdentity(tx, archiveId, account);
  const elsewhere = existing !== null && existing.ownerId !== account.ownerId;
  return new Refusal('already_in_archive', {
    elsewhere,
    ...(existing && { accountId: existing.id, ownerId: existing.ownerId }),
  });
}
