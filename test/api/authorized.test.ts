/** What programs read about accounts that the archive imported and that no one has authorized here. */
import { expect, test } from '@jest/globals';
import { createApi } from '../rig/api.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aConsent } from '../rig/network-events.js';

const api = sharedFixture(createApi);

test('`status` stays as it is, `authorized` says whether Relink holds an authorization, and both can be asked for', async () => {
  const { city } = api;
  const add = (networkAccountId: string, more: object = {}) =>
    api.call('POST', '/v1/accounts', { network: 'x', networkAccountId, name: 'Parks', ownerId: city.owner, ...more });
  const imported = await add('1001');
  expect(imported).toMatchObject({ status: 201, body: { status: 'connected', authorized: false } });
  const brought = await add('1002', { authorization: { accessToken: 'a token' } });
  expect(brought).toMatchObject({ status: 201, body: { status: 'connected', authorized: true } });
  const consented = await aConsent(api.context, city, { person: 'someone', network: 'youtube' });

  for (const [id, authorized] of [
    [imported.body.id, false],
    [brought.body.id, true],
    [consented, true],
  ])
    expect((await api.call('GET', `/v1/accounts/${String(id)}`)).body).toMatchObject({
      status: 'connected',
      authorized,
    });
  const listed = async (query: string) =>
    ((await api.call('GET', `/v1/accounts?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
  expect(await listed('authorized=false')).toEqual([imported.body.id]);
  expect((await listed('authorized=true&status=connected')).toSorted()).toEqual(
    [brought.body.id, consented].toSorted(),
  );
  expect(await listed('authorized=false&status=disconnected')).toEqual([]);
  expect((await api.call('GET', '/v1/accounts?authorized=maybe')).status).toBe(422);

  expect((await api.call('GET', '/v1/dashboard')).body.counts).toEqual({
    connected: 3,
    disconnected: 0,
    inactive: 0,
    notAuthorized: 1,
  });
  // A check counts what it can't check, and never calls it healthy.
  expect(await api.call('POST', '/v1/token-checks', { accountIds: [imported.body.id, consented] })).toMatchObject({
    status: 202,
    body: { accounts: 1, notAuthorized: 1 },
  });
  expect((await api.call('POST', '/v1/disconnects', { accountId: imported.body.id, reason: 'unknown' })).status).toBe(
    202,
  );
  expect((await api.call('GET', `/v1/accounts/${imported.body.id}`)).body).toMatchObject({
    status: 'disconnected',
    authorized: false,
  });
});
