/**
 * Asking for a transfer: everything is checked, and everything that is to move is claimed, in the caller's transaction. From then
 * on nobody else can move it, and a reconnect of it waits; the workflow does the rest (services/transfers/move.ts).
 */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.js';
import {
  decideTransfer,
  MOST_MOVED,
  type TransferPlan,
  type TransferProblem,
  type TransferRequest,
} from '../../domain/transfers.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { requireOwner } from '../accounts/parent-profiles.js';
import { accounts, parentProfiles, transfers } from '../../db/schema.js';
import { addUser, refuseTaken, type Change } from '../people/users.js';
import type { Transfer } from './queries.js';

export interface AskedTransfer extends Omit<TransferRequest, 'toOwnerId'> {
  /** An Account Owner of the archive, or somebody who becomes one in the same step. */
  to: { ownerId: string } | { name: string; email: string };
  notify: boolean;
}

/**
 * What would move, with the rows locked until the transaction ends.
 * @throws {Refusal} about the new owner; `transfer_impossible` and `transfer_invalid` with everything that stands in the way
 */
export async function planTransfer(tx: Transaction, archiveId: string, asked: AskedTransfer): Promise<TransferPlan> {
  const toOwnerId = 'ownerId' in asked.to ? asked.to.ownerId : null;
  if ('ownerId' in asked.to) await requireOwner(tx, archiveId, asked.to.ownerId);
  else await refuseTaken(tx, archiveId, asked.to.email);
  const decision = decideTransfer({ ...asked, toOwnerId }, await lockTransferable(tx, archiveId, asked));
  if (decision.allowed) return decision.plan;
  if ('problems' in decision) throw impossible(decision.problems);
  throw new Refusal('transfer_too_large', { count: decision.tooMany, max: MOST_MOVED });
}

/** @throws {Refusal} as planTransfer, and `email_taken` */
export async function requestTransfer(tx: Transaction, change: Change, asked: AskedTransfer): Promise<Transfer> {
  const { archiveId, actor } = change;
  const plan = await planTransfer(tx, archiveId, asked);
  const added =
    'ownerId' in asked.to ? null : await addUser(tx, change, { ...asked.to, adminRole: null, isAccountOwner: true });
  const toOwnerId = 'ownerId' in asked.to ? asked.to.ownerId : added!.id;
  const id = newId('transfer');
  const values = { archiveId, id, toOwnerId, addsOwner: added !== null, notify: asked.notify, actor };
  const [transfer] = await tx.insert(transfers).values(values).returning();
  const accountIds = plan.accounts.map((account) => account.id);
  await tx
    .update(accounts)
    .set({ transferId: id })
    .where(and(eq(accounts.archiveId, archiveId), isOneOf(accounts.id, accountIds)));
  await tx
    .update(parentProfiles)
    .set({ transferId: id })
    .where(and(eq(parentProfiles.archiveId, archiveId), isOneOf(parentProfiles.id, plan.profileIds)));
  const counts = { accounts: accountIds.length, parentProfiles: plan.profileIds.length };
  await recordAudit(tx, [
    { archiveId, type: 'transfer_requested', actor, userId: toOwnerId, detail: { transferId: id, ...counts } },
  ]);
  return transfer!;
}

/** One parameter, however many ids. */
const isOneOf = (column: typeof accounts.id | typeof parentProfiles.id, ids: readonly string[]) =>
  sql`${column} = any(${sql.param([...ids])}::text[])`;

/** Accounts before Parent Profiles, each in the order of ids, as a reconnect locks them: nobody waits for each other. */
async function lockTransferable(
  tx: Transaction,
  archiveId: string,
  asked: Pick<TransferRequest, 'accountIds' | 'parentProfileIds'>,
) {
  const authorized = sql`${accounts.parentProfileId} = any(${sql.param([...asked.parentProfileIds])}::text[])`;
  const lockedAccounts = () =>
    tx
      .select({
        id: accounts.id,
        ownerId: sql<string>`${accounts.ownerId}`,
        parentProfileId: accounts.parentProfileId,
        transferId: accounts.transferId,
      })
      .from(accounts)
      .where(
        and(
          eq(accounts.archiveId, archiveId),
          isNull(accounts.deletedAt),
          sql`(${isOneOf(accounts.id, asked.accountIds)} or ${authorized})`,
        ),
      )
      .orderBy(asc(accounts.id))
      .for('no key update');
  const first = await lockedAccounts();
  if (asked.parentProfileIds.length === 0) return { accounts: first, profiles: [] };
  const profiles = await tx
    .select({ id: parentProfiles.id, ownerId: parentProfiles.ownerId, transferId: parentProfiles.transferId })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), inArray(parentProfiles.id, [...asked.parentProfileIds])))
    .orderBy(asc(parentProfiles.id))
    .for('no key update');
  // With the Parent Profiles held no sign-in authorizes another account through them: those that did meanwhile are seen now.
  return { accounts: await lockedAccounts(), profiles };
}

const impossible = (problems: readonly TransferProblem[]): Refusal =>
  problems.every(({ code }) => code === 'not_found')
    ? new Refusal('transfer_invalid', { problems })
    : new Refusal('transfer_impossible', { problems });
