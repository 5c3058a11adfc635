/**
 * Signing in again with the organization. Its own session can be days old, and it brings people back without asking them anything. So what
 * needs a fresh sign-in counts from the time that the organization vouches for.
 */
import { describe, expect, test } from '@jest/globals';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { apiKeys, archives, oidcAttempts, sessions, users } from '../../db/schema.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createIdentityProvider } from '../rig/identity-provider.js';
import { aCity, createSite } from '../rig/site.js';
import { Visitor, words } from '../rig/visitor.js';

const provider = sharedFixture(createIdentityProvider);
const site = sharedFixture(() => createSite(provider.environment));
const city = freshFixture(() => aCity(site.context.db, { name: 'City of Springfield' }));
const visitor = freshFixture(() => new Visitor(site));

const db = () => site.context.db;
const now = () => Math.floor(Date.now() / 1000);
const HOUR = 3600;
const person = (authTime?: number) => ({
  sub: `sub-${city.primary}`,
  email: city.emails.primary,
  email_verified: true,
  ...(authTime !== undefined && { auth_time: authTime }),
});
const AGAIN = '/sign-in/oidc?again';

/** Does what needs a fresh sign-in. Returns whether a key was made. */
async function makesKey(who = visitor): Promise<boolean> {
  await who.request('/configure/keys', {
    method: 'POST',
    body: new URLSearchParams({ name: 'Engine', scopes: 'manage' }),
  });
  return (await db().$count(apiKeys, eq(apiKeys.archiveId, city.archiveId))) > 0;
}

const sessionCount = () => db().$count(sessions, eq(sessions.archiveId, city.archiveId));

describe('a sign-in with the organization', () => {
  test.each([
    ['doesn’t say when the person signed in there', undefined],
    ['took place an hour ago', -HOUR],
    ['is said to take place in the future', HOUR],
  ])('lets someone in, but not do what needs a fresh sign-in, if it %s', async (_what, age) => {
    const answer = await provider.signIn(visitor, person(age === undefined ? undefined : now() + age));
    expect([answer.status, await sessionCount()]).toEqual([303, 1]);
    expect(provider.asked.has('prompt')).toBe(false);
    expect(await makesKey()).toBe(false);
  });

  test('is fresh if the person has just signed in there', async () => {
    await provider.signIn(visitor, person(now()));
    expect(await makesKey()).toBe(true);
  });
});

describe('someone who signs in again with the organization', () => {
  test('is asked for the password there, and can then do what needs it', async () => {
    await provider.signIn(visitor, person());
    const answer = await provider.signIn(visitor, person(now()), AGAIN);
    expect(answer.status).toBe(303);
    expect([provider.asked.get('prompt'), provider.asked.get('max_age')]).toEqual(['login', '0']);
    expect(await makesKey()).toBe(true);
  });

  test.each([
    ['doesn’t say when the person signed in', undefined],
    ['only went on with its own session', -HOUR],
  ])('is sent to the emailed link if the organization %s', async (_what, age) => {
    await provider.signIn(visitor, person());
    const before = visitor.cookie('relink');
    const answer = await provider.signIn(visitor, person(age === undefined ? undefined : now() + age), AGAIN);
    expect(answer.status).toBe(403);
    expect(words(answer)).toContain('Your organization didn’t confirm a new sign-in');
    expect(answer.text).toContain('href="/sign-in?again"');
    expect([visitor.cookie('relink'), await sessionCount()]).toEqual([before, 1]);
    expect(await makesKey()).toBe(false);
  });

  test('can’t leave the question out in the browser and count as asked', async () => {
    const callback = await provider.go(visitor, person(now() - HOUR), AGAIN);
    expect((await visitor.get(callback)).status).toBe(403);
    expect(await sessionCount()).toBe(0);
  });
});

test('what one tab offers isn’t chosen for whom another tab brought back', async () => {
  const other = await aCity(db(), { name: 'Shelbyville Schools' });
  const both = person(now());
  await db().update(users).set({ email: city.emails.primary }).where(eq(users.id, other.primary));
  const page = await provider.signIn(visitor, both);
  const choice = /name="choice" value="([^"]+)"/.exec(page.text)![1]!;
  await provider.signIn(visitor, { ...both, sub: `sub-${city.owner}` });
  const choose = (given: string) =>
    visitor.request('/sign-in/choose', {
      method: 'POST',
      body: new URLSearchParams({ archiveId: other.archiveId, choice: given }),
    });
  expect((await choose(choice)).status).toBe(400);
  expect(await db().$count(sessions, eq(sessions.archiveId, other.archiveId))).toBe(0);
});

test.each([
  ['by a process from before it was asked', sql`${oidcAttempts.identity} - 'authenticatedAt'`],
  ['with something else than a time', sql`${oidcAttempts.identity} || '{"authenticatedAt": "then"}'`],
])('a person whose sign-in was stored %s can choose an archive, and isn’t fresh there', async (_how, identity) => {
  const other = await aCity(db(), { name: 'Shelbyville Schools' });
  await db().update(users).set({ email: city.emails.primary }).where(eq(users.id, other.primary));
  const page = await provider.signIn(visitor, person(now()));
  const choice = /name="choice" value="([^"]+)"/.exec(page.text)![1]!;
  await db().update(oidcAttempts).set({ identity }).where(isNotNull(oidcAttempts.identity));
  const body = new URLSearchParams({ archiveId: city.archiveId, choice });
  expect((await visitor.request('/sign-in/choose', { method: 'POST', body })).status).toBe(303);
  expect(await sessionCount()).toBe(1);
  expect(await makesKey()).toBe(false);
});

test.each(['organization', 'archive'] as const)(
  'a session by the %s that an old process wrote, without the time of its sign-in, isn’t fresh',
  async (by) => {
    await provider.signIn(visitor, person(now()));
    const write = (signedInBy: typeof by | 'email') =>
      db().update(sessions).set({ signedInBy, authenticatedAt: null }).where(eq(sessions.archiveId, city.archiveId));
    await write(by);
    expect((await visitor.get('/configure/keys')).status).toBe(200);
    expect(await makesKey()).toBe(false);
    await write('email');
    expect(await makesKey()).toBe(true);
  },
);

test.each([
  ['doesn’t say when', undefined, false],
  ['says that it was before there were computers', -1e15, false],
  ['says that it was an hour ago', -HOUR, false],
  ['says that it was just now', 0, true],
])('an archive’s own login that %s counts from then', async (_what, age, isFresh) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  await db()
    .update(archives)
    .set({ signInKey: { ...(await exportJWK(publicKey)) } })
    .where(eq(archives.id, city.archiveId));
  const secret = await new SignJWT({ ...(age !== undefined && { auth_time: now() + age }) })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(city.archiveId)
    .setAudience(site.url)
    .setSubject(city.primary)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
  expect((await visitor.post('/sign-in/archive', { secret })).status).toBe(200);
  expect(await makesKey()).toBe(isFresh);
});
