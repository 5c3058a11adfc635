/** Corrects the network's id of an account that was added with a wrong one. The account keeps its history. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { RELINK } from '../../domain/actor.js';
import { requireFreshSignIn } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { violatedConstraint, type Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { lockAccount } from '../../db/lock-accounts.js';
import { accounts, credentials } from '../../db/schema.js';
import type { UnitOfWork } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit, recordChanges } from '../audit/audit-log.js';
import { readableTokens, saveCredential } from '../credentials/credentials.js';
import { deletePermissions } from '../credentials/network-events/delete-credentials.js';
import { requestRevocation } from '../credentials/pending-revocations.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import { networkIdText, requireAccountId } from '../input/network-ids.js';
import { MANAGERS, useCase, type Call } from '../use-case.js';
import { findAccount, findIdentity, isAccountInTransfer, type Account, type AccountRow } from './queries.js';

export const IdCorrection = z.strictObject({ networkAccountId: networkIdText });

/**
 * Corrects an account's id. What was allowed for the old id says nothing about the new one: its authorization is given up, and the
 * account is disconnected until someone authorizes it again. An account that Relink holds no authorization for keeps its status. Does
 * nothing when the account already has the id.
 * @throws {Refusal} `not_found`, `invalid_request` for an id that isn't one, `transfer_in_progress`, `already_in_archive`,
 * `fresh_sign_in_required`
 */
export const correctAccountId = useCase(
  MANAGERS,
  async (call, accountId: string, correction: z.output<typeof IdCorrection>): Promise<AccountRow> =>
    inUnitOfWork(call.context, async (unit) => {
      const { tx } = unit;
      const account = await lockAccount(tx, call.archiveId, accountId);
      const to = requireAccountId(account.network, correction.networkAccountId);
      if (to !== account.networkAccountId) {
        // The id decides who can reconnect the account, and the permission that is given up doesn't come back.
        requireFreshSignIn(call.principal);
        await correct(call, unit, account, to);
      }
      return findAccount(tx, call.archiveId, accountId);
    }),
);

async function correct(call: Call, unit: UnitOfWork, account: Account, to: string): Promise<void> {
  const { archiveId, actor } = call;
  const { tx } = unit;
  const { id: accountId, networkAccountId: from } = account;
  if (await isAccountInTransfer(tx, archiveId, accountId)) throw new Refusal('transfer_in_progress', { of: 'account' });
  await changeId(tx, account, to);
  await recordChanges(tx, [{ archiveId, type: 'id_corrected', accountId, detail: { networkAccountId: to } }]);
  const authorized = await giveUpAuthorization(call, tx, account);
  if (authorized && account.status === 'connected') await disconnect(call, unit, accountId);
  const { openDisconnectId } = await findAccount(tx, archiveId, accountId);
  await recordAudit(tx, [
    {
      archiveId,
      type: 'account_id_corrected',
      actor,
      accountId,
      detail: { from, to },
      ...(openDisconnectId !== null && { disconnectId: openDisconnectId }),
    },
  ]);
}

/** @throws {Refusal} `already_in_archive` */
async function changeId(tx: Transaction, { archiveId, id, network, ownerId }: Account, to: string): Promise<void> {
  const other = await findIdentity(tx, archiveId, { network, networkAccountId: to });
  if (other)
    throw new Refusal('already_in_archive', {
      elsewhere: other.ownerId !== ownerId,
      accountId: other.id,
      ownerId: other.ownerId,
    });
  try {
    await tx
      .update(accounts)
      .set({ networkAccountId: to })
      .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, id)));
  } catch (error) {
    // Someone else added an account with this id at the same moment.
    if (violatedConstraint(error) === 'accounts_identity')
      throw new Refusal('already_in_archive', { elsewhere: false });
    throw error;
  }
}

/**
 * Deletes the authorization that was given for the old id, and returns whether there was one. One that a person gave is revoked at the
 * network as well, like that of a deleted account: it moves to a deleted account with the old id, because it must no longer count as this
 * account's.
 */
async function giveUpAuthorization({ context, archiveId, actor }: Call, tx: Transaction, account: Account) {
  const [credential] = await tx
    .select()
    .from(credentials)
    .where(and(eq(credentials.archiveId, archiveId), eq(credentials.accountId, account.id)))
    .for('update');
  if (!credential) return false;
  const { keys } = context.config;
  const { authorizationId, authorizedBy } = credential;
  const tokens = authorizedBy === null ? null : readableTokens(keys, credential);
  if (authorizedBy !== null && tokens) {
    const accountId = newId('account');
    const gone = { ownerId: null, parentProfileId: null, transferId: null, detachedAt: null };
    await tx.insert(accounts).values({
      ...account,
      ...gone,
      id: accountId,
      status: 'inactive',
      inactiveReason: 'deleted',
      deletedAt: context.clock.now(),
    });
    await saveCredential(tx, keys, { archiveId, accountId }, tokens, { authorizationId, authorizedBy });
    await requestRevocation(tx, archiveId, accountId);
  }
  await deletePermissions(tx, { archiveId, actor }, [credential]);
  return true;
}

/** Relink found this, not the person who corrected the id, so the report is not theirs. */
async function disconnect({ context, archiveId }: Call, { tx, notify }: UnitOfWork, accountId: string): Promise<void> {
  const { dayMs, windows } = context.config;
  await acceptReports(tx, { archiveId, actor: RELINK, now: context.clock.now(), dayMs, windows }, [
    { account: { id: accountId }, reason: 'permission_missing', triedAlready: true },
  ]);
  notify('workflows', `mail:${archiveId}`);
}
