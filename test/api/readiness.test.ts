/** Anybody may ask whether Relink is ready. Who asks often costs the database and Temporal no more than who asks once a second. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { healthChecks, type HealthChecks } from '../../api/health.js';
import { connect, type Connection } from '../../db/client.js';
import { createApi, type Api } from '../rig/api.js';

let api: Api;
let connection: Connection;
let health: HealthChecks;
beforeAll(async () => {
  api = await createApi();
  connection = connect(api.context.config.databaseUrl, { name: 'health', max: 1 });
  health = healthChecks({ ...api.context, connection });
});
afterAll(() => Promise.all([health.close(), connection.close()]).then(() => api.close()));

test('all who ask within a second share one check, and a second later it is made again', async () => {
  const asked = await Promise.all(Array.from({ length: 50 }, () => health.check()));
  expect(asked[0]).toEqual({ ready: true, database: true, temporal: true });
  expect(new Set([...asked, await health.check()]).size).toBe(1);
  await connection.close();
  await delay(1000);
  expect(await health.check()).toEqual({ ready: false, database: false, temporal: true });
});
