/** Google's security events over real HTTP: every type, every forgery, and keys that can't be fetched. */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { exportSPKI } from 'jose';
import { eventKeys, KeysUnavailable } from '../../api/webhooks/google-keys.js';
import { readSecurityEvents } from '../../api/webhooks/security-event.js';
import { disconnects, webhookEvents } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aConsent, AUDIENCE, base64url, OAUTH, RISC, seconds, startIssuer, stateOf } from '../rig/network-events.js';

const google = sharedFixture(startIssuer);
const api = sharedFixture(() => createApi({ environment: { RELINK_SIMULATOR_URL: google.url } }));
/** Extra resources of single tests, closed even when such a test fails. */
const more: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(more.map((one) => one.close()));
});

const send = (token: string, to = api) =>
  to.call('POST', '/webhooks/google/risc', token, {
    key: null,
    headers: { 'content-type': 'application/secevent+jwt' },
  });
const aSub = () => randomUUID().replaceAll(/\D/g, '').padEnd(21, '7');
const channel = (person: string, more: Partial<Parameters<typeof aConsent>[2]> = {}, city = api.city) =>
  aConsent(api.context, city, { person, network: 'youtube', ...more });
const state = (accountId: string) => stateOf(api.context, accountId);
const connected = { status: 'connected', open: [] };
const aToken = () => `1//0${randomBytes(30).toString('base64url')}`;

describe('an event about a person', () => {
  test.each([
    [`${OAUTH}tokens-revoked`, {}, 'token_revoked', null],
    [`${RISC}account-disabled`, { reason: 'hijacking' }, 'checkpoint', {}],
    [`${RISC}account-disabled`, { reason: 'bulk-account' }, 'checkpoint', {}],
    [`${RISC}account-disabled`, {}, 'checkpoint', {}],
    [`${RISC}account-purged`, {}, 'account_not_found', null],
  ])('%s %j disconnects with the reason %s', async (type, more, reason, credential) => {
    const sub = aSub();
    const [here, there] = [await channel(sub), await channel(sub, {}, api.otherCity)];
    const newer = await channel(sub, { ago: -120 });
    const others = await channel(aSub());
    const elsewhere = await channel(sub, { network: 'x' });
    expect((await send(await google.token({ [type]: { ...google.about(sub), ...more } }))).status).toBe(202);
    for (const accountId of [here, there]) {
      const after = await state(accountId);
      expect(after).toMatchObject({ status: 'disconnected', open: [{ reason, notBefore: null }] });
      expect(after.events[0]).toBe('reported by network Google');
      if (credential === null) expect(after.credential).toBeNull();
      else expect(after.credential).toBeTruthy();
    }
    for (const accountId of [newer, others, elsewhere])
      expect(await state(accountId)).toMatchObject({ ...connected, checkSoon: false, events: [] });
  });

  test.each(['sessions-revoked', 'account-credential-change-required', 'account-enabled'])(
    '%s disconnects nothing, but the network is checked soon',
    async (type) => {
      const sub = aSub();
      const accountId = await channel(sub);
      expect((await send(await google.token({ [RISC + type]: google.about(sub) }))).status).toBe(202);
      expect(await state(accountId)).toMatchObject({ ...connected, checkSoon: true, events: [] });
    },
  );

  test('corrects the reason of an open disconnect', async () => {
    const sub = aSub();
    const accountId = await channel(sub);
    await api.call('POST', '/v1/disconnects', { accountId, reason: 'unknown' });
    await send(await google.token({ [`${RISC}account-disabled`]: google.about(sub) }));
    expect(await state(accountId)).toMatchObject({
      open: [{ reason: 'checkpoint' }],
      events: [expect.stringMatching(/^reported by archive/), 'reason_changed by network Google'],
    });
    await send(await google.token({ [`${RISC}account-enabled`]: google.about(sub) }));
    expect(await state(accountId)).toMatchObject({ status: 'disconnected', open: [{ reason: 'checkpoint' }] });
  });

  test.each([
    ['id_token_claims', { subject_type: 'id_token_claims', email: 'a@b.example' }],
    ['an issuer without its trailing slash', { subject_type: 'iss-sub', iss: 'slashless' }],
  ])('finds the person by %s', async (_how, more) => {
    const sub = aSub();
    const accountId = await channel(sub);
    const iss = more.subject_type === 'iss-sub' ? google.issuer.slice(0, -1) : google.issuer;
    await send(await google.token({ [`${OAUTH}tokens-revoked`]: { subject: { ...more, iss, sub } } }));
    expect(await state(accountId)).toMatchObject({ status: 'disconnected' });
  });
});

