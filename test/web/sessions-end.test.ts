/** Sessions end: after a while without use, after a working day, and when the right or the key behind them ends. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { insertApiKey } from '../../services/access/api-keys.js';
import { startLoginSession, type SignInWay } from '../../services/access/sessions.js';
import { signInUrl } from '../../services/access/sign-in-links.js';
import { audit, sessions, signInLinks, users } from '../../db/schema.js';
import { SESSION_HOURS, SESSION_IDLE_HOURS } from '../../domain/limits.js';
import { SCOPES } from '../../domain/principal.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { ASKING_BROWSER, askedForBy } from '../rig/sign-in-links.js';
import { aCity, createSite } from '../rig/site.js';
import { Visitor, visitorOf, words, type Seen } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db));
let clerk: Visitor;
let sessionId: string;
beforeEach(async () => ({ visitor: clerk, sessionId } = await signedIn(city.primary)));

async function signedIn(userId: string, by?: SignInWay) {
  const visitor = new Visitor(site);
  const started = await startLoginSession(site.context.db, { archiveId: city.archiveId, userId, by });
  visitor.setCookie('relink', started.secret);
  return { visitor, sessionId: started.id };
}

const row = async (id = sessionId) => (await site.context.db.select().from(sessions).where(eq(sessions.id, id)))[0]!;

/** Moves everything about the session into the past. */
const pass = (time: string, columns: readonly ('lastUsedAt' | 'createdAt' | 'expiresAt')[]) =>
  site.context.db
    .update(sessions)
    .set(Object.fromEntries(columns.map((name) => [name, sql`${sessions[name]} - ${time}::interval`])))
    .where(eq(sessions.archiveId, city.archiveId));

const isIn = async (visitor = clerk) => (await visitor.get('/you')).status === 200;

const postForm = (visitor: Visitor, path: string, form: Record<string, string>) =>
  visitor.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });

async function asProgram(method: string, path: string, body: string, type = 'application/json'): Promise<void> {
  const { key } = await insertApiKey(site.context.db, { archiveId: city.archiveId, name: 'engine', scopes: SCOPES });
  const answer = await new Visitor(site).request(path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  });
  expect([answer.text, answer.status]).toEqual([answer.text, 200]);
}

