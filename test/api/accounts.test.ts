import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { changes, credentials, disconnects } from '../../db/schema.js';
import { createApi } from '../rig/api.js';
import { anAccount, aRunningTransfer } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';

const api = sharedFixture(createApi);

let ids = 1000;
const add = (more: object = {}) =>
  api.call('POST', '/v1/accounts', {
    network: 'x',
    networkAccountId: String((ids += 1)),
    name: 'City Hall',
    ownerId: api.city.owner,
    ...more,
  });
const profile = async (ownerId: string, network = 'facebook') =>
  (
    await api.call('POST', '/v1/parent-profiles', {
      network,
      networkProfileId: network === 'linkedin' ? `Member${(ids += 1)}` : String((ids += 1)),
      name: 'Personal',
      ownerId,
    })
  ).body.id;
const changesOf = async (accountId: string) =>
  (await api.context.db.select().from(changes).where(eq(changes.accountId, accountId)).orderBy(changes.seq)).map(
    ({ type }) => type,
  );

test('a new account is connected, and the capture engine gets the change', async () => {
  const { status, body } = await add({ name: 'Parks' });
  expect(status).toBe(201);
  expect(body).toMatchObject({ name: 'Parks', status: 'connected', parentProfileId: null, openDisconnectId: null });
  expect((await api.call('GET', `/v1/accounts/${body.id}`)).body).toEqual(body);
  expect(await changesOf(body.id)).toEqual(['connected']);
});

test('an archive refuses an identity that it has, under any owner, until that account is deleted', async () => {
  const { body: first } = await add({ networkAccountId: '77' });
  for (const ownerId of [api.city.owner, api.city.otherOwner]) {
    expect(await add({ networkAccountId: '77', ownerId })).toMatchObject({
      status: 409,
      body: { code: 'already_in_archive', accountId: first.id, ownerId: api.city.owner },
    });
  }
  expect((await api.call('DELETE', `/v1/accounts/${first.id}`)).status).toBe(204);
  expect((await add({ networkAccountId: '77', ownerId: api.city.otherOwner })).status).toBe(201);
});

describe('a Parent Profile', () => {
  test('authorizes only accounts of its own network and owner', async () => {
    const mine = await profile(api.city.owner);
    const { body } = await add({ network: 'instagram', networkAccountId: '17841405822304914', parentProfileId: mine });
    expect(body.parentProfileId).toBe(mine);
    const theirs = await profile(api.city.otherOwner);
    const linkedin = await profile(api.city.owner, 'linkedin');
    const refusals = [
      [{ network: 'facebook_page', parentProfileId: theirs }, 409, 'parent_profile_owned_by_other_owner'],
      [{ network: 'facebook_page', parentProfileId: linkedin }, 422, 'parent_profile_of_other_network'],
      [{ network: 'x', parentProfileId: mine }, 422, 'parent_profile_not_used'],
      [{ network: 'facebook_page', parentProfileId: 'par_none' }, 404, 'not_found'],
    ] as const;
    for (const [more, status, code] of refusals) expect(await add(more)).toMatchObject({ status, body: { code } });
  });

  test('cannot be added twice, and the refusal names its owner', async () => {
    const body = { network: 'facebook', networkProfileId: '11', name: 'P', ownerId: api.city.owner };
    await api.call('POST', '/v1/parent-profiles', body);
    const again = await api.call('POST', '/v1/parent-profiles', { ...body, ownerId: api.city.otherOwner });
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'parent_profile_already_in_archive', ownerId: api.city.owner },
    });
  });

  test('is visible only to its owner and the administrators', async () => {
    const mine = await profile(api.city.owner);
    const seen = async (as: string) =>
      (await api.call('GET', '/v1/parent-profiles?limit=200', undefined, { as })).body.items.map(({ id }) => id);
    expect(await seen(api.city.owner)).toContain(mine);
    expect(await seen(api.city.otherOwner)).not.toContain(mine);
    expect(await seen(api.city.primary)).toContain(mine);
  });
});

test('only an Account Owner can own an account', async () => {
  expect(await add({ ownerId: api.city.primary })).toMatchObject({
    status: 422,
    body: { code: 'not_an_account_owner' },
  });
});

