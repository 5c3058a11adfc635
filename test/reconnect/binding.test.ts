import { beforeEach, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { renewLink } from '../../services/access/personalized-links.js';
import { consumeSignIn } from '../../services/reconnect/oauth-states.js';
import { applyAuthorization } from '../../services/reconnect/complete.js';
import { audit, oauthStates, users } from '../../db/schema.js';
import { randomSecret } from '../../platform/key-ring.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { aBrokenAccount, accountRow, aCity, auditTypes, createSite, stateOf } from '../rig/site.js';
import { Visitor, visitorOf, words } from '../rig/visitor.js';

let account: string;
let n = 0;
const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
const visitor = freshFixture(() => visitorOf(site, city));
beforeEach(async () => {
  const networkAccountId = `x-${(n += 1)}`;
  await site.identity({ network: 'x', id: networkAccountId, name: 'City Hall' });
  account = (await aBrokenAccount(site, city, { network: 'x', networkAccountId })).id;
});

const status = async () => (await accountRow(site, city, account)).status;

test('exactly one of 100 concurrent callbacks reconnects, and the rest show its result', async () => {
  const callback = await visitor.callback({ accountId: account });
  const pages = await Promise.all(Array.from({ length: 100 }, () => visitor.get(callback)));
  expect(pages.map(({ status: code }) => code)).toEqual(Array.from({ length: 100 }, () => 200));
  expect(new Set(pages.map((page) => words(page))).size).toBe(1);
  expect((await auditTypes(site, city, account)).filter((type) => type === 'reconnected')).toHaveLength(1);
});

test('a callback in another browser does nothing and doesn’t use up the sign-in', async () => {
  const callback = await visitor.callback({ accountId: account });
  const before = await stateOf(site, city);
  const stranger = new Visitor(site);
  expect((await stranger.get(callback)).status).toBe(400);
  stranger.setCookie('relink-browser', randomSecret());
  const page = await stranger.get(callback);
  expect(page.status).toBe(400);
  expect(words(page)).toContain('started in another browser');
  expect(await stateOf(site, city)).toEqual(before);
  expect((await visitor.get(callback)).status).toBe(200);
});

test('a modified state is rejected', async () => {
  const callback = new URL(await visitor.callback({ accountId: account }));
  const state = callback.searchParams.get('state')!;
  for (let i = 0; i < state.length; i += 1) {
    const changed = state.slice(0, i) + (state[i] === 'A' ? 'B' : 'A') + state.slice(i + 1);
    callback.searchParams.set('state', changed);
    expect((await visitor.get(callback.href)).status).toBe(400);
  }
  for (const other of ['', state.slice(0, -1), `${state}A`, state.split('.').toReversed().join('.')]) {
    callback.searchParams.set('state', other);
    expect((await visitor.get(callback.href)).status).toBe(400);
  }
  expect(await status()).toBe('disconnected');
  callback.searchParams.set('state', state);
  expect((await visitor.get(callback.href)).status).toBe(200);
});

test('one provider’s callback is rejected at another provider’s address', async () => {
  const callback = await visitor.callback({ accountId: account });
  expect((await visitor.get(callback.replace('/oauth/x/', '/oauth/google/'))).status).toBe(400);
  expect((await visitor.get(callback.replace('/oauth/x/', '/oauth/myspace/'))).status).toBe(404);
});

test('renewing a link mid-flow stops the reconnect at every step', async () => {
  const [started, callback] = [
    await visitor.begin({ accountId: account }),
    await visitor.callback({ accountId: account }),
  ];
  const { db, config } = site.context;
  await renewLink(db, config.keys, city.archiveId, city.owner);
  for (const url of [started, callback]) {
    const page = await visitor.get(url);
    expect(page.status).toBe(410);
    expect(words(page)).toContain('no longer works');
  }
  expect((await visitor.post('/connect/reconnect', { accountId: account })).status).toBe(401);
  expect((await visitor.get('/connect/accounts')).status).toBe(401);
  expect(await status()).toBe('disconnected');
});

test('renewing a link between the network’s response and the commit stops the reconnect', async () => {
  const { context } = site;
  await visitor.callback({ accountId: account });
  const [row] = await context.db.select().from(oauthStates).where(eq(oauthStates.archiveId, city.archiveId));
  const signIn = await consumeSignIn(context.db, row!.hash, 'this browser');
  await renewLink(context.db, context.config.keys, city.archiveId, city.owner);
  const { networkAccountId, name } = await accountRow(site, city, account);
  const tokens = { accessToken: 'a token' };
  const answer = {
    identity: { id: networkAccountId, name },
    tokens,
    accounts: [{ network: 'x' as const, networkAccountId, name, tokens }],
  };
  expect(await applyAuthorization(context, signIn!, answer)).toEqual({
    outcome: 'refused',
    refusal: { code: 'link_dead' },
  });
  expect(await status()).toBe('disconnected');
});

test('a sign-in ends when its owner is no longer an Account Owner', async () => {
  const callback = await visitor.callback({ accountId: account });
  await site.context.db
    .update(users)
    .set({ isAccountOwner: false, adminRole: 'full_access_administrator' })
    .where(eq(users.id, city.owner));
  expect((await visitor.get(callback)).status).toBe(410);
  expect(await status()).toBe('disconnected');
});

test('a sign-in expires after ten minutes', async () => {
  const begun = await visitor.begin({ accountId: account });
  const callback = await visitor.callback({ accountId: account });
  const pass = (time: string) =>
    site.context.db
      .update(oauthStates)
      .set({ expiresAt: sql`${oauthStates.expiresAt} - ${time}::interval` })
      .where(eq(oauthStates.archiveId, city.archiveId));
  await pass('9 minutes 30 seconds');
  expect((await visitor.get(begun)).status).toBe(303);
  await pass('30 seconds');
  for (const url of [begun, callback]) {
    const page = await visitor.get(url);
    expect(page.status).toBe(410);
    expect(words(page)).toContain('This sign-in has ended');
  }
  expect(await status()).toBe('disconnected');
});

describe('GET and HEAD change nothing', () => {
  const rows = async () => [
    (await site.context.db.select().from(oauthStates).where(eq(oauthStates.archiveId, city.archiveId))).length,
    (await site.context.db.select().from(audit).where(eq(audit.archiveId, city.archiveId))).length,
  ];

  test('on every page that a mail scanner can reach', async () => {
    const started = await visitor.begin({ accountId: account });
    const before = [await stateOf(site, city), await rows()];
    for (const url of [
      '/connect',
      '/connect/accounts',
      '/connect/accounts/list',
      '/connect/session',
      '/connect/reconnect',
      started,
    ]) {
      await visitor.get(url);
      await visitor.request(url, { method: 'HEAD' });
    }
    expect([await stateOf(site, city), await rows()]).toEqual(before);
  });

  test('even on a callback: HEAD is refused, and the sign-in can still succeed', async () => {
    const callback = await visitor.callback({ accountId: account });
    const head = await visitor.request(callback, { method: 'HEAD' });
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await visitor.get(callback)).status).toBe(200);
  });
});

