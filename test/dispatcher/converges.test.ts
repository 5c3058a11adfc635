/** Temporal follows the database, whatever happens in between. On a real Temporal server. */
import { describe, expect, it } from '@jest/globals';
import { and, count, eq } from 'drizzle-orm';
import { disconnects } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { beginSeries, close, report, reportAll } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(() => createWorld({ realTime: true }));

const handle = (id: string) => world.env.client.workflow.getHandle(`disconnect/${id}`);
const statusOf = (id: string) =>
  handle(id)
    .describe()
    .then(
      ({ status }) => status.name,
      () => 'NONE',
    );
const runs = (id: string) => until(`the workflow of ${id} is running`, async () => (await statusOf(id)) === 'RUNNING');

async function begin() {
  const begun = await beginSeries(world);
  await runs(begun.id);
  return begun;
}

describe('a workflow that an operator has', () => {
  it('terminated restarts at the step that its disconnect is waiting for, without repeating an email', async () => {
    const { city, id } = await begin();
    await handle(id).terminate('by mistake');
    await until('a new run has started', async () => (await statusOf(id)) === 'RUNNING');
    expect(await handle(id).query('status')).toMatchObject({ series: 1, waitingFor: 1 });
    await world.quiet();
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('canceled restarts, too', async () => {
    const { id } = await begin();
    const { runId } = await handle(id).describe();
    await handle(id).cancel();
    await until(
      'a new run has started',
      async () => (await statusOf(id)) === 'RUNNING' && (await handle(id).describe()).runId !== runId,
    );
  });

  it('sent "reconnected" keeps running while the account is disconnected, however often it is told so', async () => {
    const { id } = await begin();
    await handle(id).signal('reconnected');
    const looked = async (how: 'markerRecordedEventAttributes' | 'activityTaskCompletedEventAttributes') => {
      const { events } = await handle(id).fetchHistory();
      return (events ?? []).some((event) => event[how]);
    };
    await until('the workflow has checked the database', () => looked('markerRecordedEventAttributes'));
    expect(await looked('activityTaskCompletedEventAttributes')).toBe(false);
    await Promise.all(Array.from({ length: 20 }, () => handle(id).signal('reconnected')));
    await until('it has checked again', () => looked('activityTaskCompletedEventAttributes'));
    expect(await statusOf(id)).toBe('RUNNING');
  });

  it('ends within one workflow task when its account is reconnected', async () => {
    const { city, accountId, id } = await beginSeries(world);
    await close(world.context, city.archiveId, [accountId]);
    expect(await handle(id).result()).toBe('reconnected');
    const { events } = await handle(id).fetchHistory();
    const signaled = events!.findIndex((event) => event.workflowExecutionSignaledEventAttributes);
    const after = events!.slice(signaled);
    expect(after.filter((event) => event.workflowTaskCompletedEventAttributes)).toHaveLength(1);
    expect(after.filter((event) => event.activityTaskScheduledEventAttributes)).toEqual([]);
  });
});

describe('a workflow that is running but stuck', () => {
  it('is replaced, and the overdue step is sent', async () => {
    const { city, id } = await begin();
    const { client } = world.env;
    await handle(id).terminate('to make room for a stuck one');
    // No one polls this task queue, so the workflow runs forever and does nothing.
    await client.workflow.start('disconnect', {
      taskQueue: 'nobody',
      workflowId: `disconnect/${id}`,
      args: [{ archiveId: city.archiveId, disconnectId: id }],
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
    const late = new Date(Date.now() - 2 * 60_000);
    await world.context.db
      .update(disconnects)
      .set({ nextEmailAt: late, workflow: 'running' })
      .where(eq(disconnects.id, id));
    await until('the reminder is sent', async () => (await seriesTo(world, city.emails.owner)).length === 2);
    const { taskQueue, status } = await handle(id).describe();
    expect([taskQueue, status.name]).toEqual(['relink', 'RUNNING']);
  });
});

describe('a crash between the database and Temporal', () => {
  it('after a report leaves the workflow to the next dispatcher', async () => {
    await world.dispatcher.stop();
    const city = await aCity(world.context.db);
    const { id } = await report(world.context, city.archiveId, await anAccount(world.context.db, city));
    expect(await statusOf(id)).toBe('NONE');
    await world.restartDispatcher();
    await runs(id);
  });

  it('after a reconnect only delays the signal, and the workflow ends', async () => {
    const { city, accountId, id } = await begin();
    await world.dispatcher.stop();
    await close(world.context, city.archiveId, [accountId]);
    expect(await statusOf(id)).toBe('RUNNING');
    await world.restartDispatcher();
    expect(await handle(id).result()).toBe('reconnected');
  });

  it('after the signal does no harm: the workflow is signaled again', async () => {
    const { city, accountId, id } = await begin();
    await close(world.context, city.archiveId, [accountId]);
    expect(await handle(id).result()).toBe('reconnected');
    await world.quiet();
    await world.context.db.update(disconnects).set({ workflow: 'to_end' }).where(eq(disconnects.id, id));
    await world.quiet();
  });
});

describe('many reports at once', () => {
  it('of one account make one disconnect, one workflow, and one email', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    const reports = Array.from({ length: 1000 }, () => ({
      account: { id: accountId },
      reason: 'token_expired' as const,
    }));
    const results = (
      await Promise.all(Array.from({ length: 10 }, () => reportAll(world.context, city.archiveId, reports)))
    ).flat();
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'open')).toHaveLength(9999);
    const [rows] = await world.context.db
      .select({ n: count() })
      .from(disconnects)
      .where(and(eq(disconnects.archiveId, city.archiveId)));
    expect(rows!.n).toBe(1);
    await world.quiet();
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });

  it('start each workflow once, even with several dispatchers', async () => {
    const { startDispatcher } = await import('../../temporal/dispatcher/index.js');
    const others = await Promise.all(
      [1, 2, 3].map(() =>
        startDispatcher(world.context, world.env.client, { indexed: false, pollMs: 50, reconcile: false }),
      ),
    );
    const city = await aCity(world.context.db);
    const reports = [];
    for (let i = 0; i < 60; i += 1)
      reports.push({ account: { id: await anAccount(world.context.db, city) }, reason: 'token_expired' as const });
    const results = await reportAll(world.context, city.archiveId, reports);
    await world.quiet();
    await Promise.all(others.map((other) => other.stop()));
    for (const result of results) if (result.outcome !== 'refused') await runs(result.disconnect.id);
    expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
  });
});

describe('a flood of signals', () => {
  it('does not keep a reconnect from ending the workflow', async () => {
    const { city, accountId, id } = await begin();
    for (let i = 0; i < 20; i += 1) await Promise.all(Array.from({ length: 50 }, () => handle(id).signal('wake')));
    await close(world.context, city.archiveId, [accountId]);
    expect(await handle(id).result()).toBe('reconnected');
  });
});
