/**
 * Input that none of our pages sends is answered with a page that doesn't exist, a mistake in a form, or the first page; never with a
 * failure.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { ensureLinks } from '../../services/access/personalized-links.js';
import { users } from '../../db/schema.js';
import { startLinkSession, startLoginSession } from '../../services/access/sessions.js';
import { SPRINGFIELD } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, aCity, createSite } from '../rig/site.js';

const site = sharedFixture(createSite);
const city = sharedFixture(() => aCity(site.context.db, SPRINGFIELD));
const account = sharedFixture(() => aBrokenAccount(site, city));
let signedIn: string;
beforeAll(async () => {
  signedIn = (await startLoginSession(site.context.db, { archiveId: city.archiveId, userId: city.primary })).secret;
});

async function get(path: string, cookie = `relink=${signedIn}`): Promise<Response> {
  return fetch(site.url + path, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
}

async function post(path: string, form: Record<string, string>, secret = signedIn): Promise<Response> {
  return fetch(site.url + path, {
    method: 'POST',
    headers: { cookie: `relink=${secret}`, accept: 'text/html', origin: site.url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
}

describe('an id that cannot be one', () => {
  test.each([
    '/accounts/%00',
    '/owners/%00',
    '/disconnects/%00',
    '/disconnects/%00/timeline.csv',
    '/disconnects/a%20b',
    `/accounts/${'a'.repeat(65)}`,
  ])('is a page that is not found: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    '/accounts/%00/pause',
    '/accounts/%00/active',
    '/disconnects/%00/resume',
    '/configure/keys/%00/revoke',
    '/configure/people/%00',
  ])('nor can anything be done about it: %s', async (path) => {
    expect((await post(path, { until: '2030-01-01', reason: 'x' })).status).toBe(404);
  });

  test('of a session ends none', async () => {
    expect((await post('/you/sessions/end', { id: '\0' })).status).toBe(404);
  });

  test('in a link of a weekly summary makes it a link of nobody', async () => {
    const unsubscribe = await get('/preferences/unsubscribe?token=%00.%00.x');
    const nobody = await get('/preferences/unsubscribe?token=a.b.x');
    expect([unsubscribe.status, unsubscribe.status]).toEqual([nobody.status, 404]);
    expect((await post('/preferences', { token: '\0.\0.\0' })).status).toBe(nobody.status);
  });
});

describe('what there is no such thing as', () => {
  test('is a page that can’t be found, not one that works later', async () => {
    const answer = await get('/accounts/acc_0');
    expect(answer.status).toBe(404);
    const page = await answer.text();
    expect(page).toContain('We can’t find this page');
    expect(page).toContain('This archive has no such account.');
  });

  test.each(['__proto__', 'constructor', 'toString'])('?done=%s says nothing', async (code) => {
    for (const path of [`/accounts/${account.id}`, `/disconnects/${account.disconnectId}`]) {
      const answer = await get(`${path}?done=${code}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain('native code');
    }
  });

  test.each([
    [1e99, 'a', 'b'],
    [1.5, 'a', 'b'],
    [3, 'a', 'b'],
    [0, 'a'.repeat(601), 'b'],
  ])('a list begins at its first page at a cursor that is none: %p', async (...cursor) => {
    const encoded = Buffer.from(JSON.stringify(cursor)).toString('base64url');
    const answer = await get(`/accounts?cursor=${encoded}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`/accounts/${account.id}`);
  });

  test.each([
    'from=2026-99-99',
    'from=2026-02-30',
    'from=0000-00-00',
    'from=0099-01-01',
    'to=9999-12-31',
    'to=2200-01-01',
  ])('a period with a day that no calendar here has is a mistake in the form: %s', async (query) => {
    expect((await get(`/gaps?${query}`)).status).toBe(422);
    const file = await get(`/gaps.csv?${query}`);
    expect(file.status).toBe(303);
    expect((await get(file.headers.get('location')!)).status).toBe(422);
  });

  test('a time before all times is no place in the list of gaps', async () => {
    expect((await get('/gaps?cursor=-99999999999999.a')).status).toBe(200);
    expect((await get('/gaps?cursor=99999999999999.a')).status).toBe(200);
    const cursor = Buffer.from('-99999999999999.a').toString('base64url');
    expect((await get(`/v1/gaps?cursor=${cursor}`)).status).toBe(422);
    expect((await get('/v1/gaps?from=2026-99-99T00:00:00Z')).status).toBe(422);
  });
});

test('an address too long for a cookie is not kept for after signing in', async () => {
  const cookieAfter = async (length: number) =>
    (await get(`/accounts?q=${'a'.repeat(length - '/accounts?q='.length)}`, '')).headers.get('set-cookie');
  expect(await cookieAfter(300)).toMatch(/^relink-next=/);
  expect(await cookieAfter(301)).toBeNull();
});

test('a visit through a Personalized Link chooses a language for its browser, not for the person', async () => {
  const { db, config } = site.context;
  const localeOf = async (id: string) => (await db.select().from(users).where(eq(users.id, id)))[0]?.locale;
  const links = await ensureLinks(db, config.keys, city.archiveId, [city.owner]);
  const visit = await startLinkSession(db, links.get(city.owner)!);
  const answer = await post('/language', { locale: 'es', next: '/' }, visit);
  expect(answer.headers.get('set-cookie')).toMatch(/^relink-language=es/);
  expect(await localeOf(city.owner)).toBeNull();
  await post('/language', { locale: 'es', next: '/' });
  expect(await localeOf(city.primary)).toBe('es');
});
