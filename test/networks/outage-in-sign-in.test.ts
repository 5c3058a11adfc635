/** Facebook can't say what was granted while a person signs in: nothing is called connected, and they needn't do it all again at once. */
import { expect, test } from '@jest/globals';
import { ADAPTERS } from '../../networks/index.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { sharedFixture } from '../rig/fixtures.js';
import { admitPeople, authorize, errorOf, rig } from '../rig/networks.js';

const it_ = sharedFixture(() => rig());

/** Facebook, whose debug_token fails this many times. */
async function failing(times: number, status: number, body: string) {
  await admitPeople(it_);
  const base = `${it_.simulator.url}/facebook`;
  let left = times;
  const asked = { n: 0 };
  const adapter = ADAPTERS.facebook({
    credentials: simulatorCredentials('facebook'),
    baseUrls: { authorize: base, token: base, api: base },
    fetch(url, init) {
      if (!new URL(url).pathname.endsWith('/debug_token')) return fetch(url, init);
      asked.n += 1;
      return left-- > 0 ? Promise.resolve(new Response(body, { status })) : fetch(url, init);
    },
  });
  return { adapter, asked };
}

test.each([
  [503, '<html>Sorry, something went wrong.</html>'],
  [400, '{"error":{"message":"m","type":"OAuthException","code":2,"fbtrace_id":"A"}}'],
  [200, '<html>Please accept our terms.</html>'],
])('a moment’s outage costs the person nothing (HTTP %i)', async (status, body) => {
  const { adapter, asked } = await failing(2, status, body);
  const { accounts } = await authorize(adapter, 'facebook_page');
  expect(accounts).toContainEqual(expect.objectContaining({ network: 'facebook_page', networkAccountId: 'p1' }));
  expect(asked.n).toBe(3);
});

test('a longer one is reported as an outage, not as a connection', async () => {
  const { adapter, asked } = await failing(Infinity, 503, '');
  expect(await errorOf(authorize(adapter, 'facebook_page'))).toMatchObject({
    kind: 'unavailable',
    verdict: 'transient',
  });
  expect(asked.n).toBe(3);
});

test('our own app’s trouble isn’t asked about again', async () => {
  const refusal = '{"error":{"message":"(#200) API access blocked.","type":"OAuthException","code":200}}';
  const { adapter, asked } = await failing(Infinity, 400, refusal);
  expect(await errorOf(authorize(adapter, 'facebook_page'))).toMatchObject({ kind: 'application' });
  expect(asked.n).toBe(1);
});
