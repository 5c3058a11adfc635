/** What is refused before anyone looks at its meaning, and what surrounds every answer. */
import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { Refusal } from '../../domain/refusal.js';
import { statusOf } from '../../http/status.js';
import { sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';
import { createApi } from '../rig/api.js';

const api = sharedFixture(createApi);

const post = (body: string | undefined, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/users', body, { headers });

test.each([
  ['malformed JSON', '{"name":', {}, 400, 'malformed_json'],
  ['JSON that is not an object', '"text"', {}, 400, 'malformed_json'],
  [
    'an unsupported media type',
    'a=b',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
  ],
  ['an unsupported encoding', '{}', { 'content-encoding': 'zip' }, 415, 'unsupported_media_type'],
  [
    'an unsupported character set',
    '{}',
    { 'content-type': 'application/json; charset=utf-99' },
    415,
    'unsupported_media_type',
  ],
  ['a body that is too large', JSON.stringify({ name: 'x'.repeat(1_000_001) }), {}, 413, 'body_too_large'],
  ['a missing body', undefined, {}, 422, 'invalid_request'],
])('%s gets a problem document', async (_what, body, headers, status, code) => {
  const answer = await post(body, headers);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer).toMatchObject({ status, body: { status, code } });
  for (const member of ['type', 'title', 'detail']) expect(answer.body[member]).toMatch(/\w/);
});

test('every invalid field is named once, with what to do', async () => {
  const { body } = await post(JSON.stringify({ email: 5, roles: 'account_owner', extra: {}, access: 'none' }));
  const errors = body.errors as { path: string; message: string }[];
  expect(errors.map(({ path }) => path).toSorted()).toEqual(['access', 'email', 'extra', 'name', 'roles']);
  for (const { message } of errors) expect(message).toMatch(/^[A-Z].*\.$/);
});

test.each(['/nothing', '/v1', '/v1/nothing', '/v1/users/a/b/c'])('nothing is found at %s', async (path) => {
  expect(await api.call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test.each(['/v1/users/%00', '/v1/users/%E0%A4%A', `/v1/users/${'x'.repeat(5000)}`, "/v1/users/'%20or%201=1--"])(
  'an impossible id is not found: %s',
  async (path) => {
    const { status } = await api.call('GET', path);
    expect([400, 404]).toContain(status);
  },
);

test.each(['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'cursor=!', 'unknown=1'])(
  'a query with %s is refused',
  async (query) => {
    const { status, body } = await api.call('GET', `/v1/users?${query}`);
    expect([status, body.code]).toEqual([422, 'invalid_request']);
  },
);

test('an unexpected error gives a request id and reveals no internals', async () => {
  const { sql } = api.context.connection;
  await sql`alter table parent_profiles rename to gone`;
  try {
    const { status, body, text, headers } = await api.call('GET', '/v1/parent-profiles');
    expect([status, body.code]).toEqual([500, 'internal_error']);
    expect(body.requestId).toBe(headers.get('x-request-id'));
    expect(text).not.toMatch(/parent_profiles|select|relation|\.ts/i);
  } finally {
    await sql`alter table gone rename to parent_profiles`;
  }
});

test('while the database is down, the API answers 503 with Retry-After and is not ready', async () => {
  const { sql } = api.context.connection;
  const { pathname } = new URL(api.context.config.databaseUrl);
  const database = pathname.slice(1);
  const others = new URL(api.context.config.databaseUrl);
  others.pathname = '/postgres';
  const { default: postgres } = await import('postgres');
  const admin = postgres(others.href, { max: 1 });
  try {
    await admin.unsafe(`alter database ${database} with allow_connections false`);
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
    const answer = await api.call('GET', '/v1/users');
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const ready = await api.call<{ ready: boolean; database: boolean }>('GET', '/readyz', undefined, { key: null });
    expect([ready.status, ready.body.ready, ready.body.database]).toEqual([503, false, false]);
    expect((await api.call('GET', '/healthz', undefined, { key: null })).status).toBe(200);
  } finally {
    await admin.unsafe(`alter database ${database} with allow_connections true`);
    await admin.end();
  }
  expect((await sql`select 1 as one`)[0]?.one).toBe(1);
  expect((await api.call('GET', '/v1/users')).status).toBe(200);
});

test('the API is ready when the database and Temporal answer', async () => {
  const ask = () => api.call<object>('GET', '/readyz', undefined, { key: null });
  // On a busy machine, the first connections can take longer than the limit for an answer.
  await until('the API is ready', async () => (await ask()).status === 200);
  expect((await ask()).body).toEqual({ ready: true, database: true, temporal: true });
});

test('every response has security headers', async () => {
  for (const path of ['/v1/users', '/docs', '/nothing']) {
    const { headers } = await api.call('GET', path);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
  }
  expect((await api.call('GET', '/v1/users')).headers.get('cache-control')).toBe('no-store');
});

/** Sends a request with headers that fetch doesn't allow. */
function raw(path: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(api.origin + path, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject).end();
  });
}

test('links are never built from the Host header', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  expect((await raw('/openapi.json', headers)).text).not.toContain('evil.example');
  const copied = await api.call(
    'POST',
    `/v1/users/${api.city.owner}/personalized-link`,
    { delivery: 'copy' },
    { headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' } },
  );
  expect(copied.body.url).toMatch(/^https:\/\/relink\.example\//);
});

test('metrics are served to this machine but not through a proxy', async () => {
  await api.call('GET', `/v1/users/${api.city.owner}`);
  const here = await raw('/metrics', {});
  expect(here.status).toBe(200);
  expect(here.text).toContain('relink_open_disconnects 0');
  // Labeled with the route, never with the address.
  expect(here.text).toContain('route="/v1/users/:id"');
  expect(here.text).not.toContain(api.city.owner);
  expect((await raw('/metrics', { 'x-forwarded-for': '203.0.113.5' })).status).toBe(404);
});

test('the documentation shows the calls and loads nothing from other sites', async () => {
  const { text } = await api.call('GET', '/docs', undefined, { key: null });
  for (const call of ['POST /v1/disconnects', 'GET /v1/changes', 'POST /v1/users/import']) expect(text).toContain(call);
  expect(text).not.toMatch(/<script|https?:\/\/(?!relink\.example)[a-z]/i);
});

test('the status of a problem can depend on its parameters', () => {
  expect(statusOf(new Refusal('bad_signature', { from: 'resend' }))).toBe(401);
  expect(statusOf(new Refusal('bad_signature', { from: 'meta' }))).toBe(400);
});
