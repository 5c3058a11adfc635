/** How often one address can call: a whole city hall behind one address never gets in its own way, and guessing is pointless. */
import { expect, test } from '@jest/globals';
import { insertApiKey } from '../../services/access/api-keys.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity, createSite } from '../rig/site.js';

const site = sharedFixture(createSite);

const AT_ONCE = 50;

/** Returns the answers to that many requests. */
async function ask(times: number, path: string, init: RequestInit = {}): Promise<Response[]> {
  const request = async () => {
    const response = await fetch(site.url + path, { redirect: 'manual', ...init });
    await response.arrayBuffer();
    return response;
  };
  const answers: Response[] = [];
  for (let left = times; left > 0; left -= AT_ONCE)
    answers.push(...(await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, request))));
  return answers;
}

const post = (type: string, body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
  body,
});
const unknownLink = post('application/json', JSON.stringify({ link: 'lnk_unknown', secret: 'x'.repeat(32) }));
const unknownAddress = post('application/x-www-form-urlencoded', 'email=nobody@city.example');
const wrongKey = { headers: { authorization: 'Bearer rlk_wrong' } };

async function expectRefusedAfter(times: number, path: string, init: RequestInit): Promise<void> {
  const early = await ask(times, path, init);
  expect(early.filter(({ status }) => status === 429)).toEqual([]);
  const [refused] = await ask(1, path, init);
  expect(refused!.status).toBe(429);
  expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
}

test.each<[string, number, string, RequestInit]>([
  ['opening links', 60, '/connect/session', unknownLink],
  ['requesting new links', 10, '/connect/new-link', unknownLink],
  ['requesting a sign-in link', 60, '/sign-in', unknownAddress],
  ['returning from a network', 600, '/oauth/x/callback', {}],
  ['reading the API document', 600, '/openapi.json', {}],
])('%s is refused after %i times', (_what, times, path, init) => expectRefusedAfter(times, path, init));

test('guessing keys is refused after 3,000 times, but a valid key still works from the same address', async () => {
  const { archiveId } = await aCity(site.context.db);
  const { key } = await insertApiKey(site.context.db, { archiveId, name: 'engine', scopes: ['read'] });
  await expectRefusedAfter(3000, '/v1/archive', wrongKey);
  const [answer] = await ask(1, '/v1/archive', { headers: { authorization: `Bearer ${key}` } });
  expect(answer!.status).toBe(200);
});
