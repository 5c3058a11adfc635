/** The Temporal Schedules: Relink's periodic work, which operators can see and pause in Temporal's Web UI. */
import { SUMMARIES } from '../domain/workflow-text.js';
import { DAY_MS } from '../domain/local-time.js';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import { TASK_QUEUES } from '../domain/ids.js';
import { PROVIDER_NAMES, type ProviderName } from '../domain/networks.js';

export const checksSchedule = (provider: ProviderName): string => `token-checks/${provider}`;
export const renewalsSchedule = (provider: ProviderName): string => `token-renewals/${provider}`;

const RENEWALS_MS = 60_000;
/** The shortest interval. A compressed day shortens both intervals, and Temporal shouldn't be busy with schedules alone. */
const MIN_INTERVAL_MS = 5000;

function schedules(dayMs: number): ScheduleOptions[] {
  const scaled = (ms: number) => Math.max(MIN_INTERVAL_MS, Math.round((ms * dayMs) / DAY_MS));
  const common = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' } as const;
  const night = (index: number) => ({ every: scaled(DAY_MS), offset: scaled(DAY_MS / 24) * (index + 1) });
  return [
    ...PROVIDER_NAMES.map((provider, index): ScheduleOptions => ({
      scheduleId: checksSchedule(provider),
      // Nightly, each provider at its own hour (1:00 UTC, 2:00 UTC, …), with a random delay of up to half an hour.
      spec: {
        intervals: [dayMs === DAY_MS ? night(index) : { every: scaled(DAY_MS) }],
        jitter: dayMs === DAY_MS ? '30 minutes' : undefined,
      },
      action: {
        type: 'startWorkflow',
        workflowType: 'tokenChecks',
        workflowId: checksSchedule(provider),
        taskQueue: TASK_QUEUES.disconnects,
        args: [{ provider }],
        staticSummary: SUMMARIES.tokenChecks(provider),
      },
      policies: common,
    })),
    ...PROVIDER_NAMES.map((provider): ScheduleOptions => ({
      scheduleId: renewalsSchedule(provider),
      spec: { intervals: [{ every: scaled(RENEWALS_MS) }] },
      action: {
        type: 'startWorkflow',
        workflowType: 'tokenRenewals',
        workflowId: renewalsSchedule(provider),
        taskQueue: TASK_QUEUES.disconnects,
        args: [{ provider }],
        staticSummary: SUMMARIES.tokenRenewals(provider),
      },
      policies: common,
    })),
  ];
}

/** Creates the schedules, or updates those of an earlier release. A schedule that an operator has paused stays paused. */
export async function ensureSchedules(client: Client, dayMs: number): Promise<void> {
  for (const options of schedules(dayMs)) {
    try {
      await client.schedule.create(options);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = options;
      await client.schedule
        .getHandle(options.scheduleId)
        .update((before) => ({ ...before, spec, action, policies: { ...before.policies, ...policies } }));
    }
  }
}

/** Triggers the renewals now. If one is running, another one follows it, which picks up anything added in the meantime. */
export async function triggerRenewals(client: Client): Promise<void> {
  await Promise.all(
    PROVIDER_NAMES.map((provider) =>
      client.schedule.getHandle(renewalsSchedule(provider)).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
    ),
  );
}