describe('an event about one revoked token', () => {
  const sha512 = (bytes: string | Buffer) => createHash('sha512').update(bytes).digest();
  const NAMES = {
    prefix: (token: string) => token.slice(0, 16),
    hash_base64_sha512_sha512: (token: string) => sha512(sha512(token)).toString('base64'),
  };
  const named = (how: string, token: string, type = 'refresh_token') => ({
    [`${OAUTH}token-revoked`]: {
      subject: { subject_type: 'oauth_token', token_type: type, token_identifier_alg: how, token },
    },
  });

  test.each(Object.entries(NAMES))(
    'finds the token by %s, disconnects its account, and deletes the credential',
    async (how, nameOf) => {
      const [sub, refreshToken] = [aSub(), aToken()];
      const [its, beside] = [await channel(sub, { refreshToken }), await channel(sub, { refreshToken: aToken() })];
      expect((await send(await google.token(named(how, nameOf(refreshToken))))).status).toBe(202);
      expect(await state(its)).toMatchObject({
        status: 'disconnected',
        open: [{ reason: 'token_revoked', rawCode: 'token-revoked' }],
        credential: null,
      });
      expect(await state(beside)).toMatchObject({ ...connected, checkSoon: false });
    },
  );

  test('disconnects nothing if the token cannot be identified', async () => {
    const [sub, refreshToken] = [aSub(), aToken()];
    const accountId = await channel(sub, { refreshToken });
    for (const events of [
      named('plain', refreshToken),
      named('prefix', refreshToken.slice(0, 8)),
      named('prefix', refreshToken.slice(0, 16), 'access_token'),
      named('hash_base64_sha512_sha512', sha512(refreshToken).toString('base64')),
    ])
      expect((await send(await google.token(events))).status).toBe(202);
    expect(await state(accountId)).toMatchObject({ ...connected, checkSoon: false });
    // It is one of the person's tokens, and only the network knows which, so the network is asked.
    await send(await google.token({ [`${OAUTH}token-revoked`]: google.about(sub) }));
    expect(await state(accountId)).toMatchObject({ ...connected, checkSoon: true });
  });
});

