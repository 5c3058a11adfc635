/** Every route of the OpenAPI document, with every kind of principal that must be refused. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { ROUTES } from '../../api/app.js';
import { SCOPES, type Audience, type Scope } from '../../domain/principal.js';
import { createApi, type CallOptions } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { sampleOf, thingsOf, type Sample, type Things } from './samples.js';

interface Operation {
  name: string;
  method: string;
  scope: Scope;
  people: Audience;
}

// The test table is built before anything runs; the first test checks that it matches the document.
const OPERATIONS: Operation[] = ROUTES.map((route) => ({
  name: `${route.method.toUpperCase()} ${route.path}`,
  method: route.method.toUpperCase(),
  scope: route.access.scope,
  people: route.access.audience,
}));
const CASES = OPERATIONS.map((operation) => [operation.name, operation] as const);
const BY_PEOPLE = (...people: Audience[]) => CASES.filter(([, operation]) => people.includes(operation.people));

const api = sharedFixture(createApi);
const things = sharedFixture(() => thingsOf(api.context, api.city));
const foreign = sharedFixture(() => thingsOf(api.context, api.otherCity));
let revoked: string;
beforeAll(async () => {
  revoked = await api.aKey(SCOPES);
  const { body } = await api.call('GET', '/v1/archive', undefined, { key: revoked });
  expect(body.id).toBe(api.city.archiveId);
  const [{ id }] = (await api.context.db.execute<{ id: string }>(
    sql`select id from api_keys order by id desc limit 1`,
  )) as unknown as [{ id: string }];
  await api.call('DELETE', `/v1/api-keys/${id}`);
});

function send(method: string, { path, body, csv, as }: Sample, options: CallOptions = {}) {
  const given = { as, ...options };
  return csv === undefined ? api.call(method, path, body, given) : api.upload(path, csv, given);
}

/** Everything that a call could have changed, except when keys were used. */
async function fingerprint(): Promise<string> {
  const { db } = api.context;
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_name not in ('api_keys', 'caller_counts')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.execute<{ h: string }>(
      sql`select count(*) || ':' || coalesce(sum(hashtext(t::text)), 0) as h from ${sql.identifier(name)} t`,
    );
    parts.push(`${name} ${row?.h}`);
  }
  return parts.join('\n');
}

test('the OpenAPI document lists every route with its scope', async () => {
  const { body } = await api.call('GET', '/openapi.json', undefined, { key: null });
  const paths = body.paths as Record<string, Record<string, { security: { apiKey?: string[] }[] }>>;
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { security }]) => `${method.toUpperCase()} ${path} ${security[0]?.apiKey?.[0]}`,
    ),
  );
  expect(documented.toSorted()).toEqual(OPERATIONS.map(({ name, scope }) => `${name} ${scope}`).toSorted());
});

describe('without a valid key, every call is refused and changes nothing', () => {
  test.each(CASES)('%s', async (name, { method }) => {
    const before = await fingerprint();
    for (const key of [null, 'relink_wrong', '', revoked, `${api.key}x`]) {
      const { status, body } = await send(method, sampleOf(name, things), { key });
      expect([key, status, body.code]).toEqual([
        key,
        401,
        key === null ? 'authentication_required' : 'invalid_api_key',
      ]);
    }
    expect(await fingerprint()).toBe(before);
  });
});

describe('what belongs to another archive is not found', () => {
  test.each(CASES.filter(([name]) => sampleOf(name, {} as Things).aboutSomething))('%s', async (name, { method }) => {
    const before = await fingerprint();
    const as = sampleOf(name, things).as;
    const theirs = await send(method, sampleOf(name, foreign), { as });
    expect(theirs).toMatchObject({ status: 404, body: { code: 'not_found' } });
    // Indistinguishable from what doesn't exist.
    const invented = Object.fromEntries(
      Object.entries(foreign).map(([key, id]: [string, string]) => [key, `${id.slice(0, -4)}0000`]),
    ) as unknown as Things;
    const none = await send(method, sampleOf(name, invented), { as });
    expect([none.status, none.body]).toEqual([theirs.status, theirs.body]);
    expect(await fingerprint()).toBe(before);
  });
});

describe('a key without the route’s scope is refused', () => {
  test.each(CASES)('%s', async (name, { method, scope }) => {
    const key = await api.aKey(SCOPES.filter((other) => other !== scope));
    const { status, body } = await send(method, sampleOf(name, things), { key });
    expect([status, body]).toMatchObject([403, { code: 'scope_missing', scope }]);
  });
});

describe('an Account Owner cannot do what only administrators can', () => {
  test.each(BY_PEOPLE('managers', 'administrators', 'nobody'))('%s', async (name, { method }) => {
    const before = await fingerprint();
    const { status, body } = await send(method, sampleOf(name, things), { as: api.city.owner });
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect(await fingerprint()).toBe(before);
  });
});

