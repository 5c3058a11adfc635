/** Every way into a browser, and whose session the browser had before. */
import { expect, test } from '@jest/globals';
import { and, asc, eq, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readdirSync, readFileSync } from 'node:fs';
import { archives, audit, sessions, signInLinks, usedSignInTokens, users } from '../../db/schema.js';
import type { Transaction } from '../../db/client.js';
import { type KeyRing } from '../../platform/key-ring.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { createInvitationLink, signInUrl } from '../../services/access/sign-in-links.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { askedForBy } from '../rig/sign-in-links.js';
import { aCity, createSite, linkOf, type City } from '../rig/site.js';
import { Visitor } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db, { name: 'City of Springfield' }));
const elsewhere = freshFixture(() => aCity(site.context.db, { name: 'Shelbyville Schools' }));
const visitor = freshFixture(() => new Visitor(site));

const db = () => site.context.db;

const hashOf = (url: string) => new URL(url).hash.slice(1);

/** Asked for in another browser, which the person has confirmed: one confirmation isn't the other. */

/** A link that signs the owner in, as an email carries it. */
async function emailedLink(
  create: (tx: Transaction, keys: KeyRing, archiveId: string, userId: string) => Promise<string | null>,
): Promise<string> {
  const { keys, publicUrl } = site.context.config;
  await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
  const id = await db().transaction((tx) => create(tx, keys, city.archiveId, city.owner));
  return hashOf(signInUrl(keys, publicUrl, { archiveId: city.archiveId, id: id!, keyId: keys.currentId }));
}

async function archiveToken(): Promise<string> {
  await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const signInKey = { ...(await exportJWK(publicKey)) };
  await db().update(archives).set({ signInKey }).where(eq(archives.id, city.archiveId));
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(city.archiveId)
    .setAudience(site.url)
    .setSubject(city.emails.owner)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
}

/** Each way makes the browser the owner's, and says what its script posts. */
const WAYS: [string, () => Promise<{ path: string; body: object }>][] = [
  [
    'an emailed sign-in link',
    async () => ({
      path: '/sign-in/open',
      body: {
        secret: await emailedLink((tx, keys, archiveId, userId) => askedForBy(tx, keys, { archiveId, userId })),
        askedElsewhere: true,
      },
    }),
  ],
  [
    'an invitation',
    async () => ({
      path: '/sign-in/open',
      body: { secret: await emailedLink(createInvitationLink), askedElsewhere: true },
    }),
  ],
  ['the archive’s own login', async () => ({ path: '/sign-in/archive', body: { secret: await archiveToken() } })],
  [
    'a personalized link',
    async () => ({ path: '/connect/session', body: { fragment: hashOf(await linkOf(site, city)) } }),
  ],
];

async function signInAs({ archiveId }: City, userId: string): Promise<void> {
  visitor.setCookie('relink', (await startLoginSession(db(), { archiveId, userId })).secret);
}

/** Whose session the browser has, how, and how the question names that person. */
const OTHERS: [string, () => Promise<void>, object][] = [
  [
    'another person of the archive',
    () => signInAs(city, city.primary),
    { name: 'Primary', archive: 'City of Springfield', through: 'sign_in' },
  ],
  [
    'a person of another archive',
    () => signInAs(elsewhere, elsewhere.primary),
    { name: 'Primary', archive: 'Shelbyville Schools', through: 'sign_in' },
  ],
  [
    'another owner, through that owner’s link',
    async () => void (await visitor.open(await linkOf(site, city, city.otherOwner))),
    { name: 'Other', archive: 'City of Springfield', through: 'link' },
  ],
  [
    'an owner of another archive, through that owner’s link',
    async () => void (await visitor.open(await linkOf(site, elsewhere))),
    { name: 'Owner', archive: 'Shelbyville Schools', through: 'link' },
  ],
];

/** Everything that a way in can change. */
async function everything() {
  return {
    sessions: await db().select().from(sessions).orderBy(asc(sessions.id)),
    links: await db().select().from(signInLinks).orderBy(asc(signInLinks.id)),
    tokens: await db().select().from(usedSignInTokens),
    audit: await db().select().from(audit).orderBy(asc(audit.id)),
  };
}

const working = async () =>
  (
    await db()
      .select({ userId: sessions.userId })
      .from(sessions)
      .where(
        and(
          sql`${sessions.revokedAt} is null`,
          sql`${sessions.archiveId} in (${city.archiveId}, ${elsewhere.archiveId})`,
        ),
      )
  ).map(({ userId }) => userId);

const CASES = WAYS.flatMap(([way, make]) =>
  OTHERS.map(([other, arrive, current]) => [way, other, make, arrive, current] as const),
);

