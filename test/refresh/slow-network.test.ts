/** One archive's outage at a slow network, and another archive's first email. On a real Temporal server. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { aCity, anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { authorize, holdNetwork } from '../rig/held-network.js';
import { report, reportAll } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { createWorld } from '../rig/world.js';

/** More accounts than the pool has connections. */
const ACCOUNTS = 60;
/** The limit on requests for one archive (activities/index.ts). */
const AT_ONCE = 10;
/** Long enough for more requests to arrive, if more are allowed. */
const SETTLED_MS = 1000;

const network = sharedFixture(holdNetwork);
const world = sharedFixture(
  () => createWorld({ realTime: true, environment: { RELINK_SIMULATOR_URL: network.url } }),
  async (it) => {
    const refusing = setInterval(() => network.refuse(), 100);
    await it.close();
    clearInterval(refusing);
  },
);

it('a network that doesn’t respond to one archive doesn’t delay another archive’s emails', async () => {
  const loud = await aCity(world.context.db);
  const quiet = await aCity(world.context.db);
  const reports = [];
  for (let n = 0; n < ACCOUNTS; n += 1) {
    const id = await anAccount(world.context.db, loud, { network: 'youtube' });
    await authorize(world.context, loud, id, `token-${n}`);
    reports.push({ account: { id }, reason: 'token_expired' as const });
  }
  await reportAll(world.context, loud.archiveId, reports);
  await until('the limit on concurrent requests is reached', () => network.held.length >= AT_ONCE);
  await pause(SETTLED_MS);
  await report(world.context, quiet.archiveId, await anAccount(world.context.db, quiet));
  await until('the first email has arrived', async () => (await world.mailsTo(quiet.emails.owner)).length === 1);
  // The other archive's reports wait for the network, for at most half a minute.
  expect(await world.mailsTo(loud.emails.owner)).toEqual([]);
  const patient = await aCity(world.context.db);
  const accountId = await anAccount(world.context.db, patient, { network: 'youtube' });
  await authorize(world.context, patient, accountId, 'from another archive');
  const { id } = await report(world.context, patient.archiveId, accountId);
  (await network.asked('from another archive')).answer({ access_token: 'fresh' });
  expect(await world.env.client.workflow.getHandle(`disconnect/${id}`).result()).toBe('reconnected');
  expect(network.held.length).toBeLessThanOrEqual(AT_ONCE);
});
