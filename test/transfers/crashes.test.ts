/** A transfer whose worker, workflow, or activity dies is still completed whole, or not at all. */
import { expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { transfers } from '../../db/schema.js';
import { failTransfer } from '../../services/transfers/move.js';
import { transferWorkflowId } from '../../domain/ids.js';
import { aProfile, anAccount, aRunningTransfer } from '../rig/builders.js';
import { until } from '../rig/until.js';
import { useTransfers } from '../rig/transfers.js';

const { world, town, db, to } = useTransfers({ realTime: true });
const handle = (id: string) => world.env.client.workflow.getHandle(transferWorkflowId(id));
const started = (id: string) =>
  until('the workflow has started', () =>
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

test('a transfer without a worker waits, and completes once there is one', async () => {
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

test('a transfer without a dispatcher waits in the database', async () => {
  const profile = await aProfile(db(), town.city, 1);
  await world.dispatcher.stop();
  const { body } = await town.transfer({ parentProfileIds: [profile.id], ...to() });
  expect(await statusOf(body.id)).toBe('running');
  await world.restartDispatcher();
  await world.quiet();
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('a connection lost during the move leaves nothing moved, and the next attempt moves everything', async () => {
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
    'the move is waiting for its last account, and its connection is terminated',
    async () => [...(await db().execute(cut))].length > 0,
  );
  await expectWhole(body.id, profile, town.city.owner);
  release();
  await world.quiet();
  expect(await statusOf(body.id)).toBe('completed');
  await expectWhole(body.id, profile, town.city.otherOwner);
});

test('a transfer completes even if an operator terminates its workflow', async () => {
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

test('a workflow that runs too long is replaced', async () => {
  const account = await anAccount(db(), town.city);
  await world.stopWorkers();
  const { body } = await town.transfer({ accountIds: [account], ...to() });
  await started(body.id);
  const { runId } = await handle(body.id).describe();
  await db()
    .update(transfers)
    .set({ createdAt: sql`now() - interval '11 minutes'`, workflowTriedAt: sql`now() - interval '10 minutes'` })
    .where(eq(transfers.id, body.id));
  await until('a new run has replaced the workflow', async () => (await handle(body.id).describe()).runId !== runId);
  await world.startWorkers();
  await world.quiet();
  expect(await town.ownerOf(account)).toBe(town.city.otherOwner);
});

test('a transfer that can’t complete fails and releases its accounts', async () => {
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