describe('changing an account’s status', () => {
  test('to inactive closes its disconnect, and back to disconnected opens a new one', async () => {
    const { body: account } = await add();
    const { body: opened } = await api.call('POST', '/v1/disconnects', { accountId: account.id });
    const path = `/v1/accounts/${account.id}`;
    const marked = await api.call('PATCH', path, { status: 'inactive', reason: 'Closed on purpose' });
    expect(marked.body).toMatchObject({
      status: 'inactive',
      inactiveReason: 'Closed on purpose',
      openDisconnectId: null,
    });
    const disconnect = await api.call('GET', `/v1/disconnects/${opened.id}`);
    expect(disconnect.body).toMatchObject({ status: 'closed', closedAs: 'inactive' });
    for (const refused of [
      api.call('POST', '/v1/disconnects', { accountId: account.id }),
      api.call('POST', `${path}/reconnected`, {}),
      api.call('GET', `${path}/credential`),
    ]) {
      expect(await refused).toMatchObject({ status: 409, body: { code: 'account_inactive' } });
    }
    const { body: back } = await api.call('PATCH', path, { status: 'disconnected' });
    expect(back).toMatchObject({ status: 'disconnected', inactiveReason: null });
    expect(back.openDisconnectId).not.toBe(opened.id);
    const open = await api.context.db.select().from(disconnects).where(eq(disconnects.accountId, account.id));
    expect(open.filter(({ status }) => status === 'open').map(({ id }) => id)).toEqual([back.openDisconnectId]);
    expect(await changesOf(account.id)).toEqual(['connected', 'disconnected', 'inactive', 'disconnected']);
    // A second time, it changes nothing.
    expect((await api.call('PATCH', path, { status: 'disconnected' })).body).toEqual(back);
  });

  test('back to active is recorded as that: no one is said to have reported the account', async () => {
    const { body: account } = await add();
    const path = `/v1/accounts/${account.id}`;
    await api.call('POST', '/v1/disconnects', { accountId: account.id });
    await api.call('POST', `${path}/reconnected`, {});
    await api.call('PATCH', path, { status: 'inactive', reason: 'Closed on purpose' });
    const { body: back } = await api.call('PATCH', path, { status: 'disconnected' });
    const { body: timeline } = await api.call('GET', `/v1/disconnects/${String(back.openDisconnectId)}/timeline`);
    expect(timeline.items).toMatchObject([
      { type: 'disconnect_opened', detail: { openedBy: 'marked_active', owner: { name: 'Owner' } } },
    ]);
  });

  test.each([
    [{ status: 'inactive' }, 'reason'],
    [{ status: 'connected' }, 'status'],
    [{ status: 'disconnected', reason: 'x' }, 'reason'],
  ])('is refused with %j', async (body, path) => {
    const { body: account } = await add();
    const answer = await api.call('PATCH', `/v1/accounts/${account.id}`, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('from connected to disconnected is refused: that takes a report', async () => {
    const { body: account } = await add();
    const answer = await api.call('PATCH', `/v1/accounts/${account.id}`, { status: 'disconnected' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'account_connected' } });
  });
});

test('deleting an account closes its disconnect, deletes its tokens, and keeps its timeline', async () => {
  const { body: account } = await add({ authorization: { accessToken: 'token' } });
  const { body: opened } = await api.call('POST', '/v1/disconnects', { accountId: account.id });
  expect((await api.call('DELETE', `/v1/accounts/${account.id}`)).status).toBe(204);
  expect((await api.call('DELETE', `/v1/accounts/${account.id}`)).status).toBe(404);
  expect((await api.call('GET', `/v1/disconnects/${opened.id}`)).body.closedAs).toBe('deleted');
  expect((await api.call('GET', `/v1/disconnects/${opened.id}/timeline`)).body.items).toHaveLength(2);
  const { db } = api.context;
  expect(await db.select().from(credentials).where(eq(credentials.accountId, account.id))).toEqual([]);
  expect(await changesOf(account.id)).toEqual(['connected', 'disconnected', 'deleted']);
  const list = await api.call('GET', '/v1/accounts?limit=200');
  expect(list.body.items.map(({ id }) => id)).not.toContain(account.id);
});

test('accounts can be filtered by owner, status, and network', async () => {
  const { body: account } = await add({
    network: 'youtube',
    networkAccountId: 'UC_x5XG1OV2P6uZZ5FSM9Ttw',
    ownerId: api.city.otherOwner,
  });
  await api.call('POST', '/v1/disconnects', { accountId: account.id });
  const list = async (query: string) =>
    (await api.call('GET', `/v1/accounts?limit=200&${query}`)).body.items.map(({ id }) => id);
  expect(await list('network=youtube&status=disconnected')).toEqual([account.id]);
  expect(await list('network=youtube&status=connected')).toEqual([]);
  expect(await list(`ownerId=${api.city.otherOwner}`)).toContain(account.id);
  expect(await list(`ownerId=${api.city.owner}`)).not.toContain(account.id);
});

describe('the checks before reconnecting', () => {
  const checks = async (accountId: string) => {
    const { body } = await api.call('GET', `/v1/accounts/${accountId}/reconnect-checks`);
    const list = body.checks as { check: string; ok: boolean; remedy?: string }[];
    return { reconnectable: body.reconnectable, failed: list.filter(({ ok }) => !ok), all: list };
  };

  test('pass for an active account under its owner', async () => {
    const account = await anAccount(api.context.db, api.city, { network: 'facebook_page' });
    const { reconnectable, all } = await checks(account);
    expect(reconnectable).toBe(true);
    expect(all.map(({ check }) => check)).toEqual([
      'account_active',
      'account_owner',
      'parent_profile_owner',
      'transfer',
    ]);
  });

  test('say what to do when they fail', async () => {
    const account = await anAccount(api.context.db, api.city);
    await api.call('PATCH', `/v1/accounts/${account}`, { status: 'inactive', reason: 'Closed' });
    await aRunningTransfer(api.context.db, api.city, [account]);
    const { reconnectable, failed } = await checks(account);
    expect(reconnectable).toBe(false);
    expect(failed.map(({ check }) => check)).toEqual(['account_active', 'transfer']);
    for (const { remedy } of failed) expect(remedy).toMatch(/\w/);
    const other = await anAccount(api.context.db, api.city);
    expect((await checks(other)).reconnectable).toBe(true);
  });
});
