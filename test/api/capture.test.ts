/** What the capture engine depends on: credentials, and changes that it never misses. */
import { describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { recordChanges } from '../../services/audit/audit-log.js';
import { connect } from '../../db/client.js';
import { findCredential, saveCredential } from '../../services/credentials/credentials.js';
import { audit, credentials, disconnects, dueSteps } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { DAY_MS } from '../rig/calendar.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';

const api = sharedFixture(createApi);

const aCity = () => api.city;
const subjectOf = (accountId: string) => ({ archiveId: aCity().archiveId, accountId });
async function anAuthorized(tokens = { accessToken: 'access-1' }): Promise<string> {
  const accountId = await anAccount(api.context.db, aCity());
  await saveCredential(api.context.db, api.context.config.keys, subjectOf(accountId), tokens);
  return accountId;
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('a credential', () => {
  test('is always current, has a version, is never cached, and every read is audited', async () => {
    const accountId = await anAuthorized();
    const path = `/v1/accounts/${accountId}/credential`;
    const first = await api.call('GET', path);
    expect([first.status, first.body]).toEqual([200, { accessToken: 'access-1', expiresAt: null, version: 1 }]);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    await saveCredential(api.context.db, api.context.config.keys, subjectOf(accountId), {
      accessToken: 'access-2',
      expiresAt,
    });
    const second = await api.call('GET', path);
    expect(second.body).toEqual({ accessToken: 'access-2', expiresAt: expiresAt.toISOString(), version: 2 });
    const readings = await api.context.db
      .select()
      .from(audit)
      .where(and(eq(audit.accountId, accountId), eq(audit.type, 'credential_read')));
    expect(readings.map(({ detail }) => detail)).toEqual([{ version: 1 }, { version: 2 }]);
  });

  test('is not found for an account without one, and is refused while the account is disconnected', async () => {
    const accountId = await anAuthorized();
    await api.call('POST', '/v1/disconnects', { accountId });
    const disconnected = await api.call('GET', `/v1/accounts/${accountId}/credential`);
    expect(disconnected).toMatchObject({ status: 409, body: { code: 'disconnected' } });
    const without = await anAccount(api.context.db, aCity());
    const none = await api.call('GET', `/v1/accounts/${without}/credential`);
    expect(none).toMatchObject({ status: 404, body: { code: 'no_credential' } });
  });

  test('is refused to people, even through a key that can read credentials', async () => {
    const accountId = await anAuthorized();
    const answer = await api.call('GET', `/v1/accounts/${accountId}/credential`, undefined, { as: aCity().primary });
    expect(answer.status).toBe(403);
  });

  test('is stored encrypted, and decrypts only in its own row and column', async () => {
    const { db, config } = api.context;
    const [one, two] = [await anAuthorized({ accessToken: 'canary-token' }), await anAuthorized()];
    const [row] = await db.select().from(credentials).where(eq(credentials.accountId, one));
    expect(row!.accessToken.includes('canary')).toBe(false);
    const put = (accountId: string, set: object) =>
      db.update(credentials).set(set).where(eq(credentials.accountId, accountId));
    const read = (accountId: string) => findCredential(db, config.keys, subjectOf(accountId));
    await put(two, { accessToken: row!.accessToken });
    await expect(read(two)).rejects.toThrow();
    await put(one, { refreshToken: row!.accessToken });
    await expect(read(one)).rejects.toThrow();
    await put(one, { refreshToken: null });
    expect((await read(one))?.tokens.accessToken).toBe('canary-token');
    const tampered = Buffer.from(row!.accessToken);
    tampered[tampered.length - 1]! ^= 1;
    await put(one, { accessToken: tampered });
    await expect(read(one)).rejects.toThrow();
  });
});

describe('changes', () => {
  const follow = async (cursor: string, more = '') =>
    (await api.call('GET', `/v1/changes?limit=200&cursor=${cursor}${more}`)).body;
  const record = (accountId: string) =>
    recordChanges(api.context.db, [{ archiveId: aCity().archiveId, type: 'transferred', accountId }]);

  /** Follows until `last` arrives: other transactions in the cluster can hold back the newest changes for a while. */
  async function followTo(cursor: string, last: string, limit = 200) {
    const items: { type: string; accountId: string }[] = [];
    let nextCursor = cursor;
    while (items.at(-1)?.accountId !== last) {
      const { body } = await api.call('GET', `/v1/changes?limit=${limit}&cursor=${nextCursor}&wait=20`);
      items.push(...body.items);
      ({ nextCursor } = body);
    }
    return { items, nextCursor };
  }

  let marks = 0;
  /** Returns a cursor after everything that has happened so far. */
  async function now(): Promise<string> {
    const mark = `mark-${(marks += 1)}`;
    await record(mark);
    const first = Buffer.from('0.0').toString('base64url');
    return (await followTo(first, mark)).nextCursor;
  }

  test('arrive in order, and a cursor resumes where it left off, even when nothing is new', async () => {
    const cursor = await now();
    const accountId = await anAccount(api.context.db, aCity());
    await api.call('POST', '/v1/disconnects', { accountId });
    await api.call('POST', `/v1/accounts/${accountId}/reconnected`, {});
    await api.call('PATCH', `/v1/accounts/${accountId}`, { status: 'inactive', reason: 'x' });
    await api.call('DELETE', `/v1/accounts/${accountId}`);
    await record('last');
    const { items, nextCursor } = await followTo(cursor, 'last', 2);
    expect(items.map(({ type }) => type)).toEqual([
      'disconnected',
      'reconnected',
      'inactive',
      'deleted',
      'transferred',
    ]);
    expect((await follow(nextCursor)).nextCursor).toBe(nextCursor);
  });

  test('are not missed when their transaction commits late', async () => {
    const cursor = await now();
    const { archiveId } = aCity();
    const other = connect(api.context.config.databaseUrl, { name: 'late', max: 1 });
    const [begun, commit] = [gate(), gate()];
    const late = other.db.transaction(async (tx) => {
      await recordChanges(tx, [{ archiveId, type: 'transferred', accountId: 'late' }]);
      begun.open();
      await commit.opened;
    });
    await begun.opened;
    await record('early');
    // The earlier change has the later transaction id: if it were returned now, the later change would stay behind the cursor forever.
    const meanwhile = await follow(cursor);
    expect(meanwhile.items).toEqual([]);
    commit.open();
    await late;
    await other.close();
    const then = await followTo(meanwhile.nextCursor, 'early');
    expect(then.items.map(({ accountId }) => accountId)).toEqual(['late', 'early']);
  });

  test('end a long poll when they arrive; without any, it times out', async () => {
    const cursor = await now();
    const waiting = follow(cursor, '&wait=20');
    await record('awaited');
    const { items, nextCursor } = await waiting;
    expect(items.map(({ accountId }) => accountId)).toEqual(['awaited']);
    expect(await follow(nextCursor, '&wait=0.1')).toEqual({ items: [], nextCursor });
  });

  test.each([
    'nonsense',
    Buffer.from('1').toString('base64url'),
    Buffer.from('9999999999999999999.1').toString('base64url'),
  ])('are refused for an invalid cursor: %s', async (cursor) => {
    const answer = await api.call('GET', `/v1/changes?cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'cursor' }] } });
  });

  test('of one archive are invisible to another', async () => {
    const { items } = (await api.call('GET', '/v1/changes', undefined, { key: api.otherKey })).body;
    expect(items).toEqual([]);
  });
});

describe('a report that capture has resumed', () => {
  const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString();
  async function broken(more: object): Promise<string> {
    const accountId = await anAccount(api.context.db, aCity());
    await api.call('POST', '/v1/disconnects', { accountId, detectedAt: at(3), ...more });
    return `/v1/accounts/${accountId}/reconnected`;
  }

  test.each([
    ['the disconnect was detected', {}, { resumedAt: at(4) }],
    ['the last capture', { lastCapturedAt: at(5) }, { resumedAt: at(6) }],
    ['the last capture in the same request', { lastCapturedAt: at(5) }, { resumedAt: at(4), lastCapturedAt: at(3.5) }],
  ])('is refused with a time before %s', async (_what, reported, body) => {
    const answer = await api.call('POST', await broken(reported), body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'resumedAt' }] } });
  });

  test('is accepted with a time after the gap began', async () => {
    const path = await broken({ lastCapturedAt: at(5) });
    expect(await api.call('POST', path, { resumedAt: at(4) })).toMatchObject({
      status: 200,
      body: { status: 'connected' },
    });
  });

  test('is answered with the account as it is now, and changes nothing when it comes again', async () => {
    const path = await broken({});
    const account = path.replace('/reconnected', '');
    const [first, again] = [await api.call('POST', path, {}), await api.call('POST', path, {})];
    expect(first.body).toEqual((await api.call('GET', account)).body);
    expect(again).toMatchObject({ status: 200, body: first.body });
    const types = (
      await api.context.db
        .select()
        .from(audit)
        .where(eq(audit.accountId, account.split('/').at(-1)!))
    ).map(({ type }) => type);
    expect(types.toSorted()).toEqual(['reconnected', 'reported']);
  });

  test('waits for an email about it that is being sent, and then confirms to whom it went', async () => {
    const path = await broken({});
    const [disconnect] = await api.context.db
      .select()
      .from(disconnects)
      .where(eq(disconnects.accountId, path.split('/').at(-2)!));
    const ofDisconnect = eq(dueSteps.disconnectId, disconnect!.id);
    const other = connect(api.context.config.databaseUrl, { name: 'send', max: 1 });
    const [begun, commit] = [gate(), gate()];
    const sending = other.db.transaction(async (tx) => {
      await tx.select().from(disconnects).where(eq(disconnects.id, disconnect!.id)).for('update');
      begun.open();
      await commit.opened;
      await tx.update(dueSteps).set({ state: 'sent', emailId: 'eml_sent' }).where(ofDisconnect);
    });
    await begun.opened;
    const answer = api.call('POST', path, {});
    await until('the report waits', async () => {
      const waiting = await api.context.db.execute(
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    commit.open();
    await sending;
    await other.close();
    expect(await answer).toMatchObject({ status: 200, body: { status: 'connected' } });
    const steps = await api.context.db.select().from(dueSteps).where(ofDisconnect);
    expect(steps.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual(['reconnected due', 'step sent']);
  });

  test('is refused to a key that was revoked a moment ago', async () => {
    const { body: key } = await api.call<{ id: string; key: string }>('POST', '/v1/api-keys', {
      name: 'short-lived engine',
      scopes: ['report'],
    });
    const [first, second] = [await broken({}), await broken({})];
    expect((await api.call('POST', first, {}, { key: key.key })).status).toBe(200);
    await api.call('DELETE', `/v1/api-keys/${key.id}`);
    const refused = await api.call('POST', second, {}, { key: key.key });
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
    const account = await api.call('GET', second.replace('/reconnected', ''));
    expect(account.body).toMatchObject({ status: 'disconnected' });
  });

  test('is refused with a last capture in the future', async () => {
    const body = { lastCapturedAt: new Date(Date.now() + 120_000).toISOString() };
    const answer = await api.call('POST', await broken({}), body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'lastCapturedAt' }] } });
  });
});
