/**
 * Requests a transfer. One transaction checks everything and claims everything that is to move. From then on, no other transfer can
 * move it, and reconnects of it wait. The workflow does the rest (services/transfers/move.ts).
 */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import { requireFreshSignIn } from '../../domain/principal.js';
import { Refusal } from '../../domain/refusal.js';
import { decideTransfer, MAX_MOVED, type TransferPlan, type TransferProblem } from '../../domain/transfers.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { requireOwner } from '../accounts/parent-profiles.js';
import { accounts, parentProfiles, transfers } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { email, id, name } from '../input/fields.js';
import { problem } from '../input/problem.js';
import { insertUser, requireEmailFree } from '../people/users.js';
import { MANAGERS, useCase } from '../use-case.js';
import { findFormerProfiles } from './former-profiles.js';
import type { Transfer } from './queries.js';

const ids = z
  .array(id)
  .max(MAX_MOVED)
  .default([])
  .transform((list) => [...new Set(list)]);

export const TransferInput = z
  .strictObject({
    accountIds: ids,
    parentProfileIds: ids,
    toOwnerId: id.optional(),
    toOwner: z
      .strictObject({ name, email })
      .optional()
      .meta({ description: 'Instead of `toOwnerId`: someone to add as an Account Owner in the same step' }),
    withManagedAccounts: z.boolean().default(true).meta({
      description:
        'Whether accounts are transferred along with the Parent Profile that authorizes them. If not, they stay, without a Parent Profile',
    }),
    notify: z.boolean().default(true).meta({ description: 'Whether the owners are emailed' }),
  })
  .superRefine((given, context) => {
    if ((given.toOwnerId === undefined) === (given.toOwner === undefined))
      context.addIssue({
        code: 'custom',
        path: ['toOwnerId'],
        message: problem('no_new_owner'),
      });
    if (given.accountIds.length + given.parentProfileIds.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['accountIds'],
        message: problem('nothing_to_transfer'),
      });
  })
  .transform(({ toOwnerId, toOwner, ...rest }) => ({ ...rest, to: toOwner ?? { ownerId: toOwnerId! } }));

/** `to`: an Account Owner of the archive, or someone who becomes one in the same step. */
export type TransferOrder = z.output<typeof TransferInput>;

/**
 * Returns what would move. Nothing is saved.
 * @throws {Refusal} `not_found`, `not_an_account_owner`, `email_taken` about the new owner; `transfer_impossible`,
 * `transfer_invalid` with every offending ID; `transfer_too_large`
 */
export const previewTransfer = useCase(MANAGERS, ({ context, archiveId }, order: TransferOrder) =>
  inUnitOfWork(context, async ({ tx }) => {
    const plan = await planTransfer(tx, archiveId, order);
    const moving = plan.accounts.map(({ id: accountId }) => accountId);
    return { ...plan, authorizedThrough: await findFormerProfiles(tx, archiveId, moving) };
  }),
);

/** Whether no one would hear of the transfer, or it also adds a person, who gets a link that lasts. */
export const transferNeedsFreshSignIn = ({ notify, addsOwner }: { notify: boolean; addsOwner: boolean }): boolean =>
  !notify || addsOwner;

/**
 * Requests the transfer. From then on, reconnects of what it claims wait.
 * @throws {Refusal} as {@link previewTransfer}; `fresh_sign_in_required` if no one is told of it, or it adds a person
 */
export const requestTransfer = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, order: TransferOrder): Promise<Transfer> => {
    const addsOwner = !('ownerId' in order.to);
    if (transferNeedsFreshSignIn({ notify: order.notify, addsOwner })) requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      const plan = await planTransfer(tx, archiveId, order);
      const { to } = order;
      const toOwnerId =
        'ownerId' in to
          ? to.ownerId
          : (await insertUser(tx, { archiveId, actor }, { ...to, adminRole: null, isAccountOwner: true })).id;
      const transferId = newId('transfer');
      const [transfer] = await tx
        .insert(transfers)
        .values({ archiveId, id: transferId, toOwnerId, addsOwner, notify: order.notify, actor })
        .returning();
      await claim(tx, archiveId, transferId, plan);
      const detail = { transferId, accounts: plan.accounts.length, parentProfiles: plan.profileIds.length };
      await recordAudit(tx, [{ archiveId, type: 'transfer_requested', actor, userId: toOwnerId, detail }]);
      notify('transfers');
      return transfer!;
    });
  },
);

/** Plans what would move. The rows stay locked until the transaction ends. */
async function planTransfer(tx: Transaction, archiveId: string, order: TransferOrder): Promise<TransferPlan> {
  const toOwnerId = 'ownerId' in order.to ? order.to.ownerId : null;
  if ('ownerId' in order.to) await requireOwner(tx, archiveId, order.to.ownerId);
  else await requireEmailFree(tx, archiveId, order.to.email);
  const decision = decideTransfer({ ...order, toOwnerId }, await lockTransferable(tx, archiveId, order));
  if (decision.allowed) return decision.plan;
  if ('problems' in decision) throw impossible(decision.problems);
  throw new Refusal('transfer_too_large', { count: decision.tooMany, max: MAX_MOVED });
}

/** Marks each item with the transfer's ID until it has moved. */
async function claim(tx: Transaction, archiveId: string, transferId: string, plan: TransferPlan): Promise<void> {
  const accountIds = plan.accounts.map((account) => account.id);
  await tx
    .update(accounts)
    .set({ transferId })
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds)));
  if (plan.profileIds.length === 0) return;
  await tx
    .update(parentProfiles)
    .set({ transferId })
    .where(and(eq(parentProfiles.archiveId, archiveId), isAnyOf(parentProfiles.id, plan.profileIds)));
}

/** Locks accounts before Parent Profiles, each in ID order. Reconnects use the same order, so that they cannot deadlock. */
async function lockTransferable(
  tx: Transaction,
  archiveId: string,
  order: Pick<TransferOrder, 'accountIds' | 'parentProfileIds'>,
) {
  const authorized = isAnyOf(accounts.parentProfileId, order.parentProfileIds);
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
          sql`(${isAnyOf(accounts.id, order.accountIds)} or ${authorized})`,
        ),
      )
      .orderBy(asc(accounts.id))
      .for('no key update');
  const first = await lockedAccounts();
  if (order.parentProfileIds.length === 0) return { accounts: first, profiles: [] };
  const profiles = await tx
    .select({ id: parentProfiles.id, ownerId: parentProfiles.ownerId, transferId: parentProfiles.transferId })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), inArray(parentProfiles.id, [...order.parentProfileIds])))
    .orderBy(asc(parentProfiles.id))
    .for('no key update');
  // While the Parent Profiles are locked, no sign-in can add an account to them. This second read finds accounts added before the lock.
  return { accounts: await lockedAccounts(), profiles };
}

const impossible = (problems: readonly TransferProblem[]): Refusal =>
  problems.every(({ code }) => code === 'not_found')
    ? new Refusal('transfer_invalid', { problems })
    : new Refusal('transfer_impossible', { problems });
