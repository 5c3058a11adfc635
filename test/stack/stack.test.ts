import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Endpoints } from '../../dev/stack/endpoints.js';
import { startPostgres } from '../../dev/stack/postgres.js';
import { isAlive, signalProcess, until } from '../../dev/stack/processes.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { makeOldDatabase, OLD_DATABASE, readOldDatabase } from '../rig/old-database.js';
import { openFolder } from './fixtures/helpers.js';

const LIMIT_MS = 60_000;
const PORT = 3_460;
/** External addresses for the inbox and the simulator, which have their own tests. */
const OUTSIDE = {
  RESEND_API_KEY: 're_test',
  MAIL_FROM: 'Relink <relink@example.org>',
  ...Object.fromEntries(
    PROVIDER_NAMES.map((name) => name.toUpperCase()).flatMap((provider) => [
      [`${provider}_CLIENT_ID`, '1'],
      [`${provider}_CLIENT_SECRET`, 's'],
    ]),
  ),
};

describe('npm start', () => {
  let dir: string;
  let started: Start[] = [];
  beforeEach(() => {
    dir = openFolder();
  });
  afterEach(async () => {
    for (const one of started) await one.end();
    started = [];
    rmSync(dir, { recursive: true, force: true });
  });

  class Start {
    output = '';
    readonly process: ChildProcess;
    readonly exited: Promise<number | null>;
    constructor(env: NodeJS.ProcessEnv, program = 'test/stack/fixtures/start.ts') {
      this.process = spawn(process.execPath, ['--import', 'tsx', program], {
        env: { ...process.env, ...OUTSIDE, RELINK_DATA_DIR: path.join(dir, 'data'), PORT: String(PORT), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [this.process.stdout, this.process.stderr])
        stream?.on('data', (data: Buffer) => (this.output += data.toString()));
      this.exited = new Promise((resolve) => this.process.once('close', resolve));
      started.push(this);
    }
    says(text: string | RegExp) {
      return until(() => this.output.search(text) >= 0 || this.process.exitCode !== null, LIMIT_MS);
    }
    async end(signal: NodeJS.Signals = 'SIGTERM') {
      this.process.kill(signal);
      return this.exited;
    }
  }
  const data = (name: string) => path.join(dir, 'data', name);
  const endpoints = () => JSON.parse(readFileSync(data('endpoints.json'), 'utf8')) as Endpoints;
  const pidIn = (name: string) => parseInt(readFileSync(data(name), 'utf8'), 10);
  const pids = () => ['api.pid', 'worker.pid', 'temporal/temporal.pid', 'postgres/cluster/postmaster.pid'].map(pidIn);

  test('records where everything is, and leaves nothing running when it is stopped', async () => {
    const start = new Start({});
    await start.says(/^Relink is ready$/m);
    expect(endpoints()).toEqual({
      url: `http://localhost:${PORT}`,
      apiKey: expect.stringMatching(/^relink_\S+$/),
      inbox: null,
      simulator: null,
      temporal: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      namespace: 'default',
      temporalUi: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      database: expect.stringMatching(/^postgres:\/\/relink:.+@127\.0\.0\.1:\d+\/relink$/),
      pid: start.process.pid,
    });
    expect(statSync(data('endpoints.json')).mode & 0o777).toBe(0o600);
    for (const name of ['keys', 'api-key']) expect(statSync(data(name)).mode & 0o777).toBe(0o600);
    const parts = pids();
    expect(parts.every(isAlive)).toBe(true);
    expect(await start.end()).toBe(0);
    expect(parts.some(isAlive)).toBe(false);
    expect(existsSync(data('endpoints.json'))).toBe(false);
  });

  test('shows an archive like a real one: most accounts authorized, a few only captured, some disconnected', async () => {
    const simulated = Object.fromEntries(Object.keys(OUTSIDE).map((name) => [name, '']));
    const start = new Start(simulated, 'start.ts');
    await start.says(/^Relink is ready$/m);
    expect(start.output).not.toContain('Could not');
    expect(start.output).toContain(`Data and logs       ${path.join(dir, 'data')}`);
    const { url, apiKey } = endpoints();
    const answer = await fetch(`${url}/v1/dashboard`, { headers: { authorization: `Bearer ${apiKey}` } });
    const { counts } = (await answer.json()) as { counts: object };
    expect(counts).toEqual({ connected: 6, disconnected: 2, inactive: 0, notAuthorized: 2 });
    // A worker that has only activities is no reason for a warning.
    expect(readFileSync(data('worker.log'), 'utf8')).not.toContain('No workflows registered');
  });

  test('refuses a data folder that is in use, and names the process that has it', async () => {
    const first = new Start({});
    await first.says('Relink is ready');
    const second = new Start({});
    expect(await second.exited).toBe(1);
    expect(second.output).toContain(`process ${first.process.pid}`);
    expect(existsSync(data('endpoints.json'))).toBe(true);
  });

  test('restarts each part that dies, at the same address', async () => {
    const start = new Start({});
    await start.says('Relink is ready');
    const before = endpoints();
    for (const [file, title] of [
      ['postgres/cluster/postmaster.pid', 'PostgreSQL'],
      ['temporal/temporal.pid', 'Temporal'],
      ['api.pid', 'The API'],
      ['worker.pid', 'The worker'],
    ] as const) {
      signalProcess(pidIn(file), 'SIGKILL');
      await start.says(`${title} is running again`);
      expect(start.output).toContain(`${title} stopped unexpectedly`);
    }
    expect((await fetch(`${before.url}/readyz`)).status).toBe(200);
    expect(start.output).not.toContain('didn’t start');
  });

  test('starts again after a SIGKILL, at the same addresses', async () => {
    const killed = new Start({});
    await killed.says('Relink is ready');
    const before = endpoints();
    const programs = ['api.pid', 'worker.pid'].map(pidIn);
    await killed.end('SIGKILL');
    // They notice by themselves that their parent is gone.
    expect(await until(() => !programs.some(isAlive), LIMIT_MS)).toBe(true);
    const next = new Start({});
    await next.says('Relink is ready');
    expect(endpoints()).toEqual({ ...before, pid: next.process.pid });
  });

  test('shuts down cleanly when it is stopped during startup', async () => {
    const start = new Start({ RELINK_TEST_WORKER_HANGS: '1' });
    await until(() => existsSync(data('api.pid')) && existsSync(data('worker.pid')), LIMIT_MS);
    const parts = pids();
    expect(await start.end()).toBe(0);
    expect(start.output).not.toContain('Relink is ready');
    expect(existsSync(data('endpoints.json'))).toBe(false);
    expect(parts.some(isAlive)).toBe(false);
  });

  test('refuses data from before the first release, names the folder, and leaves the data untouched', async () => {
    const folder = data('postgres');
    mkdirSync(folder, { recursive: true });
    const old = await startPostgres({ dir: folder });
    await makeOldDatabase(old.url);
    await old.stop();
    const start = new Start({});
    expect(await start.exited).toBe(1);
    expect(start.output).toContain(`The data in ${path.join(dir, 'data')}/ is from before release`);
    expect(start.output).toMatch(/move that folder away or set RELINK_DATA_DIR to another one. Nothing was deleted.$/m);
    expect(existsSync(data('api.pid'))).toBe(false);
    const again = await startPostgres({ dir: folder });
    expect(await readOldDatabase(again.url)).toEqual(OLD_DATABASE);
    await again.stop();
  });

  test.each([
    ['DATABASE_URL', 'postgres://x:y@127.0.0.1:1/relink', 'nothing is listening at 127.0.0.1:1'],
    ['DATABASE_URL', 'postgres://x:y@no-such-host.invalid/relink', 'there’s no host no-such-host.invalid'],
    ['TEMPORAL_ADDRESS', '127.0.0.1:1', 'nothing is listening at 127.0.0.1:1'],
    ['RELINK_LOG_LEVEL', 'loud', 'one of fatal, error'],
    ['RELINK_DATA_DIR', 'package.json', '(it’s a file, not a folder)'],
    ['RELINK_DATA_DIR', '/proc/relink/data', '(can’t create a folder there)'],
  ])('refuses %s=%s with a one-line message and starts nothing', async (name, value, why) => {
    const start = new Start({ [name]: value });
    // In a busy loop, it would react to no signal but this one.
    const limit = setTimeout(() => start.process.kill('SIGKILL'), LIMIT_MS);
    expect(await start.exited).toBe(1);
    clearTimeout(limit);
    expect(start.output).toContain(`${name}: `);
    expect(start.output).toContain(why);
    expect(start.output).not.toMatch(/\n\s+at /);
    expect(existsSync(data('postgres'))).toBe(false);
  });

  test.each([
    ['never responds', () => undefined],
    ['hangs up immediately', (socket: net.Socket) => socket.destroy()],
  ])('gives up within seconds on a database that %s, and names it', async (_what, treat) => {
    const server = net.createServer(treat).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const start = new Start({ DATABASE_URL: `postgres://x:y@127.0.0.1:${port}/relink` });
      expect(await start.exited).toBe(1);
      expect(start.output).toContain(`DATABASE_URL: 127.0.0.1:${port} doesn’t respond`);
    } finally {
      server.close();
    }
  });

  test('points out a misspelled variable', async () => {
    const start = new Start({ RELINK_SECOND_PER_DAY: '10', RELINK_LOG_LEVEL: 'loud' });
    await start.exited;
    expect(start.output).toContain('RELINK_SECOND_PER_DAY: Relink doesn’t know this variable');
  });

  test('refuses a PORT that is in use, and says what to do', async () => {
    const other = createServer().listen(PORT, '127.0.0.1');
    try {
      const start = new Start({});
      expect(await start.exited).toBe(1);
      expect(start.output).toMatch(new RegExp(`Port ${PORT} .*lsof.*set PORT`));
    } finally {
      other.close();
    }
  });

  test('shows the output of a part that fails to start, and stops the others', async () => {
    const start = new Start({ RELINK_TEST_API_FAILS: 'MAIL_FROM: set it to the sender' });
    expect(await start.exited).toBe(1);
    expect(start.output).toContain('MAIL_FROM: set it to the sender');
    expect(isAlive(pidIn('temporal/temporal.pid'))).toBe(false);
  });
});
