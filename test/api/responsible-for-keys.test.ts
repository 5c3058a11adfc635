/**
 * API keys have someone who is responsible for them. A person who leaves, or loses the role, never silences capture: first each of their keys
 * is passed on, or revoked.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { createApiKey, insertApiKey } from '../../services/access/api-keys.js';
import { createArchive } from '../../services/operations/create-archive.js';
import { apiKeys, audit, users } from '../../db/schema.js';
import type { Principal } from '../../domain/principal.js';
import { createApi, type Body } from '../rig/api.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { until } from '../rig/until.js';

const api = sharedFixture(createApi);
let city: City;
/** A key of the archive's own, as the operator makes it. */
let own: string;
/** Full Access System Administrators. */
let leaver: string;
let successor: string;
beforeEach(async () => {
  const { db } = api.context;
  city = await aCity(db);
  own = await api.aKey(['read', 'report', 'manage', 'act'], city);
  const idOf = async (email: string) => (await db.select().from(users).where(eq(users.email, email)))[0]!.id;
  leaver = await idOf(city.emails.unsubscribed);
  successor = await idOf(city.emails.subscribed);
});

const call = (method: string, path: string, body?: object, as?: string, key = own) =>
  api.call<Body & { key: string }>(method, path, body, { key, as });
const make = async (as?: string, key = own) => {
  const { status, body } = await call(
    'POST',
    '/v1/api-keys',
    { name: 'Capture', scopes: ['report', 'manage'] },
    as,
    key,
  );
  expect(status).toBe(201);
  return { id: body.id, key: body.key };
};
const remove = (userId: string) => call('DELETE', `/v1/users/${userId}`);
const passOn = (keyId: string, userId: string, as?: string) =>
  call('POST', `/v1/api-keys/${keyId}/pass-on`, { userId }, as);
const keyRow = async (id: string) => (await api.context.db.select().from(apiKeys).where(eq(apiKeys.id, id)))[0]!;
const userRow = async (id: string) => (await api.context.db.select().from(users).where(eq(users.id, id)))[0];
const responsible = async (id: string) => (await keyRow(id)).responsibleId;
const captures = async (key: string) => {
  const accountId = await anAccount(api.context.db, city);
  return (await api.call('POST', '/v1/disconnects', { accountId }, { key })).status === 202;
};

describe('who is responsible for a key', () => {
  test('is the administrator who makes it, in a session or through a key that acts for them', async () => {
    const made = await make(leaver);
    expect(await responsible(made.id)).toBe(leaver);
    const { body } = await call('GET', '/v1/api-keys');
    expect(body.items).toMatchObject([{ responsibleUserId: null }, { id: made.id, responsibleUserId: leaver }]);
    const session: Principal = {
      kind: 'person',
      archiveId: city.archiveId,
      userId: leaver,
      name: 'U',
      adminRole: 'full_access_administrator',
      isAccountOwner: false,
      via: { kind: 'login', signInAge: 0, sessionId: 'ses_1' },
    };
    const { id } = await createApiKey(api.context, session, { name: 'N', scopes: ['read'] });
    expect(await responsible(id)).toBe(leaver);
  });

  test('is the archive if the operator makes it, and whoever is responsible for the key that makes it', async () => {
    const operator = { kind: 'operator' as const, name: 'Operator' };
    const asOperator: Principal = { kind: 'system', archiveId: city.archiveId, actor: operator };
    const made = await createApiKey(api.context, asOperator, { name: 'N', scopes: ['read'] });
    expect(await responsible(made.id)).toBeNull();
    expect(await responsible((await make()).id)).toBeNull();
    const theirs = await make(leaver);
    expect(await responsible((await make(undefined, theirs.key)).id)).toBe(leaver);
    const archive = { name: 'Town of New', administrator: { name: 'N', email: 'n@new.example' } };
    const created = await createArchive(api.context, operator, archive);
    if (created.outcome !== 'created') throw new Error(created.outcome);
    const first = await api.context.db.select().from(apiKeys).where(eq(apiKeys.archiveId, created.archiveId));
    expect(first).toMatchObject([{ name: 'first', responsibleId: null }]);
  });
});