describe('a session that nobody uses', () => {
  test(`ends after ${SESSION_IDLE_HOURS} hours, and not before`, async () => {
    await pass(`${SESSION_IDLE_HOURS} hours -1 minute`, ['lastUsedAt']);
    expect(await isIn()).toBe(true);
    await pass(`${SESSION_IDLE_HOURS} hours 1 minute`, ['lastUsedAt']);
    const page = await clerk.get('/you');
    expect([page.status, page.location]).toEqual([303, '/sign-in']);
    expect((await clerk.get('/v1/dashboard')).status).toBe(401);
    // Once ended, it can't be used again.
    expect(await isIn()).toBe(false);
  });

  test('is also one that a Personalized Link opened', async () => {
    const owner = await visitorOf(site, city);
    await pass(`${SESSION_IDLE_HOURS} hours 1 minute`, ['lastUsedAt']);
    const page = await owner.get('/connect/accounts');
    expect(page.status).toBe(401);
    expect(words(page)).toContain('Open the link in your email');
  });

  test('isn’t kept alive by what an open page asks for by itself', async () => {
    await pass('30 minutes', ['lastUsedAt']);
    const { lastUsedAt } = await row();
    expect((await clerk.get('/dashboard/bar', { 'HX-Request': 'true' })).status).toBeLessThan(300);
    const stream = await fetch(`${site.url}/v1/events`, {
      headers: { cookie: `relink=${clerk.cookie('relink')}`, accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    await stream.body?.getReader().read();
    await stream.body?.cancel().catch(() => undefined);
    expect((await row()).lastUsedAt).toEqual(lastUsedAt);
  });

  test.each([
    ['opens a page', () => clerk.get('/dashboard')],
    ['sends a form', () => postForm(clerk, '/you', { locale: 'en', timeZone: '' })],
    ['clicks Reconnect', () => clerk.post('/v1/accounts/acc_none/reconnect', {})],
  ])('is one in which nobody %s: that keeps it alive', async (_what, use) => {
    await pass('30 minutes', ['lastUsedAt']);
    const before = await row();
    await use();
    expect((await row()).lastUsedAt.getTime()).toBeGreaterThan(before.lastUsedAt.getTime());
  });
});

test(`a session ends after ${SESSION_HOURS} hours, however much it’s used; its cookie lasts until the next day, to say why`, async () => {
  const lasts = (await row()).expiresAt.getTime() - (await row()).createdAt.getTime();
  expect(Math.round(lasts / 60_000)).toBe(SESSION_HOURS * 60);
  await pass(`${SESSION_HOURS} hours -1 minute`, ['createdAt', 'expiresAt']);
  expect(await isIn()).toBe(true);
  await pass('1 minute', ['createdAt', 'expiresAt']);
  expect(await isIn()).toBe(false);
  const link = await aSignInLink(city.primary);
  const visitor = new Visitor(site);
  visitor.setCookie('relink-asked', ASKING_BROWSER);
  const answer = await visitor.post('/sign-in/open', { secret: link });
  expect(answer.headers.getSetCookie().find((cookie) => cookie.startsWith('relink='))).toContain(
    `Max-Age=${24 * 3600}`,
  );
});

describe('a person whose session is over', () => {
  const BACK = 'After you sign in, you’ll be back where you were.';

  /** What the sign-in page says to the browser that has the session's cookie. */
  async function said(visitor = clerk): Promise<string> {
    expect((await visitor.get('/accounts?status=disconnected')).location).toBe('/sign-in');
    const page = words(await visitor.get('/sign-in'));
    expect(page).toContain(BACK);
    return page;
  }

  test('is told that nobody used the page for two hours', async () => {
    await pass('3 hours', ['lastUsedAt']);
    expect(await said()).toContain('You were signed out because no one used this page for 2 hours.');
  });

  test('is told that the eight hours are over', async () => {
    await pass('9 hours', ['createdAt', 'expiresAt', 'lastUsedAt']);
    expect(await said()).toContain('You were signed out because you signed in more than 8 hours ago.');
  });

  test('is told that it was ended from another browser', async () => {
    const { visitor: desk } = await signedIn(city.primary);
    await postForm(desk, '/you/sessions/end', { id: sessionId });
    expect(await said()).toContain('because this session was ended from another browser or device.');
  });

  test('is told that the email address was changed', async () => {
    const theirs = await signedIn(city.readOnly);
    await asProgram('PATCH', `/v1/users/${city.readOnly}`, '{"email":"moved@springfield.example"}');
    const page = await said(theirs.visitor);
    expect(page).toContain('You were signed out because your email address was changed.');
    expect(page).not.toContain('moved@springfield.example');
  });

  test('is told that an administrator changed what they can do', async () => {
    const theirs = await signedIn(city.readOnly);
    await asProgram('PATCH', `/v1/users/${city.readOnly}`, '{"roles":["account_owner"]}');
    expect(await said(theirs.visitor)).toContain('because an administrator changed what you can do in the archive.');
  });

  test('goes to the page that says so from the front page, too', async () => {
    await pass('3 hours', ['lastUsedAt']);
    const front = await clerk.get('/');
    expect([front.status, front.location]).toEqual([303, '/sign-in']);
  });

  test('comes back to the form that they sent, and not to the part of a page that asks for itself', async () => {
    await pass('3 hours', ['lastUsedAt']);
    await postForm(clerk, `/configure/people/${city.owner}`, {});
    expect(Buffer.from(clerk.cookie('relink-next')!, 'base64url').toString()).toBe(`/configure/people/${city.owner}`);
    await clerk.get('/accounts', { 'HX-Request': 'true', 'HX-Current-URL': `${site.url}/dashboard?page=2` });
    expect(Buffer.from(clerk.cookie('relink-next')!, 'base64url').toString()).toBe('/dashboard?page=2');
    await clerk.get('/you', { 'HX-Request': 'true', 'HX-Current-URL': 'https://elsewhere.example/' });
    expect(Buffer.from(clerk.cookie('relink-next')!, 'base64url').toString()).toBe('/dashboard?page=2');
  });

  test('is told that what they were saving wasn’t saved', async () => {
    await pass('3 hours', ['lastUsedAt']);
    const answer = await postForm(clerk, '/configure/people/new', { name: 'Newcomer' });
    expect(answer.location).toBe('/sign-in?unsaved');
    const page = words(await clerk.get('/sign-in?unsaved'));
    expect(page).toContain('What you were saving wasn’t saved. After you sign in, you’ll be back on that page.');
    expect(page).not.toContain(BACK);
  });

  test('is still told so after a wrong address, and why even if the browser forgot the session', async () => {
    const page = await new Visitor(site).get('/sign-in?unsaved');
    expect(words(page)).toContain('You’re not signed in, so what you were saving wasn’t saved.');
    const action = / action="(\/sign-in[^"]*)"/.exec(page.text)![1]!;
    await pass('3 hours', ['lastUsedAt']);
    const answer = await postForm(clerk, action, { email: 'clerk@' });
    expect(words(answer)).toContain('What you were saving wasn’t saved.');
  });

  test('is told nothing by a browser that never had the session, or that signed out itself', async () => {
    const silent = (page: Seen) => expect(words(page)).not.toContain('You were signed out');
    silent(await new Visitor(site).get('/sign-in'));
    const guess = new Visitor(site);
    guess.setCookie('relink', 'a-guess');
    silent(await guess.get('/sign-in'));
    const cookie = clerk.cookie('relink')!;
    await postForm(clerk, '/sign-out', {});
    clerk.setCookie('relink', cookie);
    silent(await clerk.get('/sign-in'));
  });

  test('and came through a personalized link is told why the page is closed', async () => {
    const owner = await visitorOf(site, city);
    await pass('3 hours', ['lastUsedAt']);
    const page = words(await owner.get('/connect/accounts'));
    expect(page).toContain('Your page closed because no one used it for 2 hours.');
    expect(page).toContain('Your personalized link opens this page.');
  });
});

async function aSignInLink(userId: string): Promise<string> {
  const { db, config } = site.context;
  const id = await db.transaction((tx) => askedForBy(tx, config.keys, { archiveId: city.archiveId, userId }));
  const [link] = await db.select().from(signInLinks).where(eq(signInLinks.id, id));
  return signInUrl(config.keys, config.publicUrl, link!).split('#')[1]!;
}

test('a live page ends when its session does', async () => {
  const stream = await fetch(`${site.url}/v1/events`, {
    headers: { cookie: `relink=${clerk.cookie('relink')}`, accept: 'text/event-stream' },
  });
  const reader = stream.body!.getReader();
  await reader.read();
  await postForm(clerk, '/sign-out', {});
  for (let isOpen = true; isOpen;) isOpen = !(await reader.read()).done;
  expect((await clerk.get('/v1/dashboard')).status).toBe(401);
});

test('an Account Owner who came through a link can sign out on a shared computer', async () => {
  const owner = await visitorOf(site, city);
  const page = await owner.get('/connect/accounts');
  expect(words(page)).toContain('On a shared computer? Sign out when you’re done.');
  expect(page.text).toContain('action="/sign-out"');
  const secret = owner.cookie('relink')!;
  expect((await postForm(owner, '/sign-out', {})).status).toBe(200);
  owner.setCookie('relink', secret);
  expect((await owner.get('/connect/accounts')).status).toBe(401);
});

describe('My preferences', () => {
  test('lists where a person is signed in, also through their link, when each was last used, and until when', async () => {
    await site.context.db.update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
    await visitorOf(site, city, city.primary);
    const gone = await signedIn(city.primary);
    await site.context.db
      .update(sessions)
      .set({ lastUsedAt: sql`now() - ${SESSION_IDLE_HOURS} * interval '1 hour'` })
      .where(eq(sessions.id, gone.sessionId));
    const page = words(await clerk.get('/you'));
    expect(page.match(/Last used [^.]*\d:\d\d [AP]M[^.]*\. Expires/g)).toHaveLength(2);
    expect(page).toContain('Opened with a personalized link');
    // This one comes first, although the other is newer.
    expect(page.indexOf('This browser')).toBeLessThan(page.indexOf('Opened with a personalized link'));
    expect(page).toContain(`when it isn’t used for ${SESSION_IDLE_HOURS} hours`);
  });

  test('“Sign out everywhere else” ends all others at the server, visits through a link too, and records it', async () => {
    const { db } = site.context;
    await db.update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
    const link = await visitorOf(site, city, city.primary);
    const other = await signedIn(city.primary);
    expect([(await link.get('/connect/accounts')).status, await isIn(other.visitor)]).toEqual([200, true]);
    await postForm(clerk, '/you/sessions/end', { id: 'all' });
    expect([(await link.get('/connect/accounts')).status, await isIn(other.visitor)]).toEqual([401, false]);
    expect(await isIn()).toBe(true);
    const rows = await db.select().from(sessions).where(eq(sessions.userId, city.primary));
    expect(rows.filter((one) => one.revokedAt === null).map(({ id }) => id)).toEqual([sessionId]);
    const isOfCity = and(eq(audit.archiveId, city.archiveId), eq(audit.type, 'signed_out'));
    const [entry] = await db.select().from(audit).where(isOfCity);
    expect((entry!.detail.sessionIds as string[]).toSorted()).toEqual(
      rows.flatMap(({ id }) => (id === sessionId ? [] : id)).toSorted(),
    );
  });
});

describe('a person who loses the right to sign in is signed out for good', () => {
  const administrator = async () =>
    (await site.context.db.select().from(users).where(eq(users.email, city.emails.unsubscribed)))[0]!.id;
  const setRoles = (id: string, roles: string) =>
    asProgram('PATCH', `/v1/users/${id}`, JSON.stringify({ roles: roles.split(';') }));
  const importRoles = (_id: string, roles: string) =>
    asProgram(
      'POST',
      '/v1/users/import',
      `name,email,roles\nUnsubscribed,${city.emails.unsubscribed},${roles}\n`,
      'text/csv',
    );

  test.each([
    ['on the person’s page', setRoles],
    ['by a spreadsheet', importRoles],
  ])('when the role is taken %s', async (_how, change) => {
    const id = await administrator();
    const theirs = await signedIn(id);
    const link = await aSignInLink(id);
    expect(await isIn(theirs.visitor)).toBe(true);
    await change(id, 'account_owner');
    expect(await isIn(theirs.visitor)).toBe(false);
    expect((await row(theirs.sessionId)).revokedAt).not.toBeNull();
    // Someone who gets a role again signs in again.
    await change(id, 'read_only_administrator');
    expect(await isIn(theirs.visitor)).toBe(false);
    expect((await new Visitor(site).post('/sign-in/open', { secret: link })).status).toBe(410);
  });
});

test('whoever signed in with the archive’s own login is signed out when its key is replaced, except in the session that did it', async () => {
  const jwk = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  await asProgram('PATCH', '/v1/archive', JSON.stringify({ signInKey: jwk() }));
  const [own, theirs, emailed] = [
    await signedIn(city.primary, 'archive'),
    await signedIn(city.readOnly, 'archive'),
    await signedIn(city.readOnly, 'email'),
  ];
  // As the archive's token would say.
  await site.context.db.update(sessions).set({ authenticatedAt: new Date() }).where(eq(sessions.id, own.sessionId));
  const changed = await own.visitor.request('/v1/archive', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signInKey: jwk() }),
  });
  expect(changed.status).toBe(200);
  expect([await isIn(own.visitor), await isIn(theirs.visitor), await isIn(emailed.visitor)]).toEqual([
    true,
    false,
    true,
  ]);
  // Another setting signs no one out.
  const again = await signedIn(city.readOnly, 'archive');
  await asProgram('PATCH', '/v1/archive', JSON.stringify({ locale: 'es' }));
  expect(await isIn(again.visitor)).toBe(true);
});
