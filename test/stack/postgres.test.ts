import { describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { startPostgres } from '../../dev/stack/postgres.js';
import { isAlive, signalProcess, until } from '../../dev/stack/processes.js';
import { startAndKillParent, useFolder } from './fixtures/helpers.js';

const PORT = 54_460;
const HASTY = ['fsync=off'];
const asRoot = process.getuid?.() === 0 ? test : test.skip;

describe('the embedded PostgreSQL', () => {
  const folder = useFolder();

  const start = async (dir = folder.dir, say?: (line: string) => void) => {
    const server = await startPostgres({ dir: path.join(dir, 'postgres'), port: PORT, flags: HASTY, say });
    folder.running.push(server);
    return server;
  };
  const query = async (url: string, text: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    try {
      return await sql.unsafe(text);
    } finally {
      await sql.end();
    }
  };

  test('keeps its data, password, and port across restarts', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('refuses data from another version, says what to do, and leaves the data untouched', async () => {
    const first = await start();
    await first.stop();
    const cluster = path.join(folder.dir, 'postgres/cluster');
    const version = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8');
    writeFileSync(path.join(cluster, 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(
      /created by PostgreSQL 16, .* Start the version of Relink that created it\. To start over/,
    );
    writeFileSync(path.join(cluster, 'PG_VERSION'), version);
    await start();
  });

  test('has its own password, which only its owner can read and which is required to connect', async () => {
    const { url } = await start();
    const file = path.join(folder.dir, 'postgres/password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim()).toBe(decodeURIComponent(new URL(url).password));
    const wrong = new URL(url);
    wrong.password = 'relink';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('is adopted, with its port and data, after a SIGKILL of its parent', async () => {
    const pid = await startAndKillParent('postgres', path.join(folder.dir, 'postgres'), PORT);
    const server = await start();
    expect(server).toMatchObject({ adopted: true, pid });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    await server.exited;
    expect(isAlive(pid)).toBe(false);
  });

  test('starts again after a SIGKILL, once its backends are gone', async () => {
    const first = await start();
    const sql = postgres(first.url, { max: 1, onclose: () => undefined });
    await sql`CREATE TABLE kept AS SELECT 7 AS answer`;
    const busy = sql`SELECT pg_sleep(60)`.catch(() => undefined);
    await until(
      async () => (await query(first.url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))[0],
      5_000,
    );
    signalProcess(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
    await busy;
    await sql.end({ timeout: 0 });
  });

  test('starts even if another process now has the pid in its pid file', async () => {
    const first = await start();
    const pidFile = path.join(folder.dir, 'postgres/cluster/postmaster.pid');
    const noted = readFileSync(pidFile, 'utf8');
    await first.stop();
    writeFileSync(pidFile, noted.replace(/^\d+/, String(process.pid)));
    expect((await start()).adopted).toBe(false);
  });

  asRoot('works in a folder that only root can enter, and starts fresh after that folder is deleted', async () => {
    const closed = mkdtempSync(path.join(tmpdir(), 'relink-private-'));
    chmodSync(closed, 0o700);
    const said: string[] = [];
    const server = await start(closed, (line) => said.push(line));
    const [, cluster = ''] = /is in (.+), because/.exec(said[0] ?? '') ?? [];
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await query(server.url, 'CREATE TABLE old (id int)');
    rmSync(closed, { recursive: true });
    const fresh = await start(closed);
    expect(fresh.adopted).toBe(false);
    expect(await query(fresh.url, "SELECT to_regclass('old') AS old")).toEqual([{ old: null }]);
    await fresh.stop();
    expect(existsSync(cluster)).toBe(true);
    rmSync(cluster, { recursive: true });
    rmSync(closed, { recursive: true });
  });
});
