/**
 * Asking for a transfer: everything is checked, and everything that is to move is claimed, in the caller's transaction. From then
 * on nobody else can move it, and a reconnect of it waits; the workflow does the rest (services/transfers/move.ts).
 */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { Refusal } from '../../domain/refusal.js';
import {
  decideTransfer,
  MOST_MOVED,
  type ProblemCode,
  type TransferPlan,
  type TransferProblem,
  type TransferRequest,
} from '../../domain/transfers.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { requireOwner } from '../accounts/parent-profiles.js';
import { accounts, parentProfiles, transfers } from '../../db/schema.js';
import { insertUser, refuseTaken, type Change } from '../people/users.js';
import type { Transfer } from './queries.js';

export interface AskedTransfer extends Omit<TransferRequest, 'toOwnerId'> {
  /** An Account Owner of the archive, or somebody who becomes one in the same step. */
  to: { ownerId: string } | { name: string; email: string };
  notify: boolean;
}

/**
 * What would move, with the rows locked until the transaction ends.
 * @throws {Refusal} 404, 422 about the new owner; 409 `transfer_impossible` and 422 `transfer_invalid`, with every offending id
 */
export async function planTransfer(tx: Transaction, archiveId: string, asked: AskedTransfer): Promise<TransferPlan> {
  const toOwnerId = 'ownerId' in asked.to ? asked.to.ownerId : null;
  if ('ownerId' in asked.to) await requireOwner(tx, archiveId, asked.to.ownerId);
  else await refuseTaken(tx, archiveId, asked.to.email);
  const decision = decideTransfer({ ...asked, toOwnerId }, await lockTransferable(tx, archiveId, asked));
  if (decision.allowed) return decision.plan;
  if ('problems' in decision) throw impossible(decision.problems);
  throw new Refusal(
    422,
    'transfer_too_large',
    `This would move ${decision.tooMany} accounts and Parent Profiles. Move at most ${MOST_MOVED.toLocaleString('en')} in one transfer.`,
  );
}

/** @throws {Refusal} as planTransfer, and 409 `email_taken` */
export async function requestTransfer(tx: Transaction, change: Change, asked: AskedTransfer): Promise<Transfer> {
  const { archiveId, actor } = change;
  const plan = await planTransfer(tx, archiveId, asked);
  const added =
    'ownerId' in asked.to ? null : await insertUser(tx, change, { ...asked.to, adminRole: null, isAccountOwner: true });
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

const WHY: Record<TransferProblem['kind'], Record<ProblemCode, string>> = {
  account: {
    not_found: 'There is no such account in this archive.',
    already_theirs: 'This account is under that Account Owner already. Leave it out.',
    transfer_in_progress: 'Another transfer of this account is under way. Try again when it has ended.',
  },
  parent_profile: {
    not_found: 'There is no such Parent Profile in this archive.',
    already_theirs: 'This Parent Profile is under that Account Owner already. Leave it out.',
    transfer_in_progress: 'Another transfer of this Parent Profile is under way. Try again when it has ended.',
  },
};

function impossible(found: readonly TransferProblem[]): Refusal {
  const problems = found.map((problem) => ({ ...problem, message: WHY[problem.kind][problem.code] }));
  const idsOf = (kind: TransferProblem['kind']) => problems.filter((one) => one.kind === kind).map(({ id }) => id);
  const extra = { problems, accountIds: idsOf('account'), parentProfileIds: idsOf('parent_profile') };
  const [{ message }] = problems as [(typeof problems)[number]];
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const text = `Nothing was transferred. ${message}${others}`;
  return problems.every(({ code }) => code === 'not_found')
    ? new Refusal(422, 'transfer_invalid', text, extra)
    : new Refusal(409, 'transfer_impossible', text, extra);
}
