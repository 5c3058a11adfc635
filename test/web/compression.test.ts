/** Pages are compressed, except where another site could learn from their length what is on them. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { startLoginSession } from '../../services/access/sessions.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aCity, createSite } from '../rig/site.js';

const site = sharedFixture(() => createSite());
const city = sharedFixture(() => aCity(site.context.db));
let cookie: string;
beforeAll(async () => {
  const { secret } = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary });
  cookie = `relink=${secret}`;
});

/** The response's encoding. Undefined: none. Node's own client, because `fetch` hides it. */
const encodingOf = (path: string, headers: Record<string, string>): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(new URL(path, site.url), { headers: { cookie, 'accept-encoding': 'gzip, br', ...headers } });
    asked.once('error', reject);
    asked.once('response', (response) => {
      resolve(response.headers['content-encoding']);
      response.destroy();
    });
    asked.end();
  });

describe('a page is', () => {
  test.each(['same-origin', 'none'])('compressed for a request whose site is “%s”', async (site) => {
    expect(await encodingOf('/accounts', { 'sec-fetch-site': site })).toBe('br');
  });

  test('compressed as the browser can read it', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', 'accept-encoding': 'gzip' };
    expect(await encodingOf('/accounts', headers)).toBe('gzip');
    expect(await encodingOf('/accounts', { ...headers, 'accept-encoding': 'identity' })).toBeUndefined();
  });

  test.each(['cross-site', 'same-site'])('not compressed for a request whose site is “%s”', async (site) => {
    expect(await encodingOf('/accounts', { 'sec-fetch-site': site })).toBeUndefined();
  });

  test('not compressed for a browser that doesn’t say where its request comes from', async () => {
    expect(await encodingOf('/accounts', {})).toBeUndefined();
  });

  test('not compressed if it repeats what someone searched for', async () => {
    expect(await encodingOf('/accounts?q=x', { 'sec-fetch-site': 'same-origin' })).toBeUndefined();
  });
});

test('the stream of live events is never compressed, which would hold events back', async () => {
  const headers = { 'sec-fetch-site': 'same-origin', accept: 'text/event-stream' };
  expect(await encodingOf('/v1/events', headers)).toBeUndefined();
});
