/** A process that can't listen exits and names the variable that sets the address. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';

const database = sharedFixture(createTestDatabase);
const other = sharedFixture(
  async () => {
    const server: Server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, taken: String((server.address() as AddressInfo).port) };
  },
  ({ server }) => void server.close(),
);
const KEYS = `k1:${randomBytes(32).toString('base64')}`;

const run = (file: string, env: Record<string, string>) =>
  runProgram([file], {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS!,
    RESEND_API_KEY: 're_x',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_KEYS: KEYS,
    RELINK_LOG_LEVEL: 'silent',
    ...env,
  });

test.each([
  ['server.ts', 'PORT', {}],
  ['server.ts', 'METRICS_PORT', { PORT: '34719' }],
  ['worker.ts', 'HEALTH_PORT', {}],
])('%s exits and names %s when that port is taken', async (file, variable, more) => {
  const { code, stderr } = await run(file, { ...more, [variable]: other.taken });
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^${variable}: port ${other.taken} is taken\\. .* set ${variable} to another`));
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each(['no-such-host.invalid', '203.0.113.7', '1.2.3.4.5'])(
  'the server exits and names HOST when %s is not an address of this machine',
  async (HOST) => {
    const { code, stderr } = await run('server.ts', { HOST, PORT: '34719' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^HOST: ".*" isn’t an address of this machine\. Set it to 127\.0\.0\.1/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  },
);

test('the server exits when the metrics and the API have the same port', async () => {
  const { code, stderr } = await run('server.ts', { PORT: '34719', METRICS_PORT: '34719' });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^ {2}METRICS_PORT: 34719 is also PORT\. Use/m)]);
});
