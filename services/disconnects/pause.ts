/** What administrators can do with a disconnect: pause its emails, resume them, or withdraw the report as a mistake. */
import { MAX_PAUSE_DAYS } from '../../domain/limits.js';
import { DAY_MS } from '../../domain/local-time.js';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { notFound, Refusal } from '../../domain/refusal.js';
import { limitQuietActs } from '../access/limit-quiet-acts.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Transaction } from '../../db/client.js';
import { lockAccount } from '../../db/lock-accounts.js';
import { withdrawReports } from './close.js';
import type { Disconnect } from './types.js';
import { disconnects, dueSteps } from '../../db/schema.js';
import type { Actor } from '../../domain/actor.js';
import { inUnitOfWork, joinUnitOfWork } from '../../platform/unit-of-work.js';
import { instant, reasonText } from '../input/fields.js';
import { invalid } from '../input/validate.js';
import { MANAGERS, useCase } from '../use-case.js';
import { findDisconnect } from './queries.js';

const isDisconnect = (archiveId: string, id: string) =>
  and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, id));

/** @throws {Refusal} `not_found`, `disconnect_closed` */
async function lockOpen(tx: Transaction, archiveId: string, disconnectId: string): Promise<Disconnect> {
  const [row] = await tx.select().from(disconnects).where(isDisconnect(archiveId, disconnectId)).for('update');
  if (!row) throw notFound('disconnect');
  if (row.status === 'closed') throw closed(row);
  return row;
}

const closed = ({ closedAs }: Disconnect) => new Refusal('disconnect_closed', { closedAs });

/** Wakes a running workflow. One that hasn't started yet reads the row when it does. */
const workflowToWake = sql`case when ${disconnects.workflow} = 'running' then 'to_wake' else ${disconnects.workflow} end`;

/** The weekly summary repeats the reason. */
export const PauseInput = z.strictObject({ until: instant, reason: reasonText });

/**
 * Pauses emails until `until`. The series continues, and steps that fall due during the pause are skipped. Steps that fell due
 * before it go out when it ends, so a pause right after the report doesn't lose the first email.
 * @throws {Refusal} `invalid_request` for a time in the past or over a year away, `not_found`, `disconnect_closed`;
 * `fresh_sign_in_required` for many
 */
export const pauseDisconnect = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, disconnectId: string, pause: z.output<typeof PauseInput>) => {
    const ahead = pause.until.getTime() - context.clock.now().getTime();
    if (ahead <= 0 || ahead > MAX_PAUSE_DAYS * DAY_MS)
      throw invalid([{ path: 'until', code: 'not_within_a_year', params: {} }]);
    return inUnitOfWork(context, async ({ tx, notify }) => {
      await limitQuietActs(tx, principal);
      const { accountId } = await lockOpen(tx, archiveId, disconnectId);
      await tx
        .update(disconnects)
        .set({ pausedUntil: pause.until, pauseReason: pause.reason, workflow: workflowToWake, workflowTriedAt: null })
        .where(isDisconnect(archiveId, disconnectId));
      await releaseDueSteps(tx, archiveId, disconnectId);
      const detail = { until: pause.until.toISOString(), reason: pause.reason };
      await recordAudit(tx, [{ archiveId, actor, disconnectId, accountId, type: 'paused', detail }]);
      notify('workflows', `mail:${archiveId}`);
      return findDisconnect(joinUnitOfWork(context, { tx, notify }), archiveId, disconnectId);
    });
  },
);

/**
 * Makes steps that an earlier pause postponed due again. A step that waits for a refresh waits a minute at most, so it isn't
 * affected.
 */
async function releaseDueSteps(tx: Transaction, archiveId: string, disconnectId: string): Promise<void> {
  await tx
    .update(dueSteps)
    .set({ notBefore: null, raisedAt: sql`now()` })
    .where(
      and(
        eq(dueSteps.archiveId, archiveId),
        eq(dueSteps.disconnectId, disconnectId),
        eq(dueSteps.state, 'due'),
        sql`${dueSteps.notBefore} > now() + interval '1 minute'`,
      ),
    );
}

/** Resumes emails. Does nothing when they aren't paused. @throws {Refusal} `not_found`, `disconnect_closed` */
export const resumeDisconnect = useCase(MANAGERS, async ({ context, archiveId, actor }, disconnectId: string) =>
  inUnitOfWork(context, async ({ tx, notify }) => {
    const { accountId, pausedUntil } = await lockOpen(tx, archiveId, disconnectId);
    if (pausedUntil !== null) {
      await tx
        .update(disconnects)
        .set({ pausedUntil: null, pauseReason: null, workflow: workflowToWake, workflowTriedAt: null })
        .where(isDisconnect(archiveId, disconnectId));
      await releaseDueSteps(tx, archiveId, disconnectId);
      await recordAudit(tx, [{ archiveId, type: 'resumed', actor, disconnectId, accountId }]);
      notify('workflows', `mail:${archiveId}`);
    }
    return findDisconnect(joinUnitOfWork(context, { tx, notify }), archiveId, disconnectId);
  }),
);

export const WithdrawInput = z.strictObject({ reason: reasonText });

/**
 * Withdraws a report that was a mistake: the account was connected all along, and no one gets a "reconnected" email. Does nothing
 * when it is already withdrawn. @throws {Refusal} `not_found`, `disconnect_closed`; `fresh_sign_in_required` for many
 */
export const withdrawDisconnect = useCase(
  MANAGERS,
  async ({ context, principal, archiveId, actor }, disconnectId: string, { reason }: z.output<typeof WithdrawInput>) =>
    inUnitOfWork(context, async ({ tx, notify }) => {
      await limitQuietActs(tx, principal);
      await withdraw(tx, { archiveId, actor, now: context.clock.now() }, disconnectId, reason);
      notify('workflows');
      return findDisconnect(joinUnitOfWork(context, { tx, notify }), archiveId, disconnectId);
    }),
);

async function withdraw(
  tx: Transaction,
  by: { archiveId: string; actor: Actor; now: Date },
  disconnectId: string,
  reason: string,
): Promise<void> {
  const { archiveId } = by;
  const [row] = await tx.select().from(disconnects).where(isDisconnect(archiveId, disconnectId));
  if (!row) throw notFound('disconnect');
  if (row.closedAs === 'withdrawn') return;
  if (row.status === 'closed') throw closed(row);
  const { accountId } = row;
  await lockAccount(tx, archiveId, accountId);
  const withdrawn = await withdrawReports(tx, by, [accountId], { reason });
  // Someone else closed it in the meantime, so read it again.
  if (withdrawn.length === 0) return withdraw(tx, by, disconnectId, reason);
}
