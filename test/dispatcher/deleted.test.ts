/** What Temporal has forgotten leaves no trace to wait for: only a check of everything that should be running finds it. */
import { expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { disconnects } from '../../db/schema.js';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { report } from '../rig/reports.js';
import { FIRST, seriesTo } from '../rig/subjects.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const world = sharedFixture(() => createWorld({ realTime: true }));

it('a deleted workflow restarts at the step that its disconnect is waiting for', async () => {
  const { client } = world.env;
  const city = await aCity(world.context.db);
  const { id } = await report(world.context, city.archiveId, await anAccount(world.context.db, city));
  const workflowId = `disconnect/${id}`;
  const status = () =>
    client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        (run) => run.status.name,
        () => 'NONE',
      );
  await until('the workflow is running', async () => (await status()) === 'RUNNING');
  await world.quiet();

  await world.dispatcher.stop();
  await client.connection.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
  });
  await until('Temporal has forgotten the workflow, even in its lists', async () => {
    const { count } = await client.workflow.count(`WorkflowId = '${workflowId}'`);
    return count === 0 && (await status()) === 'NONE';
  });
  const [row] = await world.context.db.select().from(disconnects).where(eq(disconnects.id, id));
  expect([row!.status, row!.workflow]).toEqual(['open', 'running']);

  await world.restartDispatcher();
  await until('the workflow is running again', async () => (await status()) === 'RUNNING', 30_000);
  expect(await client.workflow.getHandle(workflowId).query('status')).toMatchObject({ series: 1, waitingFor: 1 });
  await world.quiet();
  expect(await seriesTo(world, city.emails.owner)).toEqual([FIRST]);
});
