/** `npm run rotate-keys` as an operator runs it: what it reports about each key, what it refuses, and the key ring of the local stack. */
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { findCredential } from '../../services/credentials/credentials.js';
import { ensureLinks } from '../../services/access/personalized-links.js';
import { credentials, emails, idempotencyKeys, personalizedLinks } from '../../db/schema.js';
import { createInvitationLink } from '../../services/access/sign-in-links.js';
import { newId } from '../../db/ids.js';
import { KeyRing } from '../../platform/key-ring.js';
import { aCity } from '../rig/builders.js';
import { DAY_MS, writtenSince } from '../rig/calendar.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';
import { runProgram } from '../rig/program.js';
import { accessOf, IN_FRONT, refreshOf, RINGS, sealedAccounts, SECRETS } from '../rig/encrypted-accounts.js';

const database = freshFixture(createTestDatabase);
const connection = freshFixture(() => connect(database.url, { name: 'test', max: 2 }));
const city = freshFixture(() => aCity(connection.db));
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'relink-keys-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const rotate = (env: Record<string, string> = {}, args: string[] = []) =>
  runProgram(['relink.ts', 'rotate-keys', ...args], {
    DATABASE_URL: database.url,
    RELINK_DATA_DIR: dataDir,
    RELINK_KEYS: IN_FRONT,
    ...env,
  });

describe('rotate-keys', () => {
  it('reports how many tokens it re-encrypted and which old key can be removed, and reveals no secrets', async () => {
    const subjects = await sealedAccounts(connection.db, city, 5);
    const { code, stdout, stderr } = await rotate();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('the tokens of 5 credentials');
    expect(stdout).toMatch(/k1 +nothing/);
    expect(stdout).toMatch(/Can be removed from RELINK_KEYS: k1\./);
    for (const secret of [...SECRETS, ...subjects.flatMap((subject) => [accessOf(subject), refreshOf(subject)])])
      expect(stdout).not.toContain(secret);
    const [subject] = subjects;
    expect((await findCredential(connection.db, RINGS.after, subject!))?.tokens.accessToken).toBe(accessOf(subject!));
    expect((await rotate()).stdout).toContain('the tokens of 0 credentials');
  });

  it('reports what still needs an old key, and until when', async () => {
    const began = new Date();
    const { db } = connection;
    const links = await ensureLinks(db, RINGS.before, city.archiveId, [city.owner, city.otherOwner]);
    await db
      .update(personalizedLinks)
      .set({ lastEmailedAt: sql`now() - interval '30 days'` })
      .where(eq(personalizedLinks.userId, city.owner));
    await db
      .update(personalizedLinks)
      .set({ lastEmailedAt: sql`now() - interval '91 days'` })
      .where(eq(personalizedLinks.userId, city.otherOwner));
    await db.transaction((tx) => createInvitationLink(tx, RINGS.before, city.archiveId, city.primary));
    const email = { archiveId: city.archiveId, kind: 'first' as const, userId: city.owner, priority: 0 };
    const composed = { toAddress: 'a', fromAddress: 'b', cc: [], subject: 's', html: 'h', text: 't' };
    const linkId = links.get(city.owner)!.id;
    await db.insert(emails).values([
      { ...email, ...composed, id: newId('email'), linkId, state: 'composed' },
      { ...email, ...composed, id: newId('email'), linkId, state: 'accepted' },
    ]);
    const asked = { archiveId: city.archiveId, principal: 'archive', requestHash: Buffer.alloc(32), status: 200 };
    const answer = JSON.stringify({ archiveId: city.archiveId, id: linkId, epoch: 1, keyId: 'k1' });
    const begun = JSON.stringify({ seed: 'k1.0123', archiveId: city.archiveId });
    const old = sql`now() - interval '25 hours'`;
    await db.insert(idempotencyKeys).values([
      { ...asked, key: 'a', answer },
      { ...asked, key: 'b', answer: begun },
      { ...asked, key: 'c', answer, createdAt: old },
    ]);
    const { code, stdout } = await rotate();
    expect(code).toBe(0);
    const at = (days: number) =>
      writtenSince(began, (now) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10));
    expect(stdout).toMatch(new RegExp(`k1 +1 +personalized links.* ${at(60)}T`));
    expect(stdout).toMatch(new RegExp(`k1 +1 +sign-in links.* ${at(7)}T`));
    expect(stdout).toMatch(/k1 +1 +emails on their way/);
    expect(stdout).toMatch(new RegExp(`k1 +2 +stored responses.* ${at(1)}T`));
    expect(stdout).toContain('No key can be removed');
  });

  it('reports the rows that it couldn’t re-encrypt, without their values, and exits with 1', async () => {
    const [first, second] = await sealedAccounts(connection.db, city, 3);
    const [row] = await connection.db.select().from(credentials).where(eq(credentials.accountId, first!.accountId));
    await connection.db
      .update(credentials)
      .set({ accessToken: row!.accessToken })
      .where(eq(credentials.accountId, second!.accountId));
    const moved = await rotate();
    expect(moved.code).toBe(1);
    expect(moved.stderr).toMatch(
      new RegExp(`credential \\w+ of account ${second!.accountId} in ${city.archiveId}: .*another row`),
    );
    expect(moved.stdout).toMatch(/k1 +1 +credentials encrypted with it/);
    const missing = await rotate({ RELINK_KEYS: IN_FRONT.split(',')[0]!.replace('k2', 'k3') });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/k2, which isn’t in RELINK_KEYS/);
    expect(missing.stdout).toMatch(/k2 \(not in RELINK_KEYS\) +2 /);
    for (const secret of SECRETS) expect(moved.stdout + moved.stderr + missing.stderr).not.toContain(secret);
    expect(await rotate({ RELINK_KEYS: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Set RELINK_KEYS/),
    });
  });
});

describe('rotate-keys --new-key', () => {
  it('creates a key on the local stack, waits until all of Relink has it, and re-encrypts with it', async () => {
    const [subject] = await sealedAccounts(connection.db, city, 2);
    const file = path.join(dataDir, 'keys');
    await writeFile(file, `${IN_FRONT.split(',')[1]!}\n`, { mode: 0o600 });
    const endpoints = path.join(dataDir, 'endpoints.json');
    await writeFile(endpoints, JSON.stringify({ url: 'http://localhost:1', database: database.url, pid: process.pid }));
    const local = { DATABASE_URL: '', RELINK_KEYS: '' };
    const made = await rotate(local, ['--new-key']);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/The key k2 is now first.*start it again/s) });
    const text = await readFile(file, 'utf8');
    const ring = KeyRing.parse(text);
    expect(ring.ids).toEqual(['k2', 'k1']);
    expect(made.stdout).not.toContain(text.slice(3, 40));
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const early = await rotate(local);
    expect(early).toMatchObject({ code: 1, stderr: expect.stringMatching(/is running with the old keys/) });
    expect((await findCredential(connection.db, RINGS.before, subject!))?.version).toBe(1);

    // Uses the clock of the file system, which wrote the key file.
    const restarted = new Date((await stat(file)).mtimeMs + 1000);
    await utimes(endpoints, restarted, restarted);
    expect(await rotate(local)).toMatchObject({ code: 0, stdout: expect.stringMatching(/of 2 credentials/) });
    expect((await findCredential(connection.db, ring, subject!))?.tokens.accessToken).toBe(accessOf(subject!));
  });

  it('creates no key when the keys are stored elsewhere', async () => {
    expect(await rotate({}, ['--new-key'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/openssl rand/) });
  });
});
