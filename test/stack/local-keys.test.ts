/** `npm start` never makes a new key beside a database that was used with another, and reports problems with its secret files. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ensureLocalKeys } from '../../dev/stack/local-keys.js';
import { startPostgres } from '../../dev/stack/postgres.js';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';
import { useFolder } from './fixtures/helpers.js';

const folder = useFolder();
const database = freshFixture(createTestDatabase);
const aRing = () => `k1:${randomBytes(32).toString('base64')}`;
const keysFile = () => path.join(folder.dir, 'keys');

/** Runs on an existing database and Temporal; exits by itself when it is refused. */
const npmStart = (env: Record<string, string> = {}) =>
  runProgram(['test/stack/fixtures/start.ts'], {
    RELINK_DATA_DIR: folder.dir,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS!,
    RESEND_API_KEY: 're_test',
    MAIL_FROM: 'Relink <relink@example.org>',
    PORT: '3470',
    ...Object.fromEntries(
      PROVIDER_NAMES.flatMap((name) =>
        ['CLIENT_ID', 'CLIENT_SECRET'].map((what) => [`${name.toUpperCase()}_${what}`, '1']),
      ),
    ),
    ...env,
  });
const ensure = (env: Record<string, string> = {}) => ensureLocalKeys({ dataDir: folder.dir, env }, database.url);

describe('the key ring of the data folder', () => {
  test('is created for a database that was never used with one, and is kept', async () => {
    const made = await ensure();
    expect(readFileSync(keysFile(), 'utf8')).toBe(`${made}\n`);
    expect(statSync(keysFile()).mode & 0o777).toBe(0o600);
    expect(existsSync(`${keysFile()}.new`)).toBe(false);
    expect(await ensure()).toBe(made);
  });

  test('isn’t replaced if it is missing and the database was used with it', async () => {
    const made = await ensure();
    rmSync(keysFile());
    const { code, stdout, stderr } = await npmStart();
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/keys is missing\. The database was used with its keys.* Restore that file/);
    expect(existsSync(keysFile())).toBe(false);
    expect(existsSync(path.join(folder.dir, 'api.pid'))).toBe(false);
    writeFileSync(keysFile(), made);
    expect(await ensure()).toBe(made);
  });

  test.each([
    ['the file', {}, /keys: the key k1 isn't the one this database was used with/],
    ['RELINK_KEYS', { RELINK_KEYS: aRing() }, /RELINK_KEYS: the key k1 isn't the one this database was used/],
  ])('stops startup before the API and the worker if %s has a different key', async (_where, env, words) => {
    await ensure();
    writeFileSync(keysFile(), aRing());
    const { code, stdout, stderr } = await npmStart(env);
    expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(existsSync(path.join(folder.dir, 'api.pid'))).toBe(false);
  });

  test('is ignored if RELINK_KEYS has a new key and marks the old one as gone', async () => {
    await ensure();
    writeFileSync(keysFile(), aRing());
    const env = { RELINK_KEYS: `${aRing().replace('k1', 'k2')},k1:gone` };
    expect(await ensure(env)).toBe(env.RELINK_KEYS);
  });

  test.each([
    ['', /keys is empty\. It contains the keys that the database was used with\. Restore it/],
    ['k1:short', /keys: the key k1 has 3 bytes but needs 32\. It contains/],
  ])('is reported before anything starts if it is broken (%j)', async (text, words) => {
    writeFileSync(keysFile(), text);
    const { code, stdout, stderr } = await npmStart();
    expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(words)]);
    expect(readFileSync(keysFile(), 'utf8')).toBe(text);
  });
});

test.each(['inbox-api-key', 'inbox-webhook-secret'])('an empty %s is reported with a remedy', async (name) => {
  writeFileSync(path.join(folder.dir, name), '\n');
  const { code, stdout, stderr } = await npmStart({ RESEND_API_KEY: '' });
  expect([code, stdout + stderr]).toEqual([1, expect.stringMatching(new RegExp(`${name} is empty. Delete it`))]);
});

test.each([
  ['empty', (file: string) => writeFileSync(file, ''), /password is empty\. .*Restore it/],
  ['missing', (file: string) => rmSync(file), /password is missing\. .*Restore it/],
])('a database password that is %s is reported, and the data is kept', async (_how, harm, words) => {
  const dir = path.join(folder.dir, 'postgres');
  mkdirSync(dir);
  const first = await startPostgres({ dir, port: 54_470, flags: ['fsync=off'] });
  await first.stop();
  const password = readFileSync(path.join(dir, 'password'), 'utf8');
  harm(path.join(dir, 'password'));
  await expect(startPostgres({ dir, port: 54_470, flags: ['fsync=off'] })).rejects.toThrow(words);
  writeFileSync(path.join(dir, 'password'), password);
  const again = await startPostgres({ dir, port: 54_470, flags: ['fsync=off'] });
  await again.stop();
});