describe('the page shown before leaving for the network', () => {
  test('is skipped if the person has just clicked', async () => {
    const page = await visitor.get(await visitor.begin({ accountId: account }));
    expect(page.status).toBe(303);
    expect(page.location).toContain(site.simulatorUrl);
  });

  test('names the archive and the account, and asks anyone else for one click', async () => {
    const started = await visitor.begin({ accountId: account });
    const other = await aCity(site.context.db);
    const stranger = await visitorOf(site, other);
    const page = await stranger.get(started);
    expect(page.status).toBe(200);
    expect(words(page)).toMatch(/Reconnect City Hall\?.*archive of City \d+/);
    expect(words(page)).toMatch(/Started from *Owner’s personalized link/);
  });

  test('shows a link to browsers without JavaScript', async () => {
    const answer = await visitor.request('/connect/reconnect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `accountId=${account}`,
    });
    expect(answer.status).toBe(303);
    const page = await visitor.get(answer.location!);
    expect(page.status).toBe(200);
    expect(page.text).toContain('id="go"');
  });
});

test('one archive’s account ids are unknown in another archive', async () => {
  const other = await aCity(site.context.db);
  const stranger = await visitorOf(site, other);
  const answer = await stranger.post('/connect/reconnect', { accountId: account });
  expect(answer.status).toBe(404);
  // The same identity at the network can have an account of its own in the other archive.
  const page = await stranger.reconnect({ network: 'x' });
  expect(page.status).toBe(200);
  expect(await status()).toBe('disconnected');
});