describe('until each of their keys is passed on or revoked', () => {
  /** Names the keys, so that whoever reads it knows what to pass on. */
  const refused = (...apiKeyIds: string[]) => ({
    status: 409,
    body: {
      code: 'has_api_keys',
      apiKeyIds,
      apiKeys: apiKeyIds.map((id) => ({ id, name: 'Capture', hint: expect.stringMatching(/^.{4}$/) })),
      detail: expect.stringContaining('“Capture”'),
    },
  });

  test('a person can’t be removed, and their keys go on capturing', async () => {
    const [one, two] = [await make(leaver), await make(leaver)];
    expect(await remove(leaver)).toMatchObject(refused(one.id, two.id));
    expect(await userRow(leaver)).toBeDefined();
    expect(await captures(one.key)).toBe(true);
    expect((await passOn(one.id, successor)).body).toMatchObject({ id: one.id, responsibleUserId: successor });
    expect(await remove(leaver)).toMatchObject(refused(two.id));
    expect((await call('DELETE', `/v1/api-keys/${two.id}`)).status).toBe(204);
    expect((await remove(leaver)).status).toBe(204);
    expect([await captures(one.key), await captures(two.key)]).toEqual([true, false]);
    // The revoked key stays in the list.
    expect(await responsible(two.id)).toBeNull();
  });

  test.each([['read_only_administrator'], ['account_owner']])('a person can’t become just %s', async (role) => {
    const { id } = await make(leaver);
    const change = () => call('PATCH', `/v1/users/${leaver}`, { roles: [role] });
    const before = await userRow(leaver);
    expect(await change()).toMatchObject(refused(id));
    expect(await userRow(leaver)).toEqual(before);
    await passOn(id, successor);
    expect((await change()).status).toBe(200);
  });

  test('a spreadsheet can’t take the role either', async () => {
    const { id } = await make(leaver);
    const csv = `name,email,roles\nU,${city.emails.unsubscribed},account_owner\n`;
    const upload = () => api.upload('/v1/users/import', csv, { key: own });
    const before = await userRow(leaver);
    expect(await upload()).toMatchObject({ status: 422, body: { errors: [{ line: 2, field: 'roles' }] } });
    expect((await upload()).text).toContain('responsible for API keys: “Capture”.');
    expect(await userRow(leaver)).toEqual(before);
    await passOn(id, city.primary);
    expect((await upload()).status).toBe(200);
  });

  test('the former Primary Administrator keeps them, because that person keeps full access', async () => {
    const { id } = await make(city.primary);
    expect((await call('PATCH', `/v1/users/${successor}`, { roles: ['primary_administrator'] })).status).toBe(200);
    expect(await responsible(id)).toBe(city.primary);
    expect(await remove(city.primary)).toMatchObject(refused(id));
  });

  test('the database itself refuses to delete the person', async () => {
    await make(leaver);
    const error: unknown = await api.context.db
      .delete(users)
      .where(eq(users.id, leaver))
      .then(
        () => null,
        (reason: unknown) => reason,
      );
    expect(error).toMatchObject({ cause: { constraint_name: 'api_keys_responsible_fk' } });
  });

  test('other people are removed as always, and one archive’s keys don’t hold another’s people', async () => {
    await make(leaver);
    expect((await remove(successor)).status).toBe(204);
  });
});

describe('a key is passed on', () => {
  test('only to administrators with full access', async () => {
    const { id } = await make(leaver);
    for (const userId of [city.readOnly, city.owner])
      expect(await passOn(id, userId)).toMatchObject({ status: 422, body: { code: 'cannot_have_api_keys' } });
    for (const userId of [api.otherCity.primary, 'usr_none'])
      expect(await passOn(id, userId)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await responsible(id)).toBe(leaver);
  });

  test('only by administrators with full access, and only a working key of the archive', async () => {
    const { id } = await make(leaver);
    for (const as of [city.readOnly, city.owner])
      expect(await passOn(id, successor, as)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const theirs = await insertApiKey(api.context.db, {
      archiveId: api.otherCity.archiveId,
      name: 'Theirs',
      scopes: ['read'],
    });
    expect((await passOn(theirs.id, successor)).status).toBe(404);
    await call('DELETE', `/v1/api-keys/${id}`);
    expect((await passOn(id, successor)).status).toBe(404);
    expect([await responsible(id), await responsible(theirs.id)]).toEqual([leaver, null]);
  });

  test('without changing it, and the audit says from whom and to whom, once', async () => {
    const { id, key } = await make(leaver);
    const before = await keyRow(id);
    for (let i = 0; i < 2; i += 1) expect((await passOn(id, successor, city.primary)).status).toBe(200);
    expect(await keyRow(id)).toEqual({ ...before, responsibleId: successor });
    expect(await captures(key)).toBe(true);
    const entries = await api.context.db
      .select()
      .from(audit)
      .where(and(eq(audit.archiveId, city.archiveId), eq(audit.type, 'api_key_passed_on')));
    expect(entries).toMatchObject([
      {
        actor: { kind: 'user', id: city.primary },
        userId: successor,
        detail: { apiKeyId: id, name: 'Capture', from: leaver, to: successor, toName: 'Subscribed' },
      },
    ]);
  });
});

describe('at the same moment', () => {
  async function isSomeoneWaiting(): Promise<boolean> {
    const rows = await api.context.db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  }

  /** Begins `work` while `change` is not committed yet. */
  async function during<T>(change: ReturnType<typeof sql>, work: () => Promise<T>): Promise<T> {
    let begun: Promise<T> | undefined;
    await api.context.db.transaction(async (tx) => {
      await tx.execute(change);
      begun = work();
      await until('it waits', isSomeoneWaiting);
    });
    return begun!;
  }

  test('a person who loses the role can’t make a key, nor get one', async () => {
    const { id } = await make(successor);
    const demoted = () => sql`update users set admin_role = 'read_only_administrator' where id = ${leaver}`;
    const made = await during(demoted(), () =>
      call('POST', '/v1/api-keys', { name: 'Late', scopes: ['report'] }, leaver),
    );
    expect([made.status, made.body.code]).toEqual([403, 'forbidden']);
    await api.context.db.execute(sql`update users set admin_role = 'full_access_administrator' where id = ${leaver}`);
    const got = await during(demoted(), () => passOn(id, leaver));
    expect([got.status, got.body.code]).toEqual([422, 'cannot_have_api_keys']);
    expect(await api.context.db.select().from(apiKeys).where(eq(apiKeys.responsibleId, leaver))).toEqual([]);
  });

  test('a key that is revoked can’t make another key', async () => {
    const own2 = await insertApiKey(api.context.db, {
      archiveId: city.archiveId,
      name: 'Old',
      scopes: ['manage', 'report'],
    });
    const revoke = sql`update api_keys set revoked_at = now() where id = ${own2.id}`;
    const made = await during(revoke, () =>
      call('POST', '/v1/api-keys', { name: 'Late', scopes: ['report'] }, undefined, own2.key),
    );
    expect([made.status, made.body.code]).toEqual([401, 'invalid_api_key']);
    const names = await api.context.db.select().from(apiKeys).where(eq(apiKeys.archiveId, city.archiveId));
    expect(names.map(({ name }) => name)).not.toContain('Late');
  });
});