describe('a Read Only System Administrator cannot change anything', () => {
  test.each(BY_PEOPLE('managers', 'nobody'))('%s', async (name, { method }) => {
    const [{ id }] = (await api.context.db.execute<{ id: string }>(
      sql`select id from users where archive_id = ${api.city.archiveId} and admin_role = 'read_only_administrator'`,
    )) as unknown as [{ id: string }];
    const { status, body } = await send(method, sampleOf(name, things), { as: id });
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });
});

describe('an Account Owner cannot find what belongs to another one', () => {
  test.each(BY_PEOPLE('everyone').filter(([name]) => sampleOf(name, {} as Things).aboutSomething))(
    '%s',
    async (name, { method }) => {
      const sample = sampleOf(name, { ...things, user: api.city.owner });
      const other = await send(method, sample, { as: api.city.otherOwner });
      // A person who reconnects is told that the account belongs to another owner: that owner is the one to ask.
      const expected = name.endsWith('/reconnect') ? [409, 'owned_by_other_owner'] : [404, 'not_found'];
      expect([other.status, other.body.code]).toEqual(expected);
      expect((await send(method, sample, { as: api.city.owner })).status).toBe(200);
    },
  );
});

describe('an acting user from another archive is not found', () => {
  test.each(CASES)('%s', async (name, { method }) => {
    const { status } = await send(method, sampleOf(name, things), { as: api.otherCity.primary });
    expect(status).toBe(404);
  });
});

describe('HEAD works where GET only reads, and changes nothing', () => {
  test.each(CASES.filter(([, { method }]) => method === 'GET'))('%s', async (name) => {
    const before = await fingerprint();
    const { status, text } = await api.call('HEAD', sampleOf(name, things).path);
    expect([status, text]).toEqual([name.endsWith('/credential') ? 405 : 200, '']);
    expect(await fingerprint()).toBe(before);
  });
});

test('undeclared methods are refused with a list of the declared ones', async () => {
  const paths = new Map<string, string[]>();
  for (const { name, method } of OPERATIONS) {
    const { path } = sampleOf(name, things);
    const [bare = ''] = path.split('?');
    paths.set(bare, [...(paths.get(bare) ?? []), method]);
  }
  for (const [path, declared] of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (declared.includes(method)) continue;
      const { status, headers, body } = await api.call(method, path);
      expect([method, path, status, body.code]).toEqual([method, path, 405, 'method_not_allowed']);
      for (const one of declared) expect(headers.get('allow')).toContain(one);
    }
  }
});

// Last, because it deletes what the other tests need.
describe('every sample call succeeds', () => {
  test.each(CASES.toSorted(([a], [b]) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE'))))(
    '%s',
    async (name, { method }) => {
      const { status } = await send(method, sampleOf(name, things));
      expect(status).toBeLessThan(300);
      if (name.startsWith('PATCH /v1/accounts')) {
        await api.call('PATCH', `/v1/accounts/${things.account}`, { status: 'disconnected' });
        await api.call('POST', `/v1/accounts/${things.account}/reconnected`, {});
      }
    },
  );
});

test('a key that acts for a person still needs its own scopes', async () => {
  const key = await api.aKey(['act', 'read']);
  const path = `/v1/users/${api.city.owner}`;
  expect((await api.call('GET', path, undefined, { key, as: api.city.primary })).status).toBe(200);
  const { status, body } = await api.call('PATCH', path, { name: 'Olga O.' }, { key, as: api.city.primary });
  expect([status, body]).toMatchObject([403, { code: 'scope_missing', scope: 'manage' }]);
});

describe('a key without the "act" scope cannot let anyone sign in', () => {
  test.each([
    ['POST', '/v1/users', { name: 'Eve', email: 'eve@city.example', roles: ['full_access_administrator'] }],
    ['POST', '/v1/users', { name: 'Eve', email: 'eve@city.example', roles: ['account_owner'], access: 'invite' }],
    [
      'PATCH',
      `/v1/archive`,
      { signInKey: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } },
    ],
  ])('with %s %s %j', async (method, path, change) => {
    const key = await api.aKey(['manage', 'read']);
    expect(await api.call(method, path, change, { key })).toMatchObject({ status: 403, body: { scope: 'act' } });
  });

  test('by changing an administrator’s email address or importing an administrator', async () => {
    const key = await api.aKey(['manage', 'read']);
    const refused = { status: 403, body: { scope: 'act' } };
    const path = `/v1/users/${api.city.primary}`;
    expect(await api.call('PATCH', path, { email: 'eve@city.example' }, { key })).toMatchObject(refused);
    const csv = 'name,email,roles\nEve,eve@city.example,full_access_administrator\n';
    expect(await api.upload('/v1/users/import', csv, { key })).toMatchObject(refused);
    expect((await api.call('PATCH', path, { name: 'Pat' }, { key })).status).toBe(200);
  });
});
