/**
 * One disconnect, from broken to reconnected.
 *
 * Article: "The first email in this series is triggered by the disconnect and sent as soon as possible. […] The first reminder
 * email is sent out two days later, then every five days after that, 4 more times. The last email of the series notifies the
 * Admins described above again that the account remains disconnected. The series then repeats."
 *
 * The workflow waits and raises steps; it never sends, and it holds ids only. The database says what is true: whether the
 * disconnect is still open, what was raised, when the next step is due. The first email is due with the report itself, so it
 * never waits for this workflow to be started.
 */
import {
  ApplicationFailure,
  condition,
  continueAsNew,
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

/** Quick work on the database, tried for as long as it takes: a late step is bad, a lost one is worse. */
const { raiseDueSteps } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * The same when a signal asks for a look: as an activity that the server schedules. A local activity that ran while a flood of signals
 * arrived left a history that did not replay, seen once under load.
 */
const { raiseDueSteps: lookNow } = proxyActivities<Activities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** "Before a person is bothered, Relink tries what a machine can": the first email waits no longer than 30 seconds for this. */
const { autoResolve } = proxyActivities<RefreshActivities>({
  taskQueue: TASK_QUEUES.refreshes,
  scheduleToCloseTimeout: '30 seconds',
  // A worker that was killed in the middle is noticed, and another one tries, after this.
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 3 },
});

export async function disconnect(input: DisconnectInput): Promise<string> {
  const { archiveId, disconnectId } = input;
  let look = input.next === undefined;
  let next: DueStep | undefined = input.next;
  let closedAs: string | null = null;
  let pausedUntil: number | null = null;

  setHandler(reconnected, () => void (look = true));
  setHandler(wake, () => void (look = true));
  setHandler(status, () => ({
    series: next?.series ?? 1,
    waitingFor: next?.step ?? FIRST_STEP,
    nextEmailAt: new Date(next?.dueAt ?? Date.now()).toISOString(),
    pausedUntil: pausedUntil === null ? null : new Date(pausedUntil).toISOString(),
    closedAs,
  }));

  const settled = input.refreshFirst ? await settledByMachine(input) : null;
  if (settled) return settled;

  for (;;) {
    if (next && !look)
      await condition(() => look, Math.max(1, next.dueAt - Date.now()), {
        summary: DISCONNECT_TEXT.timer(next),
      });
    const raise = look ? lookNow : raiseDueSteps;
    look = false;
    const standing = await raise({ archiveId, disconnectId, now: Date.now() });
    if (!standing) {
      throw ApplicationFailure.nonRetryable(
        `There is no disconnect ${disconnectId} in the database.`,
        FAILURES.unknownDisconnect,
      );
    }
    ({ closedAs, pausedUntil } = standing);
    if (closedAs) {
      setCurrentDetails(DISCONNECT_TEXT.closed(closedAs));
      return closedAs;
    }
    const seriesOver = next !== undefined && standing.next.series > next.series;
    next = standing.next;
    const isPaused = pausedUntil !== null && pausedUntil > Date.now();
    setCurrentDetails(isPaused ? DISCONNECT_TEXT.paused(next, pausedUntil!) : DISCONNECT_TEXT.waiting(next));
    // "The series then repeats": with a history of its own, so that a disconnect can last for years.
    if (seriesOver && !look) return anotherSeries({ archiveId, disconnectId, next, indexed: input.indexed });
  }
}

async function anotherSeries(input: DisconnectInput & { next: DueStep }): Promise<never> {
  if (input.indexed) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.series, value: input.next.series }]);
  return continueAsNew(input);
}

/** How it ended without a person: a fresh token, or its token works after all. Whatever goes wrong here, the person is asked. */
async function settledByMachine({ archiveId, disconnectId }: DisconnectInput): Promise<string | null> {
  try {
    return await autoResolve({ archiveId, disconnectId });
  } catch {
    return null;
  }
}
