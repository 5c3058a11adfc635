/**
 * Input that our pages never send gets 404, an error in the form, or the first page of a list, never a server error.
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

describe('a malformed id', () => {
  test.each([
    '/accounts/%00',
    '/owners/%00',
    '/disconnects/%00',
    '/disconnects/%00/timeline.csv',
    '/disconnects/a%20b',
    `/accounts/${'a'.repeat(65)}`,
  ])('returns 404 for a page: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test.each([
    '/accounts/%00/pause',
    '/accounts/%00/active',
    '/disconnects/%00/resume',
    '/configure/keys/%00/revoke',
    '/configure/keys/%00/pass-on',
    '/configure/people/%00/pass-on-keys',
    '/configure/people/%00',
  ])('returns 404 for a form: %s', async (path) => {
    expect((await post(path, { until: '2030-01-01', reason: 'x' })).status).toBe(404);
  });

  test('returns 404 for ending a session', async () => {
    expect((await post('/you/sessions/end', { id: '\0' })).status).toBe(404);
  });

  test('gets the same response as an unknown person in a preferences link', async () => {
    const unsubscribe = await get('/preferences/unsubscribe?token=%00.%00.x');
    const nobody = await get('/preferences/unsubscribe?token=a.b.x');
    expect([unsubscribe.status, unsubscribe.status]).toEqual([nobody.status, 404]);
    expect((await post('/preferences', { token: '\0.\0.\0' })).status).toBe(nobody.status);
  });
});

test('the page of an account that isn’t there can’t be found, and doesn’t say that it might work later', async () => {
  const answer = await get('/accounts/acc_0');
  expect(answer.status).toBe(404);
  const page = await answer.text();
  expect(page).toContain('We can’t find this page');
  expect(page).toContain('This archive has no such account.');
});

describe('an unexpected parameter', () => {
  test.each(['__proto__', 'constructor', 'toString'])('?done=%s shows no message', async (code) => {
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
  ])('an invalid cursor gets the first page of a list: %p', async (...cursor) => {
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
  ])('an invalid or out-of-range day gets an error in the form: %s', async (query) => {
    expect((await get(`/gaps?${query}`)).status).toBe(422);
    const file = await get(`/gaps.csv?${query}`);
    expect(file.status).toBe(303);
    expect((await get(file.headers.get('location')!)).status).toBe(422);
  });

  test('an out-of-range time gets the first page of gaps, and 422 from the API', async () => {
    expect((await get('/gaps?cursor=-99999999999999.a')).status).toBe(200);
    expect((await get('/gaps?cursor=99999999999999.a')).status).toBe(200);
    const cursor = Buffer.from('-99999999999999.a').toString('base64url');
    expect((await get(`/v1/gaps?cursor=${cursor}`)).status).toBe(422);
    expect((await get('/v1/gaps?from=2026-99-99T00:00:00Z')).status).toBe(422);
  });
});

test('a URL too long for the cookie isn’t remembered during sign-in', async () => {
  const cookieAfter = async (length: number) =>
    (await get(`/accounts?q=${'a'.repeat(length - '/accounts?q='.length)}`, '')).headers.get('set-cookie');
  expect(await cookieAfter(300)).toMatch(/^relink-next=/);
  expect(await cookieAfter(301)).toBeNull();
});

test('the choice of language on a Personalized Link visit is for the browser, not for the person', async () => {
  const { db, config } = site.context;
  const localeOf = async (id: string) => (await db.select().from(users).where(eq(users.id, id)))[0]?.locale;
  const links = await ensureLinks(db, config.keys, city.archiveId, [city.owner]);
  const { secret: visit } = await startLinkSession(db, links.get(city.owner)!);
  const answer = await post('/language', { locale: 'es', next: '/' }, visit);
  expect(answer.headers.get('set-cookie')).toMatch(/^relink-language=es/);
  expect(await localeOf(city.owner)).toBeNull();
  await post('/language', { locale: 'es', next: '/' });
  expect(await localeOf(city.primary)).toBe('es');
});
