import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort, isFree, PortBook, releasePort } from '../../dev/stack/ports.js';

describe('ports', () => {
  let dir: string;
  const servers: net.Server[] = [];
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'relink-ports-'));
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    rmSync(dir, { recursive: true });
  });

  const listen = (port: number, host: string) =>
    new Promise<number>((resolve, reject) => {
      const server = net.createServer().once('error', reject);
      servers.push(server);
      server.listen(port, host, () => resolve((server.address() as net.AddressInfo).port));
    });

  test.each(['127.0.0.1', '0.0.0.0'])('a port that is in use at %s isn’t free', async (host) => {
    const port = await listen(0, host);
    expect(await isFree(port)).toBe(false);
  });

  test('the next free port is chosen if the preferred one is taken', async () => {
    const taken = await listen(0, '127.0.0.1');
    const port = await findFreePort(taken);
    expect(port).toBeGreaterThan(taken);
    releasePort(port);
  });

  test('two concurrent searches never get the same port', async () => {
    const preferred = await findFreePort(45_000);
    const found = await Promise.all([findFreePort(preferred), findFreePort(preferred)]);
    expect(new Set([preferred, ...found]).size).toBe(3);
    [preferred, ...found].forEach(releasePort);
  });

  test('a port is remembered across restarts until another program takes it', async () => {
    const file = path.join(dir, 'ports.json');
    const first = await new PortBook(file).choose('inbox', 45_100);
    releasePort(first);
    expect(await new PortBook(file).choose('inbox', 45_200)).toBe(first);
    releasePort(first);
    await listen(first, '127.0.0.1');
    const other = await new PortBook(file).choose('inbox', 45_200);
    expect(other).toBeGreaterThan(first);
    expect(new PortBook(file).remembered('inbox')).toBe(other);
    releasePort(other);
  });
});
