/** What administrators and the operator can do with a surge hold: review it, release the emails, or withdraw all reports. */
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { chunksOf } from '../../db/chunks.js';
import type { Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { surgeHolds } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { requireFreshSignIn } from '../../domain/principal.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { reasonText } from '../input/fields.js';
import { ADMINISTRATORS_READ, MANAGERS, useCase, type Call } from '../use-case.js';
import { withdrawReports } from './close.js';
import {
  BATCH_SIZE,
  endOverdueSurgeHolds,
  findHeldDisconnects,
  findOpenUnderHold,
  findSurgeHold,
  findSurgeHolds,
  type HeldDisconnects,
  type SurgeHoldWithCounts,
} from './surge-hold-queries.js';

/** Lists surge holds: active ones first, then latest first; at most 100. */
export const listSurgeHolds = useCase(ADMINISTRATORS_READ, ({ context, archiveId }) =>
  findSurgeHolds(context.db, { archiveId }),
);

/** @throws {Refusal} `not_found` */
export const readSurgeHold = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, surgeHoldId: string) =>
  findSurgeHold(context.db, archiveId, surgeHoldId),
);

/** Reads a surge hold with the facts to consider before deciding. @throws {Refusal} `not_found` */
export const reviewSurgeHold = useCase(
  ADMINISTRATORS_READ,
  async (
    { context, archiveId },
    surgeHoldId: string,
  ): Promise<{ surgeHold: SurgeHoldWithCounts; held: HeldDisconnects }> => {
    const surgeHold = await findSurgeHold(context.db, archiveId, surgeHoldId);
    return { surgeHold, held: await findHeldDisconnects(context.db, surgeHold) };
  },
);

/** Releases the emails, because the accounts really are disconnected. @throws {Refusal} `not_found`, `surge_hold_ended` */
export const releaseSurgeHold = useCase(
  MANAGERS,
  ({ context, archiveId, actor }: Call<DatabaseContext>, surgeHoldId: string) =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      await endSurgeHold(tx, { archiveId, actor }, surgeHoldId, 'released');
      const held = await findOpenUnderHold(tx, archiveId, surgeHoldId);
      const detail = { surgeHoldId };
      for (const batch of chunksOf(held, BATCH_SIZE))
        await recordAudit(
          tx,
          batch.map(({ id: disconnectId, accountId }) => ({
            archiveId,
            type: 'surge_hold_released',
            actor,
            disconnectId,
            accountId,
            detail,
          })),
        );
      notify(`mail:${archiveId}`);
      return findSurgeHold(tx, archiveId, surgeHoldId);
    }),
);

export const WithdrawHeldInput = z.strictObject({ reason: reasonText });

/**
 * Withdraws all reports under a hold because the network was wrong. No one is emailed.
 * @throws {Refusal} `not_found`, `surge_hold_ended`, `fresh_sign_in_required`
 */
export const withdrawHeldReports = useCase(
  MANAGERS,
  async (
    { context, principal, archiveId, actor }: Call<DatabaseContext & Pick<Context, 'clock'>>,
    surgeHoldId: string,
    { reason }: z.output<typeof WithdrawHeldInput>,
  ) => {
    requireFreshSignIn(principal);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      await endSurgeHold(tx, { archiveId, actor }, surgeHoldId, 'withdrawn');
      const by = { archiveId, actor, now: context.clock.now() };
      const accountIds = (await findOpenUnderHold(tx, archiveId, surgeHoldId)).map(({ accountId }) => accountId).sort();
      for (const batch of chunksOf(accountIds, BATCH_SIZE)) {
        await lockAccounts(tx, archiveId, batch);
        await withdrawReports(tx, by, batch, { reason, surgeHoldId });
      }
      notify('workflows', `mail:${archiveId}`);
      return findSurgeHold(tx, archiveId, surgeHoldId);
    });
  },
);

async function endSurgeHold(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  id: string,
  state: 'released' | 'withdrawn',
): Promise<void> {
  const self = and(eq(surgeHolds.archiveId, archiveId), eq(surgeHolds.id, id));
  // Not `for update`: concurrent reports reference this row and lock accounts that this call waits for, so it would deadlock.
  const [row] = await tx.select().from(surgeHolds).where(self).for('no key update');
  if (!row) throw notFound('surge_hold');
  await endOverdueSurgeHolds(tx, archiveId);
  const [ended] = await tx
    .update(surgeHolds)
    .set({ state, endedAt: sql`now()`, endedBy: actor })
    .where(and(self, eq(surgeHolds.state, 'holding')))
    .returning({ id: surgeHolds.id });
  if (!ended) throw new Refusal('surge_hold_ended', {});
}
