import { describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { saveCredential } from '../../services/credentials/credentials.js';
import { accounts, audit, credentials, disconnects, dueSteps } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { DAY_MS } from '../rig/calendar.js';
import { anAccount } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const account = (more: Parameters<typeof anAccount>[2] = {}) => anAccount(api.context.db, api.city, more);
const post = (body: unknown) => api.call('POST', '/v1/disconnects', body);
const facebookError = (error: object) => ({ status: 400, body: JSON.stringify({ error }) });

test('a report gets 202 and its first step is due; reporting again returns the same disconnect with 200', async () => {
  const accountId = await account();
  const before = Date.now();
  const first = await post({ accountId, reason: 'token_revoked', detectedAt: '2026-01-02T03:04:05+01:00' });
  expect(first.status).toBe(202);
  expect(first.body).toMatchObject({
    accountId,
    ownerId: api.city.owner,
    reason: 'token_revoked',
    status: 'open',
    series: 1,
    step: 0,
    detectedAt: '2026-01-02T02:04:05.000Z',
    pausedUntil: null,
    closedAt: null,
    workflowId: `disconnect/${first.body.id}`,
  });
  expect(first.body).not.toHaveProperty('closedAs');
  const dueIn = Date.parse(first.body.nextEmailAt) - before;
  expect(dueIn).toBeGreaterThanOrEqual(2 * DAY_MS);
  expect(dueIn).toBeLessThan(2 * DAY_MS + 60_000);

  const again = await post({ accountId, reason: 'unknown' });
  expect([again.status, again.body]).toEqual([200, first.body]);
  const steps = await api.context.db.select().from(dueSteps).where(eq(dueSteps.disconnectId, first.body.id));
  expect(steps).toMatchObject([{ kind: 'step', series: 1, step: 0, state: 'due' }]);
  expect((await api.call('GET', `/v1/accounts/${accountId}`)).body).toMatchObject({
    status: 'disconnected',
    openDisconnectId: first.body.id,
  });
});

test('a report can also name an account by its network and the network’s id', async () => {
  const accountId = await account({ network: 'youtube', networkAccountId: 'UC-named' });
  const { body } = await post({ network: 'youtube', networkAccountId: 'UC-named' });
  expect(body).toMatchObject({ accountId, reason: 'unknown' });
});

test('a hundred simultaneous reports of one account open one disconnect', async () => {
  const accountId = await account();
  const answers = await Promise.all(Array.from({ length: 100 }, () => post({ accountId })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([...Array(99).fill(200), 202]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});

describe('a request with many reports', () => {
  test('gets an answer for each, in order', async () => {
    const [one, two, inactive] = [await account(), await account(), await account()];
    await api.call('PATCH', `/v1/accounts/${inactive}`, { status: 'inactive', reason: 'Closed' });
    const { status, body } = await post({
      disconnects: [
        { accountId: one, reason: 'checkpoint' },
        { accountId: 'acc_none' },
        { accountId: two },
        { accountId: one },
        { accountId: two, nonsense: 1 },
        { accountId: inactive },
        { accountId: one, detectedAt: '2199-01-01T00:00:00Z' },
        'nonsense',
      ],
    });
    expect(status).toBe(202);
    const results = body.results as {
      status: number;
      disconnect?: { id: string };
      error?: { code: string };
    }[];
    expect(results.map((result) => [result.status, result.error?.code ?? 'ok'])).toEqual([
      [202, 'ok'],
      [404, 'not_found'],
      [202, 'ok'],
      [200, 'ok'],
      [422, 'invalid_request'],
      [409, 'account_inactive'],
      [422, 'invalid_request'],
      [422, 'invalid_request'],
    ]);
    expect(results[3]?.disconnect).toEqual(results[0]?.disconnect);
  });

  test('has at least 1 and at most 1,000', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => account()));
    const many = (n: number) => ({
      disconnects: Array.from({ length: n }, (_, i) => ({ accountId: ids[i % ids.length] })),
    });
    expect((await post(many(1000))).body.results).toHaveLength(1000);
    expect(await post(many(1001))).toMatchObject({ status: 422, body: { errors: [{ path: 'disconnects' }] } });
    expect(await post(many(0))).toMatchObject({ status: 422, body: { errors: [{ path: 'disconnects' }] } });
  });
});

describe('a network’s raw error', () => {
  test('is classified, and its reason wins over the reported one', async () => {
    const accountId = await account({ network: 'facebook_page' });
    const { body } = await post({
      accountId,
      reason: 'unknown',
      networkError: facebookError({ code: 190, error_subcode: 460, message: 'The session was invalidated' }),
    });
    expect(body.reason).toBe('password_changed');
    const [row] = await api.context.db.select().from(disconnects).where(eq(disconnects.id, body.id));
    expect(row?.rawCode).toBe('190/460');
  });

  test('leaves the reported reason if its body was left out', async () => {
    const accountId = await account({ network: 'facebook_page' });
    const { body } = await post({ accountId, reason: 'checkpoint', networkError: { status: 400 } });
    expect(body.reason).toBe('checkpoint');
  });

  test.each([
    ['a rate limit', { status: 429 }],
    ['an outage', { status: 503, body: 'down' }],
    ['"try again later"', facebookError({ code: 190, is_transient: true })],
    ['a bad request', facebookError({ code: 100 })],
    ['a proxy’s page', { status: 400, body: '<html>proxy</html>' }],
    ['an empty answer', { status: 401, body: '' }],
    ['a gateway’s JSON', { status: 403, body: '{"message":"Forbidden"}' }],
  ])('opens no disconnect for %s', async (_what, networkError) => {
    const accountId = await account({ network: 'facebook_page' });
    const answer = await post({ accountId, reason: 'token_expired', networkError });
    expect(answer).toMatchObject({ status: 422, body: { code: 'not_a_disconnect' } });
    expect(await api.context.db.select().from(disconnects).where(eq(disconnects.accountId, accountId))).toEqual([]);
  });

  test('does no harm if it was forged', async () => {
    const accountId = await account({ network: 'x' });
    // It bears the network's mark, so it counts as its answer.
    const type = `https://api.x.com/${'x'.repeat(5000)}\u0000\n<b>\u202E`;
    const body = JSON.stringify({ errors: [{ code: '\u0000\n<b>\u202E', type }] });
    const answer = await post({ accountId, networkError: { status: 401, headers: { 'x-a': 'b' }, body } });
    expect(answer.status).toBe(202);
  });
});

test('a disconnect is closed once, however often the archive reports the account reconnected', async () => {
  const accountId = await account();
  const { body: opened } = await post({ accountId, detectedAt: new Date(Date.now() - 60_000).toISOString() });
  const resumed = { resumedAt: new Date(Date.now() - 1000).toISOString() };
  const first = await api.call('POST', `/v1/accounts/${accountId}/reconnected`, resumed);
  expect([first.status, first.body.status, first.body.openDisconnectId]).toEqual([200, 'connected', null]);
  const second = await api.call('POST', `/v1/accounts/${accountId}/reconnected`, {});
  expect([second.status, second.body]).toEqual([200, first.body]);
  expect((await api.call('GET', `/v1/disconnects/${opened.id}`)).body).toMatchObject({
    status: 'closed',
    closedAs: 'reconnected',
    nextEmailAt: null,
    ...resumed,
  });
  const [row] = await api.context.db.select().from(disconnects).where(eq(disconnects.id, opened.id));
  expect(row?.workflow).toBe('to_end');
  const ends = await api.context.db
    .select()
    .from(audit)
    .where(and(eq(audit.disconnectId, opened.id), eq(audit.type, 'reconnected')));
  expect(ends).toHaveLength(1);
});

test('the first email waits 30 seconds for a token that can be refreshed', async () => {
  const { body: added } = await api.call('POST', '/v1/accounts', {
    network: 'x',
    networkAccountId: '1000001',
    name: 'R',
    ownerId: api.city.owner,
    authorization: { accessToken: 'a', refreshToken: 'r' },
  });
  const { body } = await post({ accountId: added.id, reason: 'token_expired' });
  const [held] = await api.context.db
    .select({ seconds: sql<number>`extract(epoch from ${dueSteps.notBefore} - ${dueSteps.raisedAt})::float8` })
    .from(dueSteps)
    .where(eq(dueSteps.disconnectId, body.id));
  expect(held?.seconds).toBeCloseTo(30, 1);
});

test('disconnects are listed newest first and can be filtered by status, owner, and account', async () => {
  const mine = await account({ ownerId: api.city.otherOwner });
  const { body: closed } = await post({ accountId: mine });
  await api.call('POST', `/v1/disconnects/${closed.id}/withdraw`, { reason: 'A mistake' });
  const { body: open } = await post({ accountId: mine });
  const list = async (query: string) =>
    ((await api.call('GET', `/v1/disconnects?${query}`)).body.items as unknown as { id: string }[]).map(({ id }) => id);
  expect(await list(`accountId=${mine}`)).toEqual([open.id, closed.id]);
  expect(await list(`ownerId=${api.city.otherOwner}&status=open`)).toEqual([open.id]);
  expect(await list(`ownerId=${api.city.otherOwner}&status=closed`)).toEqual([closed.id]);
  expect((await list('limit=1'))[0]).toBe(open.id);
  await api.call('DELETE', `/v1/accounts/${mine}`);
  expect((await api.call('GET', `/v1/disconnects/${open.id}`)).body).toMatchObject({
    closedAs: 'deleted',
    ownerId: null,
  });
  const [row] = await api.context.db.select().from(accounts).where(eq(accounts.id, mine));
  expect(row?.deletedAt).not.toBeNull();
});

test('a last capture after the detection is refused, and the error names the field', async () => {
  const accountId = await anAccount(api.context.db, api.city);
  const times = { detectedAt: '2026-03-01T09:00:00Z', lastCapturedAt: '2026-03-01T09:00:01Z' };
  const refused = await api.call('POST', '/v1/disconnects', { accountId, ...times });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'lastCapturedAt' }] } });
  const report = { accountId, ...times, lastCapturedAt: times.detectedAt };
  expect((await api.call('POST', '/v1/disconnects', report)).status).toBe(202);
});

test('LinkedIn’s "revoked" opens no disconnect right after the consent, when it is often false, but does later', async () => {
  const { db, config } = api.context;
  const accountId = await account({ network: 'linkedin_page' });
  const subject = { archiveId: api.city.archiveId, accountId };
  await saveCredential(db, config.keys, subject, { accessToken: 'given a moment ago' });
  const body = JSON.stringify({ serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN', status: 401 });
  const networkError = { status: 401, body };
  expect(await post({ accountId, networkError })).toMatchObject({ status: 422, body: { code: 'not_a_disconnect' } });
  // A different code in the same minute is believed.
  const expired = { status: 401, body: JSON.stringify({ serviceErrorCode: 65602, status: 401 }) };
  const other = await account({ network: 'linkedin_page' });
  await saveCredential(db, config.keys, { ...subject, accountId: other }, { accessToken: 'given a moment ago' });
  expect((await post({ accountId: other, networkError: expired })).status).toBe(202);
  await db
    .update(credentials)
    .set({ authorizedAt: sql`now() - interval '11 minutes'` })
    .where(eq(credentials.accountId, accountId));
  expect(await post({ accountId, networkError })).toMatchObject({ status: 202, body: { reason: 'token_revoked' } });
});
