/** Anyone can ask whether Relink is ready. Asking often costs the database and Temporal no more than asking once a second. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { healthChecks } from '../../api/health.js';
import { connect } from '../../db/client.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);
const connection = sharedFixture(() => connect(api.context.config.databaseUrl, { name: 'health', max: 1 }));
const health = sharedFixture(() => healthChecks({ ...api.context, connection }));

test('requests within a second share one check, and a later request makes a new one', async () => {
  const asked = await Promise.all(Array.from({ length: 50 }, () => health.check()));
  expect(asked[0]).toEqual({ ready: true, database: true, temporal: true });
  expect(new Set([...asked, await health.check()]).size).toBe(1);
  await connection.close();
  await delay(1000);
  expect(await health.check()).toEqual({ ready: false, database: false, temporal: true });
});
