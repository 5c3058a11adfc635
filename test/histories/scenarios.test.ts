/**
 * The disconnect lifecycles whose histories are kept for later releases. Each replays here as in every test; with `npm run histories`, they
 * are also written to a folder named after the version in package.json.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { accounts, disconnects } from '../../db/schema.js';
import { requestTransfer } from '../../services/transfers/request.js';
import { disconnectWorkflowId, mailerWorkflowId, TASK_QUEUES, transferWorkflowId } from '../../domain/ids.js';
import { aCity, anAccount } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { sharedFixture } from '../rig/fixtures.js';
import { authorize, holdNetwork } from '../rig/held-network.js';
import { writeHistory } from '../rig/histories.js';
import { chainOf } from '../rig/replay.js';
import { beginSeries, close, report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const folder = path.resolve('test/histories', version);

const network = sharedFixture(holdNetwork);
const world = sharedFixture(() => createWorld({ environment: { RELINK_SIMULATOR_URL: network.url } }));

async function keep(name: string, workflowId: string): Promise<number> {
  const chain = await chainOf(world.env.client, workflowId);
  if (process.env.STORE_HISTORIES) {
    mkdirSync(folder, { recursive: true });
    chain.forEach((history, i) => writeHistory(path.join(folder, `${name}${i === 0 ? '' : `-${i + 1}`}.binpb`), history));
  }
  return chain.length;
}

describe('a disconnect', () => {
  it('is reconnected after its second email', async () => {
    const { city, accountId, id } = await beginSeries(world);
    await world.advance(3);
    await close(world.context, city.archiveId, [accountId]);
    await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result();
    expect(await keep('reconnected', disconnectWorkflowId(id))).toBe(1);
    expect(await keep('mailer', mailerWorkflowId(city.archiveId))).toBe(1);
  });

  it('continues into a second series', async () => {
    const { id } = await beginSeries(world);
    for (const days of [2, 5, 5, 5, 5, 5, 2]) await world.advance(days);
    expect(await keep('second-series', disconnectWorkflowId(id))).toBe(2);
  });

  it('is resolved by a token refresh', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await authorize(world.context, city, accountId, 'first');
    const { id } = await report(world.context, city.archiveId, accountId);
    (await network.asked('first')).answer({ access_token: 'fresh' });
    expect(await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result()).toBe('reconnected');
    expect(await keep('refreshed', disconnectWorkflowId(id))).toBe(1);
  });

  it('is paused and later withdrawn', async () => {
    const { city, accountId, id } = await beginSeries(world);
    const pausedUntil = new Date(world.context.clock.now().getTime() + 4 * DAY_MS);
    await world.context.db.update(disconnects).set({ pausedUntil, workflow: 'to_wake' }).where(eq(disconnects.id, id));
    await world.advance(8);
    await close(world.context, city.archiveId, [accountId], 'withdrawn');
    await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result();
    expect(await keep('withdrawn', disconnectWorkflowId(id))).toBe(1);
  });
});

describe('a scheduled workflow', () => {
  const run = async (type: string, name: string) => {
    const workflowId = `${name}/facebook`;
    const { client } = world.env;
    await client.workflow.execute(type, {
      taskQueue: TASK_QUEUES.disconnects,
      workflowId,
      args: [{ provider: 'facebook' }],
    });
    return keep(name, workflowId);
  };

  it('checks every token at night, pauses when no answer is clear, and ends', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city, { network: 'facebook_page' });
    await authorize(world.context, city, accountId, 'whatever');
    expect(await run('tokenChecks', 'token-checks')).toBe(1);
  });

  it('renews tokens, runs the checks that are due, asks owners, and revokes old tokens', async () => {
    expect(await run('tokenRenewals', 'token-renewals')).toBe(1);
  });
});

describe('a transfer', () => {
  async function transferOf(poisoned: boolean) {
    const { db } = world.context;
    const city = await aCity(db);
    const accountId = await anAccount(db, city);
    if (poisoned) {
      await db.execute(sql`create or replace function refuse_move() returns trigger language plpgsql as
        $$ begin raise exception 'this test blocks every move'; end $$`);
      await db.execute(sql`create or replace trigger refuse_move before update on accounts for each row
        when (new.owner_id is distinct from old.owner_id) execute function refuse_move()`);
    }
    const actor = { kind: 'user' as const, id: city.primary, name: 'Primary' };
    const principal = { kind: 'system' as const, archiveId: city.archiveId, actor };
    const order = {
      accountIds: [accountId],
      parentProfileIds: [],
      to: { ownerId: city.otherOwner },
      withManagedAccounts: true,
      notify: true,
    };
    const { id } = await requestTransfer(world.context, principal, order);
    await until('the transfer’s workflow has started', async () => (await chainOf(world.env.client, transferWorkflowId(id))).length > 0);
    const status = await world.env.client.workflow.getHandle(transferWorkflowId(id)).result();
    await db.execute(sql`drop trigger if exists refuse_move on accounts`);
    const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
    return { id, status, account, city };
  }

  it('moves the account', async () => {
    const { id, status, account, city } = await transferOf(false);
    expect(status).toBe('completed');
    expect(account).toMatchObject({ ownerId: city.otherOwner, transferId: null });
    expect(await keep('transferred', transferWorkflowId(id))).toBe(1);
  });

  it('gives up after five minutes if it can’t be carried out, moves nothing, and releases the account', async () => {
    const { id, status, account, city } = await transferOf(true);
    expect(status).toBe('failed');
    expect(account).toMatchObject({ ownerId: city.owner, transferId: null });
    expect(await keep('transfer-failed', transferWorkflowId(id))).toBe(1);
    // The history contains what failed, but not the values involved.
    const history = JSON.stringify(await chainOf(world.env.client, transferWorkflowId(id)));
    expect(history).toContain('update accounts set owner_id = $1');
    expect(history).not.toContain(city.otherOwner);
  });
});
