import { describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../../dev/stack/processes.js';
import { ask } from '../rig/ask.js';
import { until } from '../rig/until.js';
import { startTemporal, type TemporalOptions } from '../../dev/stack/temporal.js';
import { startAndKillParent, useFolder } from './fixtures/helpers.js';

const PORT = 7_460;

describe('the embedded Temporal', () => {
  const folder = useFolder();

  const start = async (searchAttributes: TemporalOptions['searchAttributes'] = { RelinkArchive: 'Keyword' }) => {
    const server = await startTemporal({
      dir: path.join(folder.dir, 'temporal'),
      searchAttributes,
      namespace: 'relink',
      ports: { frontend: PORT, ui: PORT + 1 },
    });
    folder.running.push(server);
    return server;
  };
  const withClient = async <T>(address: string, use: (client: Client) => Promise<T>) => {
    const connection = await Connection.connect({ address });
    try {
      return await use(new Client({ connection, namespace: 'relink' }));
    } finally {
      await connection.close();
    }
  };

  test.each([
    ['isn’t a database', (file: string) => writeFileSync(file, 'x'.repeat(10_000))],
    [
      'has corrupt pages',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, 100, Math.min(bytes.length, 200_000));
        writeFileSync(file, bytes);
      },
    ],
  ])('names a database file that %s, and says how to recover', async (_how, harm) => {
    const first = await start();
    await first.stop();
    const file = path.join(folder.dir, 'temporal/temporal.db');
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    harm(file);
    await expect(start()).rejects.toThrow(
      `Temporal’s file ${file} is damaged. Delete it, together with temporal.db-wal and -shm`,
    );
    rmSync(file);
    await start();
  });

  test('keeps its workflows and address across restarts, and adds new search attributes', async () => {
    const first = await start();
    await withClient(first.address, (client) =>
      client.workflow.start('anything', { workflowId: 'disconnect/1', taskQueue: 'nobody' }),
    );
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start({ RelinkArchive: 'Keyword', RelinkStep: 'Int' });
    expect(second.address).toBe(first.address);
    const step = defineSearchAttributeKey('RelinkStep', SearchAttributeType.INT);
    await withClient(second.address, async (client) => {
      expect((await client.workflow.getHandle('disconnect/1').describe()).status.name).toBe('RUNNING');
      await client.workflow.start('anything', {
        workflowId: 'disconnect/2',
        taskQueue: 'nobody',
        typedSearchAttributes: new TypedSearchAttributes([{ key: step, value: 3 }]),
      });
    });
  });

  test('serves its Web UI', async () => {
    const { uiUrl } = await start();
    expect((await fetch(uiUrl)).status).toBe(200);
  });

  test('answers a web page under no other name, and takes no form from one', async () => {
    const { uiUrl, address, pid } = await start();
    const terminate = `${uiUrl}/api/v1/namespaces/default/workflows/disconnect%2F1/terminate`;
    expect((await ask(uiUrl, { host: 'evil.example' })).status).toBe(403);
    expect((await ask(terminate, { host: 'evil.example' }, 'POST')).status).toBe(403);
    expect((await ask(terminate, { origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    await until('the UI answers its own pages', async () => (await ask(`${uiUrl}/api/v1/namespaces`)).status === 200);

    // Whatever else it listens on: its HTTP API, its metrics, and the ports between its own services.
    const others = portsOf(pid).filter((port) => port !== Number(new URL(`http://${address}`).port));
    expect(others.length).toBeGreaterThan(1);
    const open: string[] = [];
    for (const port of others)
      for (const path of ['/api/v1/namespaces', '/metrics']) {
        const url = `http://127.0.0.1:${port}${path}`;
        const status = await ask(url, { host: `evil.example:${port}` }).then(
          (answer) => answer.status,
          () => 'no HTTP',
        );
        if (status === 200 && !(await isBlockedByBrowsers(url))) open.push(url);
      }
    expect(open).toEqual([]);
  });

  test('stops the orphan left by a SIGKILL of its parent, and starts at the same address', async () => {
    const orphan = await startAndKillParent('temporal', path.join(folder.dir, 'temporal'), PORT);
    expect(isAlive(orphan)).toBe(true);
    const server = await start();
    expect(isAlive(orphan)).toBe(false);
    expect(server.address).toBe(`127.0.0.1:${PORT}`);
  });

  test('shows its last log lines if it doesn’t start', async () => {
    const options = { dir: path.join(folder.dir, 'temporal'), searchAttributes: { 'no name': 'Nonsense' as 'Text' } };
    await expect(startTemporal(options)).rejects.toThrow(/Temporal didn’t start.*temporal\.log.*Nonsense/s);
  });
});

/** Node's fetch blocks the same ports as browsers do. */
const isBlockedByBrowsers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    (error: Error) => /bad port/.test(String(error.cause)),
  );

/** The ports of 127.0.0.1 on which a process listens. */
function portsOf(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
      return inode ?? [];
    }),
  );
  const listening = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return listening
    .filter(
      ([, local, , state, , , , , , inode]) => state === '0A' && local?.startsWith('0100007F:') && sockets.has(inode!),
    )
    .map(([, local]) => Number.parseInt(local!.split(':')[1]!, 16));
}