test('test events, new types of events, and events about unknown people are accepted and ignored', async () => {
  const sub = aSub();
  const accountId = await channel(sub);
  for (const events of [
    { [`${RISC}verification`]: { state: 'a trial' } },
    { [`${RISC}identifier-changed`]: google.about(sub) },
    { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': google.about(sub) },
    { ['__proto__x']: google.about(sub), toString: google.about(sub) },
    { [`${OAUTH}tokens-revoked`]: google.about(aSub()) },
    { [`${OAUTH}tokens-revoked`]: { subject: { subject_type: 'iss-sub', iss: 'https://other.example/', sub } } },
    { [`${OAUTH}tokens-revoked`]: { subject: { subject_type: 'email', email: 'a@b.example' } } },
    { [`${OAUTH}tokens-revoked`]: { subject: 'odd' } },
    { [`${OAUTH}tokens-revoked`]: null },
  ])
    expect((await send(await google.token(events))).status).toBe(202);
  expect(await state(accountId)).toMatchObject({ ...connected, events: [] });
});

test('an event sent a hundred times at once, and again after a reconnect, opens one disconnect', async () => {
  const sub = aSub();
  const accountId = await channel(sub);
  const token = await google.token({ [`${RISC}account-disabled`]: google.about(sub) });
  const answers = await Promise.all(Array.from({ length: 100 }, () => send(token)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  await api.call('POST', `/v1/accounts/${accountId}/reconnected`, {});
  expect((await send(token)).status).toBe(202);
  expect(await state(accountId)).toMatchObject(connected);
  expect(await api.context.db.select().from(disconnects).where(eq(disconnects.accountId, accountId))).toHaveLength(1);
});

describe('checking Google’s signature', () => {
  const events = (sub: string) => ({ [`${OAUTH}tokens-revoked`]: google.about(sub) });
  const hs256 = async (sub: string, secret: string | Buffer) => {
    const claims = { iss: google.issuer, aud: AUDIENCE, iat: seconds(), jti: randomUUID(), events: events(sub) };
    const signed = `${base64url({ alg: 'HS256', kid: 'one', typ: 'JWT' })}.${base64url(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const publicKey = () => exportSPKI(google.state.keys.get('one')!.publicKey);
  const part = (token: string, i: number, put: string) => token.split('.').with(i, put).join('.');

  const BAD: [string, string, (sub: string) => Promise<string>][] = [
    ['an empty body', 'invalid_request', async () => ''],
    ['a malformed token', 'invalid_request', async () => 'a.b'],
    ['plain JSON', 'invalid_request', async (sub) => JSON.stringify(events(sub))],
    [
      'alg "none"',
      'invalid_request',
      async (sub) => {
        const token = await google.token(events(sub));
        return part(part(token, 0, base64url({ alg: 'none', kid: 'one' })), 2, '');
      },
    ],
    [
      'alg "none" with a signature',
      'authentication_failed',
      async (sub) => part(await google.token(events(sub)), 0, base64url({ alg: 'none', kid: 'one' })),
    ],
    ['HS256 with the public key as its secret', 'authentication_failed', async (sub) => hs256(sub, await publicKey())],
    ['HS256 with our client secret', 'authentication_failed', (sub) => hs256(sub, 'simulator-secret-google')],
    [
      'another key with a known id',
      'authentication_failed',
      async (sub) => google.token(events(sub), {}, {}, (await google.pair()).privateKey),
    ],
    ['an unknown key id', 'invalid_key', async (sub) => google.token(events(sub), {}, { kid: 'two' })],
    ['no key id', 'invalid_key', async (sub) => google.token(events(sub), {}, { kid: undefined })],
    [
      'another payload',
      'authentication_failed',
      async (sub) => part(await google.token(events('1')), 1, (await google.token(events(sub))).split('.')[1]!),
    ],
    ['a truncated signature', 'authentication_failed', async (sub) => (await google.token(events(sub))).slice(0, -2)],
    [
      'another issuer',
      'invalid_issuer',
      async (sub) => google.token(events(sub), { iss: 'https://accounts.google.com' }),
    ],
    ['another client', 'invalid_audience', async (sub) => google.token(events(sub), { aud: 'somebody-else' })],
    ['several other clients', 'invalid_audience', async (sub) => google.token(events(sub), { aud: ['a', 'b'] })],
    ['no client', 'invalid_request', async (sub) => google.token(events(sub), { aud: undefined })],
    [
      'a sign-in token',
      'invalid_request',
      async (sub) => google.token({}, { events: undefined, sub, exp: seconds(3600) }),
    ],
    ['no events', 'invalid_request', async () => google.token({})],
    ['another type', 'invalid_request', async (sub) => google.token(events(sub), {}, { typ: 'at+jwt' })],
    ['no jti', 'invalid_request', async (sub) => google.token(events(sub), { jti: undefined })],
    ['an invalid jti', 'invalid_request', async (sub) => google.token(events(sub), { jti: 'a\u0000b' })],
    [
      'a token that is too old',
      'invalid_request',
      async (sub) => google.token(events(sub), { iat: seconds(-7 * 24 * 3600 - 60) }),
    ],
    ['a token from the future', 'invalid_request', async (sub) => google.token(events(sub), { iat: seconds(330) })],
  ];

  test.each(BAD)('refuses %s with %s', async (_what, err, make) => {
    const sub = aSub();
    const accountId = await channel(sub);
    const remembered = (await api.context.db.select().from(webhookEvents)).length;
    const answer = await send(await make(sub));
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_signature', err } });
    expect(answer.body.description).toBe(answer.body.detail);
    expect(await state(accountId)).toMatchObject({ ...connected, events: [] });
    expect(await api.context.db.select().from(webhookEvents)).toHaveLength(remembered);
  });

  test('accepts an expired token, because what it reports has happened', async () => {
    const sub = aSub();
    const accountId = await channel(sub, { ago: 9000 });
    const token = await google.token(events(sub), { iat: seconds(-7200), exp: seconds(-3600) }, { typ: 'JWT' });
    expect((await send(token)).status).toBe(202);
    expect(await state(accountId)).toMatchObject({ status: 'disconnected' });
  });

  test('refuses two thousand tokens with a byte changed, removed, or added', async () => {
    const good = await google.token(events('1'));
    const keysNow = eventKeys(`${google.url}/google`);
    const judge = async (token: string) => {
      await readSecurityEvents(token, AUDIENCE, keysNow, new Date());
      return 'accepted';
    };
    expect(await judge(good)).toBe('accepted');
    const put = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 2 }),
      fc.constantFrom('=', '+', '/', '.', '\n', 'A'),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length), put, async (at, letters) => {
        const mutated = good.slice(0, at) + letters + good.slice(at + 1);
        return mutated === good || (await judge(mutated).catch(() => 'refused')) === 'refused';
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Google’s signing keys', () => {
  test('delay the event while they cannot be fetched, and nothing is lost', async () => {
    const issuer = await startIssuer();
    const fresh = await createApi({ environment: { RELINK_SIMULATOR_URL: issuer.url } });
    more.push(issuer, fresh);
    const accountId = await aConsent(fresh.context, fresh.city, { person: '1', network: 'youtube' });
    const token = await issuer.token({ [`${OAUTH}tokens-revoked`]: issuer.about('1') });
    issuer.state.down = true;
    const away = await Promise.all(Array.from({ length: 50 }, () => send(token, fresh)));
    for (const answer of away) expect(answer).toMatchObject({ status: 503, body: { code: 'keys_unavailable' } });
    expect(away[0]!.headers.get('retry-after')).toBeTruthy();
    // However many events come, the network is asked only a few times.
    expect(issuer.state.asked.length).toBeLessThan(3);
    expect(await stateOf(fresh.context, accountId)).toMatchObject(connected);
    issuer.state.down = false;
    await new Promise((resolve) => setTimeout(resolve, 5100));
    expect((await send(token, fresh)).status).toBe(202);
    expect(await stateOf(fresh.context, accountId)).toMatchObject({ status: 'disconnected' });
  }, 20_000);

  test('are fetched once, however many key ids are invented', async () => {
    const before = google.state.asked.length;
    for (let i = 0; i < 20; i += 1) await send(await google.token({ x: {} }, {}, { kid: `invented ${i}` }));
    expect(google.state.asked.length - before).toBeLessThan(2);
  });

  test('that are known still work while Google is down, and new ones are found later', async () => {
    const keysNow = eventKeys(`${google.url}/google`, 0);
    const judge = async (token: string) => readSecurityEvents(token, AUDIENCE, keysNow, new Date());
    const known = await google.token({ x: {} });
    await judge(known);
    google.state.down = true;
    const added = await google.pair();
    google.state.keys.set('new', added);
    const next = await google.token({ x: {} }, {}, { kid: 'new' }, added.privateKey);
    await expect(judge(next)).rejects.toThrow(KeysUnavailable);
    expect(await judge(known)).toMatchObject({ issuer: google.issuer });
    google.state.down = false;
    await new Promise((resolve) => setTimeout(resolve, 5100));
    expect(await judge(next)).toMatchObject({ issuer: google.issuer });
  }, 20_000);
});

test('an installation without Google accepts no events', async () => {
  const bare = await createApi({ environment: { RELINK_SIMULATOR_URL: '' } });
  more.push(bare);
  expect(await send(await google.token({ x: {} }), bare)).toMatchObject({ status: 400 });
});
