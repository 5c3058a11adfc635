/**
 * Production without a container engine: the commands and variables of docker-compose.yml, run as plain processes of the built program,
 * against their own PostgreSQL, Temporal namespace, and mail provider.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { startInbox } from '../../dev/inbox/index.js';
import { buildOnce } from '../rig/build.js';
import { createEmptyDatabase, type TestDatabase } from '../rig/database.js';
import { createNamespace } from '../rig/namespace.js';
import { freePort } from '../../dev/stack/ports.js';
import { until } from '../rig/until.js';

const run = promisify(execFile);

interface Service {
  command: string[];
  environment: Record<string, string>;
}
const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};

let dir: string;
let database: TestDatabase;
let inbox: Awaited<ReturnType<typeof startInbox>>;
let secrets: Record<string, string>;
let replaced: Record<string, string>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  await buildOnce();
  dir = await mkdtemp(path.join(tmpdir(), 'relink-production-'));
  database = await createEmptyDatabase();
  inbox = await startInbox({ port: 0, host: '127.0.0.1', dir, apiKey: 're_production' });
  const namespace = await createNamespace();
  secrets = {
    POSTGRES_PASSWORD: 'unused',
    TEMPORAL_POSTGRES_PASSWORD: 'unused',
    TEMPORAL_UI_PASSWORD: 'unused',
    RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    PUBLIC_URL: 'https://relink.example.org',
    RESEND_API_KEY: 're_production',
    RESEND_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    MAIL_FROM: 'Relink <relink@example.org>',
  };
  // What differs from the compose file: the addresses of the other services.
  replaced = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS!,
    TEMPORAL_NAMESPACE: namespace,
    RESEND_BASE_URL: inbox.url,
    RELINK_DATA_DIR: path.join(dir, 'none'),
  };
});

afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  await inbox.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

/** Returns a service's variables, with the secrets filled in as compose does. */
function environmentOf(service: string): Record<string, string> {
  const filled = Object.entries(compose.services[service]!.environment).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{(\w+)(?::[-?][^}]*)?\}/g, (_, secret: string) => secrets[secret] ?? ''),
  ]);
  return { PATH: process.env.PATH!, ...(Object.fromEntries(filled) as Record<string, string>), ...replaced };
}

function start(service: string, more: Record<string, string> = {}): { child: ChildProcess; output: () => string } {
  const [command, ...args] = compose.services[service]!.command;
  const child = spawn(command === 'node' ? process.execPath : command!, args, {
    env: { ...environmentOf(service), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return { child, output: () => output };
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) =>
    child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode),
  );
const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

describe('the services of docker-compose.yml', () => {
  it('migrate once, serve, work, send email, and stop on SIGTERM', async () => {
    const migrate = start('migrate');
    expect([await exitOf(migrate.child), migrate.output()]).toEqual([0, expect.any(String)]);

    const [port, metrics, health] = [await freePort(), await freePort(), await freePort()];
    const api = start('api', { PORT: String(port), METRICS_PORT: String(metrics) });
    const worker = start('worker', { HEALTH_PORT: String(health) });
    const base = `http://127.0.0.1:${port}`;
    await until('the API is ready', () => answers(`${base}/readyz`), 60_000);
    await until('the worker is healthy', () => answers(`http://127.0.0.1:${health}/healthz`), 60_000);
    expect(await answers(`http://127.0.0.1:${metrics}/metrics`)).toBe(true);
    expect((await fetch(`${base}/metrics`)).status).toBe(404);

    const created = await run(
      process.execPath,
      [
        'dist/relink.js',
        'archive',
        'create',
        '--name',
        'City of Fairview',
        '--admin-name',
        'Pat Clerk',
        '--admin-email',
        'clerk@fairview.example',
      ],
      { env: environmentOf('migrate') },
    );
    const apiKey = /relink_[A-Za-z0-9_-]+/.exec(created.stdout)![0];
    const call = (route: string, body: unknown) =>
      fetch(base + route, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const owner = (await (
      await call('/v1/users', { name: 'Maria Lopez', email: 'maria@fairview.example', roles: ['account_owner'] })
    ).json()) as { id: string };
    const account = (await (
      await call('/v1/accounts', { network: 'x', networkAccountId: '1', name: 'City Hall', ownerId: owner.id })
    ).json()) as { id: string };
    const reported = await call('/v1/disconnects', { accountId: account.id, reason: 'token_revoked' });
    expect(reported.status).toBe(202);

    await until(
      'the link email and the first email have arrived',
      async () => {
        const mails = (await (await fetch(`${inbox.url}/api/messages?to=maria@fairview.example`)).json()) as {
          subject: string;
          html: string;
          cc: string[];
        }[];
        return (
          mails.length === 2 && mails.every(({ html }) => html.includes('https://relink.example.org/connect#lnk_'))
        );
      },
      60_000,
    );

    for (const { child } of [api, worker]) child.kill('SIGTERM');
    expect(await Promise.all([exitOf(api.child), exitOf(worker.child)])).toEqual([0, 0]);
    for (const secret of [apiKey, secrets.RELINK_KEYS!, secrets.RESEND_API_KEY!])
      expect(api.output() + worker.output()).not.toContain(secret);
  }, 240_000);

  it.each([
    ['RELINK_SECONDS_PER_DAY', '10', /compressed day/],
    ['RELINK_SIMULATOR_URL', 'http://127.0.0.1:1', /[Ss]imulated networks/],
    ['PUBLIC_URL', 'http://relink.example.org', /https/],
    ['RELINK_KEYS', 'k1:short', /needs 32/],
    ['DATABASE_URL', '', /DATABASE_URL/],
    ['RESEND_API_KEY', '', /RESEND_API_KEY/],
    ['FACEBOOK_CLIENT_ID', 'only-the-id', /FACEBOOK_CLIENT_SECRET/],
  ])('refuse to start with %s=%s and say what to do', async (name, value, message) => {
    const { child, output } = start('api', { [name]: value });
    expect(await exitOf(child)).not.toBe(0);
    expect(output()).toMatch(message);
  });
});