test.each(CASES)(
  '%s doesn’t replace the session of %s before someone confirms',
  async (_way, _other, make, arrive, current) => {
    const { path, body } = await make();
    await arrive();
    const [cookie, before] = [visitor.cookie('relink'), await everything()];

    const question = await visitor.post(path, body);
    expect(question.status).toBe(409);
    expect(JSON.parse(question.text)).toMatchObject({
      code: 'other_person',
      current,
      next: { name: 'Owner', archive: 'City of Springfield' },
    });
    expect(question.headers.getSetCookie()).toEqual([]);
    expect(await everything()).toEqual(before);

    const answer = await visitor.post(path, { ...body, confirmed: true });
    expect(answer.status).toBe(200);
    expect(await working()).toEqual([city.owner]);
    const old = new Visitor(site);
    old.setCookie('relink', cookie!);
    expect((await old.get('/connect/accounts')).status).toBe(401);
  },
);

test.each(WAYS)('%s goes straight on in a browser where nobody is signed in', async (_way, make) => {
  const { path, body } = await make();
  expect((await visitor.post(path, body)).status).toBe(200);
  expect(await working()).toEqual([city.owner]);
});

test.each(WAYS)('%s doesn’t ask the person who is signed in already', async (_way, make) => {
  const { path, body } = await make();
  await db().update(users).set({ access: 'invite' }).where(eq(users.id, city.owner));
  await signInAs(city, city.owner);
  expect((await visitor.post(path, body)).status).toBe(200);
  expect(await working()).toEqual([city.owner]);
  const page = await visitor.get('/connect/accounts');
  expect(page.status).toBe(200);
});

test('an owner who signs in after opening the personalized link isn’t asked, and the visit ends', async () => {
  await visitor.open(await linkOf(site, city));
  const visit = visitor.cookie('relink')!;
  const { path, body } = await WAYS[0]![1]();
  expect((await visitor.post(path, body)).status).toBe(200);
  const old = new Visitor(site);
  old.setCookie('relink', visit);
  expect((await old.get('/connect/accounts')).status).toBe(401);
});

test('an administrator who opens her own personalized link stays signed in as an administrator', async () => {
  await db().update(users).set({ isAccountOwner: true }).where(eq(users.id, city.primary));
  await signInAs(city, city.primary);
  const cookie = visitor.cookie('relink');
  const answer = await visitor.open(await linkOf(site, city, city.primary));
  expect(answer.status).toBe(200);
  expect(visitor.cookie('relink')).toBe(cookie);
  expect((await visitor.get('/dashboard')).status).toBe(200);
});

test('opening the same link again goes on with the visit, until half of its time has passed', async () => {
  const link = await linkOf(site, city);
  await visitor.open(link);
  const first = visitor.cookie('relink');
  await visitor.open(link);
  expect(visitor.cookie('relink')).toBe(first);
  const age = (hours: string) =>
    db()
      .update(sessions)
      .set({ createdAt: sql`now() - ${hours}::interval` })
      .where(eq(sessions.archiveId, city.archiveId));
  await age('3 hours 59 minutes');
  await visitor.open(link);
  expect(visitor.cookie('relink')).toBe(first);
  await age('4 hours 1 minute');
  await visitor.open(link);
  expect(visitor.cookie('relink')).not.toBe(first);
  expect(await working()).toEqual([city.owner]);
});

test('a session that has only run out of time still asks, because its person expects to go on as who they were', async () => {
  await signInAs(elsewhere, elsewhere.primary);
  await db()
    .update(sessions)
    .set({ lastUsedAt: sql`now() - interval '3 hours'` })
    .where(eq(sessions.archiveId, elsewhere.archiveId));
  const secret = await archiveToken();
  const question = await visitor.post('/sign-in/archive', { secret });
  expect([question.status, JSON.parse(question.text)]).toMatchObject([
    409,
    { code: 'other_person', current: { archive: 'Shelbyville Schools', through: 'sign_in' } },
  ]);
  expect((await visitor.post('/sign-in/archive', { secret, confirmed: true })).status).toBe(200);
  expect(await working()).toEqual([city.owner]);
});

test('a question about a dead link is never asked', async () => {
  const { path, body } = await WAYS[0]![1]();
  await db()
    .update(signInLinks)
    .set({ usedAt: sql`now()` });
  await signInAs(city, city.primary);
  const answer = await visitor.post(path, body);
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([410, { code: 'sign_in_dead' }]);
});

test('only the one way in starts sessions', () => {
  const folders = ['services', 'web', 'api', 'http', 'cli', 'activities', 'platform'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const starters = files.filter(
    (name) => /\.tsx?$/.test(name) && /start(Login|Link)Session|insert\(sessions\)/.test(readFileSync(name, 'utf8')),
  );
  expect(starters.toSorted()).toEqual(['services/access/enter.ts', 'services/access/sessions.ts']);
});
