/**
 * The lives of a disconnect whose histories are kept for later releases. Each replays here as in every test; with
 * `npm run histories` they are also written to a folder named after the version in package.json.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { disconnects } from '../../db/schema.js';
import { disconnectWorkflowId, mailerWorkflowId } from '../../domain/ids.js';
import { aCity, anAccount } from '../rig/builders.js';
import { authorize, holdNetwork, type HeldNetwork } from '../rig/held-network.js';
import { writeHistory } from '../rig/histories.js';
import { chainOf } from '../rig/replay.js';
import { close, report } from '../rig/reports.js';
import { createWorld, DAY_MS, type World } from '../rig/world.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const folder = path.resolve('test/histories', version);

let world: World;
let network: HeldNetwork;
beforeAll(async () => {
  network = await holdNetwork();
  world = await createWorld({ environment: { RELINK_SIMULATOR_URL: network.url } });
});
afterAll(async () => {
  await world.close();
  await network.close();
});

async function keep(name: string, workflowId: string): Promise<number> {
  const chain = await chainOf(world.env.client, workflowId);
  if (process.env.STORE_HISTORIES) {
    mkdirSync(folder, { recursive: true });
    chain.forEach((history, i) => writeHistory(path.join(folder, `${name}${i === 0 ? '' : `-${i + 1}`}.binpb`), history));
  }
  return chain.length;
}

async function begin() {
  const city = await aCity(world.context.db);
  const accountId = await anAccount(world.context.db, city);
  const { id } = await report(world.context, city.archiveId, accountId);
  await world.quiet();
  return { city, accountId, id };
}

describe('a disconnect that', () => {
  it('is reconnected after its second email', async () => {
    const { city, accountId, id } = await begin();
    await world.advance(3);
    await close(world.context, city.archiveId, [accountId]);
    await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result();
    expect(await keep('reconnected', disconnectWorkflowId(id))).toBe(1);
    expect(await keep('mailer', mailerWorkflowId(city.archiveId))).toBe(1);
  });

  it('lasts into its second series', async () => {
    const { id } = await begin();
    for (const days of [2, 5, 5, 5, 5, 5, 2]) await world.advance(days);
    expect(await keep('second-series', disconnectWorkflowId(id))).toBe(2);
  });

  it('is mended by a fresh token', async () => {
    const city = await aCity(world.context.db);
    const accountId = await anAccount(world.context.db, city);
    await authorize(world.context, city, accountId, 'first');
    const { id } = await report(world.context, city.archiveId, accountId);
    (await network.asked('first')).answer({ access_token: 'fresh' });
    expect(await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result()).toBe('reconnected');
    expect(await keep('refreshed', disconnectWorkflowId(id))).toBe(1);
  });

  it('is paused, and withdrawn', async () => {
    const { city, accountId, id } = await begin();
    const pausedUntil = new Date(world.context.clock.now().getTime() + 4 * DAY_MS);
    await world.context.db.update(disconnects).set({ pausedUntil, workflow: 'to_wake' }).where(eq(disconnects.id, id));
    await world.advance(8);
    await close(world.context, city.archiveId, [accountId], 'withdrawn');
    await world.env.client.workflow.getHandle(disconnectWorkflowId(id)).result();
    expect(await keep('withdrawn', disconnectWorkflowId(id))).toBe(1);
  });
});
