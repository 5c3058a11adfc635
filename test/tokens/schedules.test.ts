/** Temporal Schedules find what no one reported, and the owner is emailed ("found by Relink's own token checks"). */
import { describe, expect, it } from '@jest/globals';
import { ScheduleNotFoundError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { saveCredential } from '../../services/credentials/credentials.js';
import { requestTokenChecks } from '../../services/credentials/token-checks.js';
import { RELINK } from '../../domain/actor.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { startSimulator } from '../../dev/network-simulator/index.js';
import { checksSchedule, ensureSchedules, renewalsSchedule } from '../../temporal/schedules.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { sharedFixture } from '../rig/fixtures.js';
import { subjectsTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld, workflowBundle } from '../rig/world.js';

const simulator = sharedFixture(() => startSimulator({ port: 0, redirectUris: {} }));
const world = sharedFixture(() =>
  createWorld({ realTime: true, environment: { RELINK_SIMULATOR_URL: simulator.url } }),
);

const schedule = (id: string) => world.env.client.schedule.getHandle(id);
const exists = (id: string) =>
  schedule(id)
    .describe()
    .then(
      () => true,
      (error: unknown) => {
        if (error instanceof ScheduleNotFoundError) return false;
        throw error;
      },
    );

/** Creates a connected account whose token the network no longer recognizes. */
async function withDeadToken(): Promise<{ city: City; accountId: string }> {
  const { db, config } = world.context;
  const city = await aCity(db);
  const accountId = await anAccount(db, city, { network: 'x' });
  await saveCredential(db, config.keys, { archiveId: city.archiveId, accountId }, { accessToken: 'dead' });
  return { city, accountId };
}

const wasEmailed = async (city: City) => (await subjectsTo(world, city.emails.owner)).length === 1;

describe('the schedules', () => {
  it('are created by the dispatcher: nightly checks and an every-minute watch for each provider', async () => {
    const ids = PROVIDER_NAMES.flatMap((provider) => [checksSchedule(provider), renewalsSchedule(provider)]);
    await until('every schedule exists', async () => (await Promise.all(ids.map(exists))).every(Boolean));
    const { spec, action } = await schedule(checksSchedule('facebook')).describe();
    expect(spec.intervals).toMatchObject([{ every: DAY_MS }]);
    expect(action).toMatchObject({ workflowType: 'tokenChecks', args: [{ provider: 'facebook' }] });
    expect((await schedule(renewalsSchedule('x')).describe()).spec.intervals).toMatchObject([{ every: 60_000 }]);
  });

  it('stay paused if an operator paused them, and are recreated if they were deleted', async () => {
    const id = checksSchedule('google');
    await until('the schedule exists', () => exists(id));
    await schedule(id).pause('the quota is used up');
    await schedule(checksSchedule('x')).delete();
    await ensureSchedules(world.env.client, DAY_MS);
    expect((await schedule(id).describe()).state.paused).toBe(true);
    expect(await exists(checksSchedule('x'))).toBe(true);
    await schedule(id).unpause();
  });
});

describe('an account that no one reported', () => {
  it('is found by the nightly check, and its owner is emailed', async () => {
    const { city } = await withDeadToken();
    await until('the schedule exists', () => exists(checksSchedule('x')));
    await schedule(checksSchedule('x')).trigger();
    await until('the owner has been emailed', () => wasEmailed(city), 60_000);
  });

  it('is found immediately when someone requests a check', async () => {
    const { city, accountId } = await withDeadToken();
    const principal = { kind: 'system' as const, archiveId: city.archiveId, actor: RELINK };
    const asked = await requestTokenChecks(world.context, principal, { network: 'x', accountIds: [accountId] });
    expect(asked).toEqual({ due: 1, notAuthorized: 0 });
    await until('the owner has been emailed', () => wasEmailed(city), 60_000);
  });
});

it('every completed run can be replayed', async () => {
  const { client } = world.env;
  async function* histories() {
    for await (const { workflowId, runId, status } of client.workflow.list({
      query: `WorkflowType = 'tokenRenewals' or WorkflowType = 'tokenChecks'`,
    }))
      if (status.name === 'COMPLETED')
        yield { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
  }
  let replayed = 0;
  const bundle = await workflowBundle();
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle }, histories())) {
    expect(error).toBeUndefined();
    replayed += 1;
  }
  expect(replayed).toBeGreaterThanOrEqual(2);
});
