/** How often one address may ask: a whole city hall behind one is never in its own way, and guessing is pointless. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { insertApiKey } from '../../services/access/api-keys.js';
import { aCity, createSite, type Site } from '../rig/site.js';

let site: Site;
beforeAll(async () => void (site = await createSite()));
afterAll(() => site.close());

const AT_ONCE = 50;

/** The answers to so many requests and one more. */
async function ask(times: number, path: string, init: RequestInit = {}): Promise<Response[]> {
  const request = async () => {
    const response = await fetch(site.url + path, { redirect: 'manual', ...init });
    await response.arrayBuffer();
    return response;
  };
  const answers: Response[] = [];
  for (let left = times; left > 0; left -= AT_ONCE)
    answers.push(...(await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, request))));
  return [...answers, await request()];
}

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  body: JSON.stringify(body),
});
const unknownLink = json({ link: 'lnk_unknown', secret: 'x'.repeat(32) });

test.each<[string, number, string, RequestInit?]>([
  ['opening links', 60, '/connect/session', unknownLink],
  ['asking for new links', 10, '/connect/new-link', unknownLink],
  ['signing in', 60, '/sign-in/oidc'],
])('%s: %i times, and then it is too often', async (_what, times, path, init) => {
  const answers = await ask(times, path, init);
  expect(answers.slice(0, -1).filter(({ status }) => status === 429)).toEqual([]);
  const refused = answers.at(-1)!;
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('who has a key is not kept out by others behind the same address who guess', async () => {
  const { archiveId } = await aCity(site.context.db);
  const { key } = await insertApiKey(site.context.db, { archiveId, name: 'engine', scopes: ['read'] });
  const answers = await ask(100, '/v1/archive', { headers: { authorization: `Bearer ${key}` } });
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
