/** Tokens are re-encrypted with a new key while Relink reads, refreshes, and reconnects; afterward nothing needs the old key. */
import { describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { tryAutoResolve } from '../../services/credentials/try-auto-resolve.js';
import { FairSemaphore } from '../../platform/fair-semaphore.js';
import { createContext } from '../../platform/context.js';
import { connect } from '../../db/client.js';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { rotateKeys } from '../../services/operations/rotate-keys.js';
import { ENCRYPTED_TABLES } from '../../services/operations/encrypted-columns.js';
import { changes, credentials, pendingSignIns } from '../../db/schema.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { pendingSignInEncryptionContext } from '../../services/reconnect/pending-sign-ins.js';
import { newId } from '../../db/ids.js';
import { KeyRing, keyIdOf } from '../../platform/key-ring.js';
import { aCity, aProfile } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { holdNetwork } from '../rig/held-network.js';
import { report } from '../rig/reports.js';
import { until } from '../rig/until.js';
import { testConfig } from '../rig/world.js';
import { accessOf, IN_FRONT, refreshOf, RINGS, rowsOf, sealedAccounts } from '../rig/encrypted-accounts.js';

const database = sharedFixture(createTestDatabase);
const network = sharedFixture(holdNetwork);
/** A Relink process, restarted with the new key first. */
const context = sharedFixture(
  () => {
    const environment = { RELINK_SIMULATOR_URL: network.url, RELINK_KEYS: IN_FRONT };
    return createContext(testConfig(database.url, 'http://127.0.0.1:9', { environment }), { name: 'test' });
  },
  (it) => it.dispose(),
);
/** The command line. */
const operator = sharedFixture(() => connect(database.url, { name: 'command line', max: 2 }));
const city = freshFixture(() => aCity(context.db));

const rotate = (settings: Parameters<typeof rotateKeys>[2] = {}, ring = RINGS.inFront) =>
  rotateKeys(operator.db, ring, settings);
const turns = new FairSemaphore({ total: 20, perArchive: 10 });

describe('a rotation', () => {
  it('keeps all tokens, versions, and timestamps, reports no changes to the archive, and needs no second run', async () => {
    const subjects = await sealedAccounts(context.db, city, 12);
    const profile = await aProfile(context.db, city, 0);
    const ofProfile = { archiveId: city.archiveId, parentProfileId: profile.id };
    await saveCredential(context.db, RINGS.before, ofProfile, { accessToken: 'of Jane' });
    const before = await rowsOf(context.db, city);
    expect(await rotate({ batchSize: 5 })).toMatchObject({
      resealed: { credential: 13 },
      unreadable: [],
      left: 0,
      stillSealing: [],
    });
    const after = await rowsOf(context.db, city);
    const facts = ({ id, version, updatedAt }: (typeof after)[number]) => ({ id, version, updatedAt });
    expect(after.map(facts)).toEqual(before.map(facts));
    for (const subject of subjects) {
      const { tokens } = (await findCredential(context.db, RINGS.after, subject))!;
      expect(tokens.accessToken).toBe(accessOf(subject));
      if (tokens.refreshToken !== undefined) expect(tokens.refreshToken).toBe(refreshOf(subject));
    }
    expect((await findCredential(context.db, RINGS.after, ofProfile))?.tokens.accessToken).toBe('of Jane');
    expect(await context.db.select().from(changes).where(eq(changes.archiveId, city.archiveId))).toEqual([]);
    expect((await rotate()).resealed).toEqual({ credential: 0, pending_sign_in: 0 });
    expect(await rowsOf(context.db, city)).toEqual(after);
  });

  it('also re-encrypts a sign-in that is waiting for a transfer', async () => {
    const { id: sessionId } = await startLoginSession(context.db, { archiveId: city.archiveId, userId: city.primary });
    const id = newId('pendingSignIn');
    const binding = pendingSignInEncryptionContext(city.archiveId, id);
    await context.db.insert(pendingSignIns).values({
      archiveId: city.archiveId,
      id,
      sessionId,
      sealed: RINGS.before.encrypt('what waits', binding),
      expiresAt: new Date(Date.now() + 600_000),
    });
    expect((await rotate()).resealed.pending_sign_in).toBe(1);
    const [row] = await context.db.select().from(pendingSignIns).where(eq(pendingSignIns.id, id));
    expect(RINGS.after.decrypt(row!.sealed, binding)).toBe('what waits');
  });

  it('resumes where it was interrupted', async () => {
    await sealedAccounts(context.db, city, 10);
    const interrupted = rotate({
      batchSize: 4,
      progress: () => {
        throw new Error('killed');
      },
    });
    await expect(interrupted).rejects.toThrow('killed');
    const begun = (await rowsOf(context.db, city)).filter(({ accessToken }) => keyIdOf(accessToken) === 'k2');
    expect(begun).toHaveLength(4);
    expect((await rotate()).resealed.credential).toBe(6);
    // Two concurrent runs share the work.
    const more = await sealedAccounts(context.db, city, 20);
    const both = await Promise.all([rotate({ batchSize: 2 }), rotate({ batchSize: 2 })]);
    expect(both.reduce((sum, { resealed }) => sum + resealed.credential, 0)).toBe(20);
    for (const subject of more)
      expect((await findCredential(context.db, RINGS.after, subject))?.tokens.accessToken).toBe(accessOf(subject));
  });
});

describe('a rotation while Relink runs', () => {
  it('loses nothing that other processes save or read, and leaves nothing that needs the old key', async () => {
    const subjects = await sealedAccounts(context.db, city, 300);
    const saved = new Map<string, { version: number; token: string }>();
    let [rotating, tokens] = [true, 0];
    const atRandom = () => subjects[Math.floor(Math.random() * subjects.length)]!;
    const save = async () => {
      while (rotating) {
        const subject = atRandom();
        const token = `token ${(tokens += 1)}`;
        // A reconnect writes more than this in its transaction.
        const version = await context.db.transaction(async (tx) => {
          const written = await saveCredential(tx, RINGS.inFront, subject, { accessToken: token, refreshToken: token });
          await tx.execute(sql`select pg_sleep(0.002)`);
          return written;
        });
        if (version > (saved.get(subject.accountId)?.version ?? 0)) saved.set(subject.accountId, { version, token });
      }
    };
    const read = async () => {
      while (rotating) {
        const subject = atRandom();
        const { tokens, version } = (await findCredential(context.db, RINGS.inFront, subject))!;
        expect(tokens.accessToken).toMatch(version === 1 ? /^access of/ : /^token/);
      }
    };
    const others = [save(), save(), save(), read(), read()];
    const rotation = await rotate({ batchSize: 3 });
    rotating = false;
    await Promise.all(others);
    expect(rotation).toMatchObject({ unreadable: [], left: 0 });
    expect(saved.size).toBeGreaterThan(0);
    for (const subject of subjects) {
      const { tokens, version } = (await findCredential(context.db, RINGS.after, subject))!;
      const { version: last, token } = saved.get(subject.accountId) ?? { version: 1, token: accessOf(subject) };
      expect([version, tokens.accessToken]).toEqual([last, token]);
    }
  });

  it('keeps a token that is being saved, and delays nothing else', async () => {
    const subjects = await sealedAccounts(context.db, city, 6);
    const [saved] = subjects;
    let resealed = 0;
    const done = { rotation: undefined as ReturnType<typeof rotate> | undefined };
    await context.db.transaction(async (tx) => {
      await saveCredential(tx, RINGS.inFront, saved!, { accessToken: 'newer', refreshToken: 'newer' });
      done.rotation = rotate({ batchSize: 2, progress: (n) => (resealed = n) });
      await until('the others are re-encrypted', () => resealed === 5);
    });
    expect(await done.rotation).toMatchObject({ resealed: { credential: 5 }, unreadable: [], left: 0 });
    const credential = await findCredential(context.db, RINGS.after, saved!);
    expect(credential).toMatchObject({ tokens: { accessToken: 'newer', refreshToken: 'newer' }, version: 2 });
  });

  it('reports a row that stays locked', async () => {
    const [held] = await sealedAccounts(context.db, city, 3);
    await context.db.transaction(async (tx) => {
      await tx.select().from(credentials).where(eq(credentials.accountId, held!.accountId)).for('update');
      expect(await rotate({ timeoutMs: 400 })).toMatchObject({ resealed: { credential: 2 }, left: 1 });
    });
    expect(await rotate()).toMatchObject({ resealed: { credential: 1 }, left: 0 });
  });

  it('lets a refresh that began earlier finish as usual', async () => {
    const [subject] = (await sealedAccounts(context.db, city, 2)).slice(1);
    const { id: disconnectId } = await report(context, city.archiveId, subject!.accountId);
    const done = tryAutoResolve(
      context,
      turns,
      { archiveId: city.archiveId, disconnectId },
      new AbortController().signal,
    );
    const request = await network.asked(refreshOf(subject!));
    await rotate();
    request.answer({ access_token: 'fresh', refresh_token: 'rotated' });
    expect(await done).toBe('reconnected');
    expect((await findCredential(context.db, RINGS.after, subject!))?.tokens).toMatchObject({
      accessToken: 'fresh',
      refreshToken: 'rotated',
    });
  });

  it('detects a process that still encrypts with the old key', async () => {
    const [first, second] = await sealedAccounts(context.db, city, 4);
    let resealed = 0;
    const done = { rotation: undefined as ReturnType<typeof rotate> | undefined };
    await context.db.transaction(async (tx) => {
      await tx.select().from(credentials).where(eq(credentials.accountId, first!.accountId)).for('update');
      done.rotation = rotate({ progress: (n) => (resealed = n) });
      await until('the others are re-encrypted', () => resealed === 3);
      await saveCredential(context.db, RINGS.known, second!, { accessToken: 'of a process that was left out' });
    });
    expect(await done.rotation).toMatchObject({ left: 0, stillSealing: ['k1'], resealed: { credential: 5 } });
  });
});

describe('a token that can’t be decrypted', () => {
  it('is reported and left unchanged, and the others are re-encrypted', async () => {
    const subjects = await sealedAccounts(context.db, city, 8);
    const set = (at: number, values: Partial<typeof credentials.$inferInsert>) =>
      context.db.update(credentials).set(values).where(eq(credentials.accountId, subjects[at]!.accountId));
    const rows = await rowsOf(context.db, city);
    const of = (at: number) => rows.find(({ accountId }) => accountId === subjects[at]!.accountId)!;
    const changed = Buffer.from(of(1).accessToken);
    changed[changed.length - 1]! ^= 1;
    await set(1, { accessToken: changed });
    await set(2, { accessToken: of(4).accessToken });
    // One column is broken in a row whose other column is intact.
    await set(4, { refreshToken: of(4).accessToken });
    await set(5, { accessToken: Buffer.from([0]) });
    const lost = KeyRing.parse(`k0:${Buffer.alloc(32, 7).toString('base64')}`);
    await saveCredential(context.db, lost, subjects[7]!, { accessToken: 'sealed with a lost key' });
    const before = await rowsOf(context.db, city);
    const rotation = await rotate({ batchSize: 3 });
    expect(rotation).toMatchObject({ resealed: { credential: 3 }, left: 0 });
    const named = rotation.unreadable.map(({ of: whose, keyId, why }) => `${whose} ${keyId} ${why}`).sort();
    const account = (at: number) => `account ${subjects[at]!.accountId}`;
    expect(named).toEqual(
      [
        `${account(1)} k1 changed`,
        `${account(2)} k1 changed`,
        `${account(4)} k1 changed`,
        `${account(5)} null changed`,
        `${account(7)} k0 key_missing`,
      ].sort(),
    );
    const after = new Map((await rowsOf(context.db, city)).map((row) => [row.id, row]));
    for (const { id } of rotation.unreadable) expect(after.get(id)).toEqual(before.find((row) => row.id === id));
    // A reconnect replaces them, and then there is nothing left to report.
    for (const { id } of rotation.unreadable) {
      const { archiveId, accountId } = after.get(id)!;
      await saveCredential(context.db, RINGS.inFront, { archiveId, accountId: accountId! }, { accessToken: 'new' });
    }
    expect(await rotate()).toMatchObject({ unreadable: [], left: 0 });
  });
});

it('every bytea column is either encrypted and rotated or a hash', async () => {
  const found = await operator.sql<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea' order by 1`;
  const hashes = [
    'api_keys.hash',
    'credentials.refresh_digest',
    'credentials.refresh_prefix_digest',
    'idempotency_keys.request_hash',
    'known_keys.check_value',
    'oauth_states.browser_hash',
    'oauth_states.hash',
    'oidc_attempts.hash',
    'sessions.hash',
    'sign_in_links.browser_hash',
    'sign_in_requests.browser_hash',
    'sign_in_requests.session_hash',
    'used_sign_in_tokens.hash',
  ];
  const sealed = ['credentials.access_token', 'credentials.refresh_token', 'pending_sign_ins.sealed'];
  expect(found.map(({ name }) => name)).toEqual([...hashes, ...sealed].sort());
  expect(ENCRYPTED_TABLES.flatMap(({ columns }) => columns)).toHaveLength(sealed.length);
});
