/** The API as a process on a seeded database: how it starts and how it stops. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import postgres from 'postgres';
import { seedDatabase } from '../../dev/seed/seed-database.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';
import { startProgram } from '../rig/program.js';

const database = sharedFixture(createTestDatabase);
let dataDir: string;
let env: Record<string, string>;
let origin: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'relink-server-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  env = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '',
    RESEND_API_KEY: 're_x',
    RESEND_BASE_URL: 'http://127.0.0.1:9',
    MAIL_FROM: 'Relink <relink@example.org>',
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    RELINK_LOG_LEVEL: 'silent',
    PORT: String(port),
  };
});
afterAll(() => rm(dataDir, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const keyFile = () => path.join(dataDir, 'api-key');
const get = async (address: string, key: string) => {
  const response = await fetch(origin + address, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, body: (await response.json()) as { name: string; items: object[] } };
};

const seed = () => seedDatabase({ kind: 'demo', databaseUrl: database.url, dataDir, say: fail });
const fail = (line: string) => {
  throw new Error(line);
};

test('the server starts on seeded data, keeps it across restarts, and finishes open requests when it stops', async () => {
  await seed();
  const first = await startProgram('server.ts', env);
  const key = (await readFile(keyFile(), 'utf8')).trim();
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
  expect(await get('/v1/archive', key)).toMatchObject({ status: 200, body: { name: 'City of Fairview' } });
  const accounts = (await get('/v1/accounts', key)).body.items;
  expect(accounts).toHaveLength(8);
  expect((await get('/v1/users?role=account_owner', key)).body.items).toHaveLength(3);
  expect((await get('/v1/users?role=primary_administrator', key)).body.items).toHaveLength(1);

  // A waiting capture engine gets an answer and isn't cut off.
  const { nextCursor } = (await (
    await fetch(`${origin}/v1/changes?limit=200`, { headers: { authorization: `Bearer ${key}` } })
  ).json()) as { nextCursor: string };
  const waiting = fetch(`${origin}/v1/changes?wait=30&cursor=${nextCursor}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  await reached(database.url);
  const exited = once(first, 'exit');
  first.kill('SIGTERM');
  expect((await waiting).status).toBe(200);
  expect(await exited).toEqual([0, null]);

  await seed();
  const second = await startProgram('server.ts', env);
  expect((await readFile(keyFile(), 'utf8')).trim()).toBe(key);
  expect((await get('/v1/accounts', key)).body.items).toEqual(accounts);
  // The parent is gone, and nothing is left behind.
  const gone = once(second, 'exit');
  second.disconnect();
  expect(await gone).toEqual([0, null]);
});

test('a server that cannot start says why and exits', async () => {
  await expect(startProgram('server.ts', { ...env, RELINK_KEYS: 'nonsense' })).rejects.toThrow(/RELINK_KEYS/);
});

/** Waits until the long poll has arrived, that is, has queried the database. */
async function reached(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    for (;;) {
      const [row] =
        await sql`select from pg_stat_activity where application_name = 'relink api' and query ilike '%pg_snapshot_xmin%'`;
      if (row) return;
    }
  } finally {
    await sql.end();
  }
}
