/** Raises the steps of a series. The disconnect's workflow calls this each time it wakes up. */
import { and, eq } from 'drizzle-orm';
import { FIRST_STEP, stepAfter, stepsDue, type DueStep } from '../../domain/series.js';
import { recordAudit } from '../audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import { newId } from '../../db/ids.js';
import type { DisconnectRef } from '../../domain/ids.js';
import type { Context } from '../../platform/context.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import type { ClosedAs } from './close.js';
import type { Disconnect } from './types.js';
import { archives, disconnects, dueSteps } from '../../db/schema.js';

/** The state of a disconnect that its workflow needs. All times are in epoch milliseconds. */
export interface DisconnectState {
  closedAs: ClosedAs | null;
  /** The step to wait for next. */
  next: DueStep;
  pausedUntil: number | null;
  /** How many steps this call raised or skipped. */
  raised: number;
}

/** Whether this is the very first step. It is due from the report itself, so before any pause began. */
const isFirstEmail = ({ series, step }: DueStep) => series === 1 && step === FIRST_STEP;

/** Returns the step that a disconnect waits for. Its time was fixed when the wait began, so later settings don't move it. */
export function awaitedStep(row: Disconnect, plan: Parameters<typeof stepAfter>[1], dayMs: number): DueStep {
  const position = { series: row.series, seriesStartedAt: row.seriesStartedAt.getTime(), step: row.step };
  const next = stepAfter(position, plan, dayMs);
  const dueAt = row.nextEmailAt?.getTime() ?? next.dueAt;
  return { ...next, dueAt, seriesStartedAt: next.series === row.series ? next.seriesStartedAt : dueAt };
}

/**
 * Raises every step that is due by `now`, marks those in a pause as skipped, and returns the new state. It is idempotent: each step
 * is raised once, no matter how often this is called.
 * @param now the workflow's clock, in epoch milliseconds
 * @returns null when the disconnect doesn't exist
 */
export async function raiseDueSteps(
  context: Pick<Context, 'db' | 'unit' | 'notifier' | 'config'>,
  { archiveId, disconnectId, now }: DisconnectRef & { now: number },
): Promise<DisconnectState | null> {
  const { dayMs } = context.config;
  const self = and(eq(disconnects.archiveId, archiveId), eq(disconnects.id, disconnectId));
  return inUnitOfWork(context, async ({ tx, notify }) => {
    const [found] = await tx
      .select({ row: disconnects, plan: { stepDays: archives.stepDays, seriesDays: archives.seriesDays } })
      .from(disconnects)
      .innerJoin(archives, eq(archives.id, disconnects.archiveId))
      .where(self)
      .for('update', { of: disconnects });
    if (!found) return null;
    const { row, plan } = found;
    const awaited = awaitedStep(row, plan, dayMs);
    const state = { closedAs: row.closedAs, pausedUntil: row.pausedUntil?.getTime() ?? null, raised: 0 };
    if (row.status === 'closed') return { ...state, next: awaited };

    const { due: raised, next } = stepsDue(awaited, plan, dayMs, now);
    const last = raised.at(-1);
    if (!last) return { ...state, next };
    const skipped = (step: DueStep) =>
      row.pausedUntil !== null && step.dueAt < row.pausedUntil.getTime() && !isFirstEmail(step);
    await tx
      .insert(dueSteps)
      .values(
        raised.map((step) => ({
          archiveId,
          id: newId('dueStep'),
          disconnectId,
          kind: 'step' as const,
          series: step.series,
          step: step.step,
          dueAt: new Date(step.dueAt),
          ...(skipped(step) && { state: 'skipped' as const, skippedFor: 'paused' }),
        })),
      )
      .onConflictDoNothing();
    await tx
      .update(disconnects)
      .set({
        series: last.series,
        seriesStartedAt: new Date(last.seriesStartedAt),
        step: last.step,
        nextEmailAt: new Date(next.dueAt),
      })
      .where(self);
    await recordAudit(
      tx,
      raised.filter(skipped).map(({ series, step }) => ({
        archiveId,
        type: 'step_skipped',
        actor: RELINK,
        disconnectId,
        accountId: row.accountId,
        detail: { series, step, because: 'paused' },
      })),
    );
    notify(`mail:${archiveId}`);
    return { ...state, raised: raised.length, next };
  });
}
