/** Meta's callbacks over real HTTP: which are accepted, what they do, and that they do it once. */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { readSignedRequest } from '../../api/webhooks/signed-request.js';
import { dataDeletions, disconnects, webhookEvents } from '../../db/schema.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { createApi, type Api } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import {
  aConsent,
  base64url,
  formOf,
  META_SECRET,
  removed,
  seconds,
  signedRequest,
  stateOf,
} from '../rig/network-events.js';

const api = sharedFixture(createApi);
/** Extra servers of single tests, closed even when such a test fails. */
const more: Api[] = [];
afterAll(() => Promise.all(more.map((one) => one.close())));

const FORM = { key: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
const send = (signed: string, to = 'deauthorize') => api.call('POST', `/webhooks/meta/${to}`, formOf(signed), FORM);
const connected = { status: 'connected', open: [], events: [] };
const aPerson = () => `1${randomUUID().replaceAll(/\D/g, '')}`.slice(0, 17);
const consent = (person: string, more: Partial<Parameters<typeof aConsent>[2]> = {}, city = api.city) =>
  aConsent(api.context, city, { person, ...more });
const state = (accountId: string) => stateOf(api.context, accountId);

describe('when a person removes the app', () => {
  test('everything they authorized is disconnected in every archive, and the first email is due at once', async () => {
    const person = aPerson();
    const ours = [await consent(person), await consent(person, { network: 'instagram' })];
    const elsewhere = await consent(person, {}, api.otherCity);
    const others = await consent(aPerson());
    // Ids belong to a network: the same digits are a different person elsewhere.
    const sameDigits = await consent(person, { network: 'youtube' });
    expect((await send(removed(person))).status).toBe(200);
    for (const accountId of [...ours, elsewhere])
      expect(await state(accountId)).toMatchObject({
        status: 'disconnected',
        open: [{ reason: 'token_revoked', rawCode: 'deauthorize', notBefore: null }],
        events: ['reported by network Facebook'],
        // A request to delete the data might follow, and needs to find it.
        credential: { authorizedBy: person },
      });
    for (const accountId of [others, sameDigits]) expect(await state(accountId)).toMatchObject(connected);
  });

  test('a hundred identical callbacks at once open one disconnect', async () => {
    const person = aPerson();
    const accountId = await consent(person);
    const signed = removed(person);
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(signed)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const rows = await api.context.db.select().from(disconnects).where(eq(disconnects.accountId, accountId));
    expect(rows).toHaveLength(1);
    expect((await state(accountId)).events).toHaveLength(1);
  });

  test('a callback replayed after a reconnect does nothing, whatever the clocks say', async () => {
    const person = aPerson();
    const accountId = await consent(person);
    const signed = removed(person);
    await send(signed);
    await api.call('POST', `/v1/accounts/${accountId}/reconnected`, {});
    expect((await send(signed)).status).toBe(200);
    expect(await state(accountId)).toMatchObject({ status: 'connected', open: [] });
  });

  test('a consent given before a late callback arrived stays', async () => {
    const person = aPerson();
    const [older, newer, near] = [
      await consent(person, { ago: 600 }),
      await consent(person, { ago: 100 }),
      await consent(person, { ago: 290 }),
    ];
    await send(removed(person, seconds(-300)));
    expect(await state(older)).toMatchObject({ status: 'disconnected' });
    expect(await state(newer)).toMatchObject({ ...connected, checkSoon: false });
    // Within ten seconds, our clock and theirs may disagree, so the network is asked.
    expect(await state(near)).toMatchObject({ ...connected, checkSoon: true });
  });

  test('a consent from the same second is disconnected', async () => {
    const person = aPerson();
    const accountId = await consent(person, { ago: 0 });
    await send(removed(person));
    expect(await state(accountId)).toMatchObject({ status: 'disconnected' });
  });

  test('an id too large for a JavaScript number is matched exactly', async () => {
    const accountId = await consent('10215241773831025');
    const neighbour = await consent('10215241773831024');
    const said = `{"algorithm":"HMAC-SHA256","issued_at":${seconds()},"user_id":10215241773831025}`;
    expect((await send(signedRequest(said))).status).toBe(200);
    expect(await state(accountId)).toMatchObject({ status: 'disconnected' });
    expect(await state(neighbour)).toMatchObject(connected);
  });

  test('a callback about an unknown person is accepted and ignored', async () => {
    expect((await send(removed(aPerson()))).status).toBe(200);
  });
});

test('a Page removed from the app lacks a permission, and accounts authorized with it are checked soon', async () => {
  const [person, page, authorizationId] = [aPerson(), aPerson(), `aut_${randomUUID()}`];
  const taken = await consent(person, { networkAccountId: page, authorizationId });
  const elsewhere = await consent(aPerson(), { networkAccountId: page }, api.otherCity);
  const beside = await consent(person, { network: 'instagram', authorizationId });
  const apart = await consent(person);
  const said = { algorithm: 'HMAC-SHA256', issued_at: seconds(), user_id: 0, profile_id: page };
  expect((await send(signedRequest(said))).status).toBe(200);
  for (const accountId of [taken, elsewhere])
    expect(await state(accountId)).toMatchObject({ status: 'disconnected', open: [{ reason: 'permission_missing' }] });
  expect(await state(beside)).toMatchObject({ ...connected, checkSoon: true });
  expect(await state(apart)).toMatchObject({ ...connected, checkSoon: false });
  expect(await send(signedRequest(said), 'data-deletion')).toMatchObject({ status: 400, body: { code: 'no_person' } });
});

describe('Threads is a separate app at Meta', () => {
  const { clientSecret } = simulatorCredentials('threads');
  const byThreads = (person: string) => removed(person, seconds(), clientSecret);

  test('removing it disconnects accounts on Threads and leaves those on Facebook alone', async () => {
    const person = aPerson();
    const threads = [
      await consent(person, { network: 'threads' }),
      await consent(person, { network: 'threads' }, api.otherCity),
    ];
    // One app's ids mean different people to the other app.
    const facebook = await consent(person);
    expect((await send(byThreads(person))).status).toBe(200);
    for (const accountId of threads)
      expect(await state(accountId)).toMatchObject({
        status: 'disconnected',
        open: [{ reason: 'token_revoked', rawCode: 'deauthorize', notBefore: null }],
        events: ['reported by network Threads'],
      });
    expect(await state(facebook)).toMatchObject(connected);
  });

  test('removing the app on Facebook leaves accounts on Threads alone', async () => {
    const person = aPerson();
    const threads = await consent(person, { network: 'threads' });
    expect((await send(removed(person))).status).toBe(200);
    expect(await state(threads)).toMatchObject(connected);
  });

  test('a request there to delete data gets a confirmation about Threads', async () => {
    const person = aPerson();
    const accountId = await consent(person, { network: 'threads' });
    const facebook = await consent(person);
    const { status, body } = await send(byThreads(person), 'data-deletion');
    expect([status, body]).toMatchObject([200, { confirmation_code: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(await state(accountId)).toMatchObject({ status: 'disconnected', credential: null });
    expect(await state(facebook)).toMatchObject(connected);
    const deletions = api.context.db.select().from(dataDeletions);
    expect(await deletions.where(eq(dataDeletions.code, String(body.confirmation_code)))).toMatchObject([
      { provider: 'threads', credentials: 1, disconnected: 1 },
    ]);
  });
});

describe('checking Meta’s signature', () => {
  const person = '4711';
  const said = { algorithm: 'HMAC-SHA256', issued_at: seconds(), user_id: person };
  const mac = (payload: string, algorithm = 'sha256', secret = META_SECRET) =>
    createHmac(algorithm, secret).update(payload);
  const good = signedRequest(said);
  const [signature = '', payload = ''] = good.split('.');

  const BAD: [string, string][] = [
    ['an empty field', ''],
    ['no signature', `.${payload}`],
    ['no payload', `${signature}.`],
    ['only a signature', signature],
    ['three parts', `${good}.x`],
    ['another app’s secret', signedRequest(said, 'another secret')],
    ['another provider’s secret', signedRequest(said, 'simulator-secret-google')],
    ['an empty secret', signedRequest(said, '')],
    ['a truncated signature', `${signature.slice(0, -4)}.${payload}`],
    ['the signature of another payload', `${signature}.${base64url({ ...said, user_id: '4712' })}`],
    ['a signature in hex', `${mac(payload).digest('hex')}.${payload}`],
    ['a signature with padding', `${signature}=.${payload}`],
    ['a signature of the decoded payload', `${mac(JSON.stringify(said)).digest('base64url')}.${payload}`],
    ['a payload with padding', `${mac(`${payload}=`).digest('base64url')}.${payload}=`],
    ['SHA-1', `${mac(payload, 'sha1').digest('base64url')}.${payload}`],
    ['algorithm "none" without a signature', `.${base64url({ ...said, algorithm: 'none' })}`],
    ['algorithm "none"', signedRequest({ ...said, algorithm: 'none' })],
    ['algorithm HMAC-SHA1', signedRequest({ ...said, algorithm: 'HMAC-SHA1' })],
    ['a lowercase algorithm', signedRequest({ ...said, algorithm: 'hmac-sha256' })],
    ['no algorithm', signedRequest({ issued_at: seconds(), user_id: person })],
    ['a request that is too old', removed(person, seconds(-7 * 24 * 3600 - 60))],
    ['a request from the future', removed(person, seconds(330))],
    ['no time', signedRequest({ algorithm: 'HMAC-SHA256', user_id: person })],
    ['a time in a string', signedRequest({ ...said, issued_at: String(said.issued_at) })],
    ['a time in milliseconds', signedRequest({ ...said, issued_at: Date.now() })],
    ['no person', signedRequest({ ...said, user_id: '0' })],
    ['a person that is a list', signedRequest({ ...said, user_id: [person] })],
    ['a person with a NUL', signedRequest({ ...said, user_id: '47\u000011' })],
    ['a payload that is not JSON', signedRequest('user_id=4711')],
    ['a payload that is a list', signedRequest([said])],
  ];

  test.each(BAD)('refuses %s', async (_what, signed) => {
    const accountId = await consent(person);
    const before = (await api.context.db.select().from(webhookEvents)).length;
    for (const to of ['deauthorize', 'data-deletion'])
      expect(await send(signed, to)).toMatchObject({ status: 400, body: { code: 'bad_signature' } });
    expect(await state(accountId)).toMatchObject(connected);
    expect(await api.context.db.select().from(webhookEvents)).toHaveLength(before);
  });

  test('refuses a duplicate field, JSON, GET, and a body that is too large', async () => {
    const twice = await api.call('POST', '/webhooks/meta/deauthorize', `${formOf(good)}&${formOf(good)}`, FORM);
    expect(twice.status).toBe(400);
    const json = await api.call('POST', '/webhooks/meta/deauthorize', { signed_request: good }, { key: null });
    expect(json.status).toBe(400);
    const get = await api.call('GET', `/webhooks/meta/deauthorize?${formOf(good)}`, undefined, { key: null });
    expect(get.status).toBe(405);
    expect((await send('x'.repeat(20_000))).status).toBe(413);
  });

  test('refuses ten thousand requests with a byte changed, removed, or added', () => {
    const secrets = new Map([['facebook' as const, META_SECRET]]);
    const judge = (text: string) => readSignedRequest(secrets, text, new Date());
    expect(judge(good)).toMatchObject({ provider: 'facebook', about: { person } });
    const mutation = fc.record({
      at: fc.nat(good.length - 1),
      put: fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 2 }), fc.constantFrom('=', '+', '/', '.', '\n', ' ')),
    });
    fc.assert(
      fc.property(mutation, ({ at, put }) => {
        const mutated = good.slice(0, at) + put + good.slice(at + 1);
        return mutated === good || judge(mutated) === null;
      }),
      { numRuns: 10_000 },
    );
  });
});

test('the simulator’s secret is refused where the real network is set up', async () => {
  const secret = randomUUID();
  const real = await createApi({ environment: { FACEBOOK_CLIENT_ID: '1', FACEBOOK_CLIENT_SECRET: secret } });
  more.push(real);
  const post = (signed: string) => real.call('POST', '/webhooks/meta/deauthorize', formOf(signed), FORM);
  const said = { algorithm: 'HMAC-SHA256', issued_at: seconds(), user_id: '1' };
  expect((await post(signedRequest(said))).status).toBe(400);
  expect((await post(signedRequest(said, secret))).status).toBe(200);
  const events = real.context.db.select().from(webhookEvents).where(eq(webhookEvents.provider, 'meta'));
  expect(await events).toHaveLength(1);
});
