/** A transfer whose worker, workflow, or activity dies is still completed whole, or not at all. */
import { expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { transfers } from '../../db/schema.js';
import { failTransfer } from '../../services/transfers/move.js';
import { transferWorkflowId } from '../../domain/ids.js';
import { aProfile, anAccount, aRunningTransfer } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';
import { createTransferWorld } from '../rig/transfers.js';

const world = sharedFixture(() => createTransferWorld({ realTime: true }));
const town = freshFixture(() => world.aTown());

const db = () => world.context.db;
const to = () => ({ toOwnerId: town.city.otherOwner });
const handle = (id: string) => world.env.client.workflow.getHandle(transferWorkflowId(id));
const started = (id: string) =>
  until('its workflow is started', () =>
    handle(id)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
const statusOf = async (id: string) => (await town.call('GET', `/v1/transfers/${id}`)).body.status;

async function expectWhole(id: string, profile: { id: string; pages: string[] }, owner: string) {
  expect(await town.ownerOfProfile(profile.id)).toBe(owner);
  for (const page of profile.pages) {
    expect([await town.ownerOf(page), await town.profileOf(page)]).toEqual([owner, profile.id]);
  }
  const rows = await db().execute(
    sql`select 1 from audit where type = 'transferred' and detail->>'transferId' = ${id}`,
  );
  expect([...rows]).toHaveLength(owner === town.city.otherOwner ? profile.pages.length : 0);
}

test('with no worker it waits, and is done when there is one again', async () => {
  const profile = await aProfile(db(), town.city, 3);
  await world.stopWorkers();
  const { body } = await town.transfer({ parentProfileIds: [profile.id], ...to() });
  await started(body.id);
  await expectWhole(body.id, profile, town.city.owner);
  await world.startWorkers();
  await world.quiet();
  expect(await statusOf(body.id)).toBe('completed');
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('with no dispatcher it waits in the database', async () => {
  const profile = await aProfile(db(), town.city, 1);
  await world.dispatcher.stop();
  const { body } = await town.transfer({ parentProfileIds: [profile.id], ...to() });
  expect(await statusOf(body.id)).toBe('running');
  await world.restartDispatcher();
  await world.quiet();
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('the connection that dies in the middle of the move leaves nothing moved, and the next attempt moves all', async () => {
  const profile = await aProfile(db(), town.city, 3);
  await world.stopWorkers();
  const { body } = await town.transfer({ parentProfileIds: [profile.id], ...to() });
  let release = () => {};
  const held = new Promise<void>((isHeld) => {
    void db().transaction(async (tx) => {
      await tx.execute(sql`select id from accounts where id = ${profile.pages[2]} for update`);
      isHeld();
      await new Promise<void>((resolve) => (release = resolve));
    });
  });
  await held;
  await world.startWorkers();
  const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%transfer_id%'`;
  await until(
    'the move waits for its last account, and is cut off',
    async () => [...(await db().execute(cut))].length > 0,
  );
  await expectWhole(body.id, profile, town.city.owner);
  release();
  await world.quiet();
  expect(await statusOf(body.id)).toBe('completed');
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('an operator who terminates its workflow does not stop it', async () => {
  const profile = await aProfile(db(), town.city, 2);
  await world.stopWorkers();
  const { body } = await town.transfer({ parentProfileIds: [profile.id], ...to() });
  await started(body.id);
  await handle(body.id).terminate('a test');
  await world.startWorkers();
  await db()
    .update(transfers)
    .set({ workflowTriedAt: sql`now() - interval '1 minute'` })
    .where(eq(transfers.id, body.id));
  await world.quiet();
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('one that runs for too long is replaced', async () => {
  const account = await anAccount(db(), town.city);
  await world.stopWorkers();
  const { body } = await town.transfer({ accountIds: [account], ...to() });
  await started(body.id);
  const { runId } = await handle(body.id).describe();
  await db()
    .update(transfers)
    .set({ createdAt: sql`now() - interval '11 minutes'`, workflowTriedAt: sql`now() - interval '10 minutes'` })
    .where(eq(transfers.id, body.id));
  await until('another one runs', async () => (await handle(body.id).describe()).runId !== runId);
  await world.startWorkers();
  await world.quiet();
  expect(await town.ownerOf(account)).toBe(town.city.otherOwner);
});

test('one that cannot be done ends as failed, and everything is free again', async () => {
  const account = await anAccount(db(), town.city);
  const id = await aRunningTransfer(db(), town.city, [account]);
  const ref = { archiveId: town.city.archiveId, transferId: id };
  expect(await failTransfer(world.context, ref)).toBe('failed');
  expect(await town.call('GET', `/v1/transfers/${id}`)).toMatchObject({
    body: {
      status: 'failed',
      error: { code: 'not_done_in_time', message: expect.stringContaining('nothing was transferred') },
    },
  });
  expect(await town.ownerOf(account)).toBe(town.city.owner);
  const again = await town.transfer({ accountIds: [account], ...to() });
  expect(again.status).toBe(202);
  await world.quiet();
  expect(await town.ownerOf(account)).toBe(town.city.otherOwner);
});
