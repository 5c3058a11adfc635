/** A lost or changed key is noticed before anything is made with another one: no process starts, and the doctor says what to do. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../db/client.js';
import { knownKeys, personalizedLinks } from '../../db/schema.js';
import { KeyRing } from '../../platform/key-ring.js';
import { ensureLinks } from '../../services/access/personalized-links.js';
import { rememberKeys, requireKnownKeys, wasUsedWithKeys } from '../../services/operations/known-keys.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';
import { sealedAccounts } from '../rig/encrypted-accounts.js';

const database = freshFixture(createTestDatabase);
const connection = freshFixture(() => connect(database.url, { name: 'test', max: 2 }));
const LINK_LIFE_MS = 90 * 86_400_000;
const aKey = () => randomBytes(32).toString('base64');
const K1 = `k1:${aKey()}`;
const OTHER_K1 = `k1:${aKey()}`;
const K2 = `k2:${aKey()}`;

/** Checks the keys the way a process does when it starts. */
const start = (ring: string) => requireKnownKeys(connection.db, KeyRing.parse(ring), LINK_LIFE_MS);
const linksOf = () => connection.db.select().from(personalizedLinks);

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'relink-known-keys-'));
});
afterAll(() => rm(dataDir, { recursive: true }));
const environment = (ring: string) => ({
  DATABASE_URL: database.url,
  RELINK_DATA_DIR: dataDir,
  TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '',
  RESEND_API_KEY: 're_x',
  RESEND_BASE_URL: 'http://127.0.0.1:9',
  MAIL_FROM: 'Relink <relink@example.org>',
  RELINK_KEYS: ring,
  PORT: '34719',
});

describe('startup', () => {
  it('remembers the keys without revealing them, and accepts them in any order', async () => {
    expect(await wasUsedWithKeys(connection.db, LINK_LIFE_MS)).toBe(false);
    await start(K1);
    await start(`${K1},${K2}`);
    await start(`${K2},${K1}`);
    await start(K2);
    expect(await wasUsedWithKeys(connection.db, LINK_LIFE_MS)).toBe(true);
    const rows = await connection.db.select().from(knownKeys);
    expect(rows.map(({ keyId }) => keyId).sort()).toEqual(['k1', 'k2']);
    for (const { checkValue } of rows) {
      expect(checkValue).toHaveLength(32);
      for (const key of [K1, K2]) expect(Buffer.from(key.slice(3), 'base64').equals(checkValue)).toBe(false);
    }
  });

  it.each([
    ['different bytes under the same id', OTHER_K1, /the key k1 isn't the one .* Put the old key k1 back/],
    ['a new key in front of the changed one', `${K2},${OTHER_K1}`, /the key k1 isn't the one/],
    ['only a different key', K2, /the key k1 is missing, .* the tokens of 2 credentials, 2 personalized links/],
  ])('is refused with %s, and nothing is remembered or changed', async (_what, ring, words) => {
    const city = await aCity(connection.db);
    await start(K1);
    await sealedAccounts(connection.db, city, 2, KeyRing.parse(K1));
    await ensureLinks(connection.db, KeyRing.parse(K1), city.archiveId, [city.owner, city.otherOwner]);
    const before = await linksOf();
    await expect(start(ring)).rejects.toThrow(words);
    expect((await connection.db.select().from(knownKeys)).map(({ keyId }) => keyId)).toEqual(['k1']);
    expect(await linksOf()).toEqual(before);
    await start(`${K2},${K1}`);
  });

  it('continues without a key that the ring marks as gone', async () => {
    const city = await aCity(connection.db);
    await start(K1);
    await sealedAccounts(connection.db, city, 1, KeyRing.parse(K1));
    await expect(start(K2)).rejects.toThrow(/write k1:gone in its place/);
    await start(`${K2},k1:gone`);
  });

  it('succeeds for only one of two processes with different keys under the same id', async () => {
    const starts = await Promise.allSettled([K1, OTHER_K1].map((ring) => start(ring)));
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('with a changed key', () => {
  it.each(['server.ts', 'worker.ts'])('%s exits with one line that names the key and says what to do', async (file) => {
    await rememberKeys(connection.db, KeyRing.parse(K1));
    const { code, stderr } = await runProgram([file], environment(OTHER_K1));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^RELINK_KEYS: the key k1 isn't the one .* Put the old key k1 back\. .*\.relink\/keys/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('the doctor reports it and says where the keys come from', async () => {
    await rememberKeys(connection.db, KeyRing.parse(K1));
    const told = await runProgram(['relink.ts', 'doctor'], environment(OTHER_K1));
    expect(told).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^WRONG +key ring +RELINK_KEYS: the key k1/m),
    });
    const well = await runProgram(['relink.ts', 'doctor'], environment(K1));
    expect(well.stdout).toMatch(/^ok +key ring +k1/m);
    const file = path.join(dataDir, 'keys');
    await writeFile(file, `${OTHER_K1}\n`);
    await writeFile(
      path.join(dataDir, 'endpoints.json'),
      JSON.stringify({ url: 'http://localhost:1', database: database.url, pid: process.pid }),
    );
    const local = await runProgram(['relink.ts', 'doctor'], environment(''));
    expect(local.stdout).toContain(`${file}: the key k1 isn't the one`);
  });

  it('rotate-keys re-encrypts nothing', async () => {
    const city = await aCity(connection.db);
    await rememberKeys(connection.db, KeyRing.parse(`${K2},${K1}`));
    await sealedAccounts(connection.db, city, 1, KeyRing.parse(K1));
    const rotated = await runProgram(['relink.ts', 'rotate-keys'], environment(`k2:${aKey()},${K1}`));
    expect(rotated).toMatchObject({ code: 1, stderr: expect.stringMatching(/the key k2 isn't the one/) });
    expect(rotated.stdout).not.toContain('Encrypted again');
  });
});
