import { describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { SCOPES } from '../../domain/principal.js';
import { apiKeys, audit, idempotencyKeys } from '../../db/schema.js';
import { createApi, type CallOptions } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

const make = (body: object = { name: 'Exports', scopes: ['read'] }, options: CallOptions = {}) =>
  api.call<{ id: string; key: string; code: string; [member: string]: unknown }>('POST', '/v1/api-keys', body, options);
const list = async () => (await api.call('GET', '/v1/api-keys?limit=200')).body.items;
const audited = (type: string) =>
  api.context.db
    .select()
    .from(audit)
    .where(and(eq(audit.archiveId, api.city.archiveId), eq(audit.type, type)));

test('a new key works right away, and only within its scopes', async () => {
  const { status, body, headers } = await make({ name: ' Exports ', scopes: ['report', 'read', 'read'] });
  expect(status).toBe(201);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(Object.keys(body)).toEqual(['id', 'key']);
  expect((await api.call('GET', '/v1/accounts', undefined, { key: body.key })).status).toBe(200);
  const refused = await api.call('PATCH', '/v1/archive', { name: 'Mine' }, { key: body.key });
  expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing', scope: 'manage' } });
  const row = (await list()).find(({ id }) => id === body.id);
  expect(row).toMatchObject({ name: 'Exports', scopes: ['read', 'report'], hint: body.key.slice(-4), revokedAt: null });
  expect(row?.lastUsedAt).toEqual(expect.any(String));
});

test('a key is shown once: neither the list nor the database contains it', async () => {
  const { body } = await make(undefined, { idempotencyKey: 'first' });
  const { db } = api.context;
  const stored = JSON.stringify([
    await db.select().from(apiKeys),
    await db.select().from(idempotencyKeys),
    await db.select().from(audit),
    await list(),
  ]);
  expect(stored).toContain(body.id);
  expect(stored).not.toContain(body.key);
});

test('a repeated Idempotency-Key makes no second key and says that the first cannot be shown again', async () => {
  const first = await make(undefined, { idempotencyKey: 'again' });
  const before = await list();
  const { status, body } = await make(undefined, { idempotencyKey: 'again' });
  expect([status, body]).toMatchObject([409, { code: 'api_key_shown_once', apiKeyId: first.body.id }]);
  expect(JSON.stringify(body)).not.toContain(first.body.key);
  expect(await list()).toEqual(before);
});

describe('a new key gets no scope that its creator lacks', () => {
  test('when the creator is a key', async () => {
    const key = await api.aKey(['manage', 'read']);
    const refused = await make({ name: 'More', scopes: ['read', 'credentials'] }, { key });
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing', scope: 'credentials' } });
    expect((await make({ name: 'As much', scopes: ['read', 'manage'] }, { key })).status).toBe(201);
  });

  test('when a key acts for an administrator', async () => {
    const key = await api.aKey(['manage', 'act']);
    const refused = await make({ name: 'More', scopes: ['read'] }, { key, as: api.city.primary });
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing', scope: 'read' } });
    expect((await make({ name: 'All', scopes: SCOPES }, { as: api.city.primary })).status).toBe(201);
  });
});

test('a revoked key stops working at once, stays in the list, and can be revoked again without effect', async () => {
  const { body } = await make();
  const revoke = () => api.call('DELETE', `/v1/api-keys/${body.id}`);
  expect((await revoke()).status).toBe(204);
  expect((await api.call('GET', '/v1/accounts', undefined, { key: body.key })).body.code).toBe('invalid_api_key');
  const row = () => list().then((rows) => rows.find(({ id }) => id === body.id));
  const first = await row();
  expect(first?.revokedAt).toEqual(expect.any(String));
  expect((await revoke()).status).toBe(204);
  expect(await row()).toEqual(first);
  expect((await audited('api_key_revoked')).filter(({ detail }) => detail.apiKeyId === body.id)).toHaveLength(1);
});

test('another archive’s key is not found and keeps working', async () => {
  const theirs = await make(undefined, { key: api.otherKey });
  expect((await api.call('DELETE', `/v1/api-keys/${theirs.body.id}`)).status).toBe(404);
  expect((await list()).some(({ id }) => id === theirs.body.id)).toBe(false);
  expect((await api.call('GET', '/v1/archive', undefined, { key: api.otherKey })).status).toBe(200);
});

test('the audit records who created and revoked a key, and the key’s name', async () => {
  const { body } = await make({ name: 'Audited', scopes: ['read'] }, { as: api.city.primary });
  await api.call('DELETE', `/v1/api-keys/${body.id}`, undefined, { as: api.city.primary });
  for (const type of ['api_key_created', 'api_key_revoked']) {
    const [entry] = (await audited(type)).filter(({ detail }) => detail.apiKeyId === body.id);
    expect(entry).toMatchObject({ actor: { kind: 'user', id: api.city.primary }, detail: { name: 'Audited' } });
  }
});

test.each([
  ['no name', { scopes: ['read'] }, 'name'],
  ['no scopes', { name: 'None', scopes: [] }, 'scopes'],
  ['an unknown scope', { name: 'Odd', scopes: ['everything'] }, 'scopes.0'],
])('a key with %s is refused', async (_what, body, path) => {
  expect(await make(body)).toMatchObject({ status: 422, body: { errors: [{ path }] } });
});

test('the list is paged', async () => {
  await make();
  const { body } = await api.call('GET', '/v1/api-keys?limit=1');
  expect(body.items).toHaveLength(1);
  const next = await api.call('GET', `/v1/api-keys?limit=1&cursor=${body.nextCursor}`);
  expect(next.body.items[0]?.id).not.toBe(body.items[0]?.id);
});
