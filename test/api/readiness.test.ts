/** Anyone can ask whether Relink is ready. Asking often costs the database and Temporal no more than asking once a second. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { healthChecks } from '../../api/health.js';
import { connect } from '../../db/client.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { freePort } from '../../dev/stack/ports.js';

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

test('a server that is stopped while Temporal is away, and a check of it is repeated, ends without an error', async () => {
  const file = path.join(import.meta.dirname, 'fixtures/ends-during-a-check.ts');
  const args = [process.env.TEST_TEMPORAL_ADDRESS!, `127.0.0.1:${await freePort()}`];
  const child = fork(file, args, { execArgv: ['--import', 'tsx'], silent: true });
  let problem = '';
  child.stderr!.on('data', (chunk: Buffer) => (problem += chunk.toString()));
  const said = once(child, 'message');
  const [code] = (await once(child, 'exit')) as [number];
  expect([code, problem]).toEqual([0, '']);
  expect((await said)[0]).toEqual([{ ready: false, database: true, temporal: false }, 'refused']);
});
