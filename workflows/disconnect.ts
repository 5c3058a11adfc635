/**
 * The life of one disconnect, from broken to reconnected.
 *
 * Article: "The first email in this series is triggered by the disconnect and sent as soon as possible. […] The first reminder
 * email is sent out two days later, then every five days after that, 4 more times. The last email of the series notifies the
 * Admins described above again that the account remains disconnected. The series then repeats."
 *
 * The workflow waits and raises steps. It never sends anything, and it contains only ids. The database is the source of truth:
 * whether the disconnect is still open, which steps were raised, and when the next one is due. The first email is due as soon as the
 * disconnect is reported, so it never waits for this workflow to start.
 */
import {
  ApplicationFailure,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities, RefreshActivities } from '../activities/index.js';
import { FAILURES } from '../domain/failures.js';
import { TASK_QUEUES } from '../domain/ids.js';
import { FIRST_STEP, type DueStep } from '../domain/series.js';
import { DISCONNECT_TEXT } from '../domain/workflow-text.js';
import { SEARCH_ATTRIBUTES } from './search-attributes.js';
import { reconnected, status, wake, type DisconnectInput } from './messages.js';

/** A quick database operation, retried for as long as it takes: a late step is bad, but a lost one is worse. */
const { raiseDueSteps } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * The same operation after a signal, as an activity that the server schedules. A local activity that ran while a flood of signals
 * arrived left a history that didn't replay (seen once, under load).
 */
const { raiseDueSteps: raiseDueStepsNow } = proxyActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** "Before a person is bothered, Relink tries what a machine can": the first email waits at most 30 seconds for this. */
const { autoResolve } = proxyActivities<RefreshActivities>({
  taskQueue: TASK_QUEUES.refreshes,
  scheduleToCloseTimeout: '30 seconds',
  // If a worker is killed mid-activity, another one takes over after this.
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 3 },
});

/**
 * The first hint that the disconnect was closed usually comes alone and is true. The workflow then looks and ends within one workflow task,
 * where it used to take two tasks and an activity.
 */
const ENDS_WITHIN_ITS_TASK = 'ends within its task';

export async function disconnect(input: DisconnectInput): Promise<string> {
  const { archiveId, disconnectId } = input;
  let checkNow = input.next === undefined;
  let wasHinted = false;
  let isFirstHint = false;
  let next: DueStep | undefined = input.next;
  let closedAs: string | null = null;
  let pausedUntil: number | null = null;

  setHandler(reconnected, () => {
    isFirstHint = !wasHinted && !checkNow;
    checkNow = wasHinted = true;
  });
  setHandler(wake, () => {
    isFirstHint = false;
    checkNow = true;
  });
  setHandler(status, () => ({
    series: next?.series ?? 1,
    waitingFor: next?.step ?? FIRST_STEP,
    nextEmailAt: new Date(next?.dueAt ?? Date.now()).toISOString(),
    pausedUntil: pausedUntil === null ? null : new Date(pausedUntil).toISOString(),
    closedAs,
  }));

  const settled = input.refreshFirst ? await resolveAutomatically(input) : null;
  if (settled) return settled;

  for (;;) {
    if (next && !checkNow)
      await condition(() => checkNow, Math.max(1, next.dueAt - Date.now()), {
        summary: DISCONNECT_TEXT.timer(next),
      });
    const isQuick = !checkNow || (isFirstHint && patched(ENDS_WITHIN_ITS_TASK));
    const raise = isQuick ? raiseDueSteps : raiseDueStepsNow;
    checkNow = isFirstHint = false;
    const state = await raise({ archiveId, disconnectId, now: Date.now() });
    if (!state) {
      throw ApplicationFailure.nonRetryable(
        `There is no disconnect ${disconnectId} in the database.`,
        FAILURES.unknownDisconnect,
      );
    }
    ({ closedAs, pausedUntil } = state);
    if (closedAs) {
      setCurrentDetails(DISCONNECT_TEXT.closed(closedAs));
      return closedAs;
    }
    const seriesOver = next !== undefined && state.next.series > next.series;
    next = state.next;
    const isPaused = pausedUntil !== null && pausedUntil > Date.now();
    setCurrentDetails(isPaused ? DISCONNECT_TEXT.paused(next, pausedUntil!) : DISCONNECT_TEXT.waiting(next));
    // "The series then repeats": each series gets its own history, so a disconnect can last for years.
    if (seriesOver && !checkNow) return startNextSeries({ archiveId, disconnectId, next, indexed: input.indexed });
  }
}

async function startNextSeries(input: DisconnectInput & { next: DueStep }): Promise<never> {
  if (input.indexed) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.series, value: input.next.series }]);
  return continueAsNew(input);
}

/**
 * Returns how the disconnect was resolved automatically: with a fresh token, or because its token works after all. Returns null if
 * anything goes wrong, so that the person is asked.
 */
async function resolveAutomatically({ archiveId, disconnectId }: DisconnectInput): Promise<string | null> {
  try {
    return await autoResolve({ archiveId, disconnectId });
  } catch {
    return null;
  }
}
