/** Every way into a browser, and whose session the browser had before. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { and, asc, eq, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readdirSync, readFileSync } from 'node:fs';
import { archives, audit, callerCounts, sessions, signInLinks, usedSignInTokens, users } from '../../db/schema.js';
import type { Transaction } from '../../db/client.js';
import { type KeyRing } from '../../platform/key-ring.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { createInvitationLink, signInUrl } from '../../services/access/sign-in-links.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { ASKING_BROWSER, askedForBy } from '../rig/sign-in-links.js';
import { aCity, createSite, linkOf, type City } from '../rig/site.js';
import { until } from '../rig/until.js';
import { Visitor, type Seen } from '../rig/visitor.js';

const site = sharedFixture(createSite);
const city = freshFixture(() => aCity(site.context.db, { name: 'City of Springfield' }));
const elsewhere = freshFixture(() => aCity(site.context.db, { name: 'Shelbyville Schools' }));
const visitor = freshFixture(() => {
  const browser = new Visitor(site);
  browser.setCookie('relink-asked', ASKING_BROWSER);
  return browser;
});

const db = () => site.context.db;

// More than one address may do in a minute.
beforeEach(() => db().delete(callerCounts));

const hashOf = (url: string) => new URL(url).hash.slice(1);

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
const STRAIGHT: [string, () => Promise<{ path: string; body: object }>][] = [
  [
    'an emailed sign-in link',
    async () => ({
      path: '/sign-in/open',
      body: { secret: await emailedLink((tx, keys, archiveId, userId) => askedForBy(tx, keys, { archiveId, userId })) },
    }),
  ],
  ['the archive’s own login', async () => ({ path: '/sign-in/archive', body: { secret: await archiveToken() } })],
  [
    'a personalized link',
    async () => ({ path: '/connect/session', body: { fragment: hashOf(await linkOf(site, city)) } }),
  ],
];

/** An invitation always asks. */
const WAYS: typeof STRAIGHT = [
  ...STRAIGHT,
  ['an invitation', async () => ({ path: '/sign-in/open', body: { secret: await emailedLink(createInvitationLink) } })],
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
  async (way, _other, make, arrive, current) => {
    const { path, body } = await make();
    await arrive();
    const [cookie, before] = [visitor.cookie('relink'), await everything()];

    const question = await visitor.post(path, body);
    expect(question.status).toBe(409);
    const asked = JSON.parse(question.text) as { question: string };
    expect(asked).toMatchObject(
      way === 'an invitation'
        ? { code: 'asked_elsewhere', current, person: 'Owner', archive: 'City of Springfield' }
        : { code: 'other_person', current, next: { name: 'Owner', archive: 'City of Springfield' } },
    );
    expect(question.headers.getSetCookie()).toEqual([]);
    expect(await everything()).toEqual(before);

    const answer = await visitor.post(path, { ...body, confirmed: asked.question });
    expect(answer.status).toBe(200);
    expect(await working()).toEqual([city.owner]);
    const old = new Visitor(site);
    old.setCookie('relink', cookie!);
    expect((await old.get('/connect/accounts')).status).toBe(401);
  },
);

test.each(STRAIGHT)('%s goes straight on in a browser where nobody is signed in', async (_way, make) => {
  const { path, body } = await make();
  expect((await visitor.post(path, body)).status).toBe(200);
  expect(await working()).toEqual([city.owner]);
});

const questionOf = (answer: Seen) =>
  JSON.parse(answer.text) as { code: string; question: string; current: { name: string; archive: string } };

describe.each(WAYS)('%s, after the question was asked,', (_way, make) => {
  test('asks again if another tab has signed in someone else in the meantime', async () => {
    const { path, body } = await make();
    await signInAs(city, city.primary);
    const { question, current } = questionOf(await visitor.post(path, body));
    expect(current).toMatchObject({ name: 'Primary', archive: 'City of Springfield' });

    await signInAs(elsewhere, elsewhere.primary);
    const before = await everything();
    const answer = await visitor.post(path, { ...body, confirmed: question });
    expect([answer.status, questionOf(answer).current]).toMatchObject([409, { archive: 'Shelbyville Schools' }]);
    expect(await everything()).toEqual(before);
    const again = await visitor.post(path, { ...body, confirmed: questionOf(answer).question });
    expect(again.status).toBe(200);
  });

  test('asks again if the same person has a new session, which nobody agreed to end', async () => {
    const { path, body } = await make();
    await signInAs(city, city.primary);
    const { question } = questionOf(await visitor.post(path, body));
    await signInAs(city, city.primary);
    const before = await everything();
    expect((await visitor.post(path, { ...body, confirmed: question })).status).toBe(409);
    expect(await everything()).toEqual(before);
  });

  test('asks again if an archive has another name by now', async () => {
    const { path, body } = await make();
    await signInAs(elsewhere, elsewhere.primary);
    const { question } = questionOf(await visitor.post(path, body));
    await db().update(archives).set({ name: 'Ogdenville' }).where(eq(archives.id, elsewhere.archiveId));
    const answer = await visitor.post(path, { ...body, confirmed: question });
    expect([answer.status, questionOf(answer).current]).toMatchObject([409, { archive: 'Ogdenville' }]);
  });

  test('takes nothing but its own question for an answer', async () => {
    const { path, body } = await make();
    await signInAs(city, city.primary);
    const before = await everything();
    for (const confirmed of [true, 'yes', {}, [], 1]) {
      const answer = await visitor.post(path, { ...body, confirmed });
      expect(answer.status).toBe(409);
    }
    expect(await everything()).toEqual(before);
  });
});

/** Posts from as many tabs of one browser. All have read the person's session before any of them ends it. */
async function postedAtOnce(userId: string, posts: readonly { path: string; body: object }[]): Promise<Seen[]> {
  let answers: Promise<Seen[]>;
  await db().transaction(async (tx) => {
    await tx.select().from(sessions).where(eq(sessions.userId, userId)).for('update');
    answers = Promise.all(
      posts.map(async ({ path, body }) => {
        const tab = new Visitor(site);
        for (const name of ['relink', 'relink-asked']) tab.setCookie(name, visitor.cookie(name)!);
        return tab.post(path, body);
      }),
    );
    await until('all of them wait for the session', async () => {
      const [row] = await db().execute<{ n: number }>(
        sql`select count(*)::int n from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%"sessions"%'`,
      );
      return row!.n === posts.length;
    });
  });
  return answers!;
}

test('of two answers that a browser gives at once, one counts and the other is asked again', async () => {
  await signInAs(city, city.primary);
  const links = [await linkOf(site, city), await linkOf(site, elsewhere)].map(hashOf);
  const questions: string[] = [];
  for (const fragment of links)
    questions.push(questionOf(await visitor.post('/connect/session', { fragment })).question);
  const seen = await postedAtOnce(
    city.primary,
    links.map((fragment, i) => ({ path: '/connect/session', body: { fragment, confirmed: questions[i]! } })),
  );
  expect(seen.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(await working()).toHaveLength(1);
});

test('of two sign-ins of the same person in a browser at once, only one session is left', async () => {
  const posts = [await STRAIGHT[0]![1](), await STRAIGHT[1]![1]()];
  await signInAs(city, city.owner);
  const seen = await postedAtOnce(city.owner, posts);
  expect(seen.map(({ status }) => status)).toEqual([200, 200]);
  expect(await working()).toEqual([city.owner]);
});

test('the answer to one link’s question isn’t an answer to another’s', async () => {
  await signInAs(city, city.primary);
  const [toOwner, toOther] = [await linkOf(site, city), await linkOf(site, city, city.otherOwner)].map(hashOf);
  const { question } = questionOf(await visitor.post('/connect/session', { fragment: toOwner }));
  const answer = await visitor.post('/connect/session', { fragment: toOther, confirmed: question });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([409, { next: { name: 'Other' } }]);
});

test('the answers that a page offers name the people, and their archives only if they differ', async () => {
  const shown = async () =>
    (JSON.parse((await visitor.open(await linkOf(site, city))).text) as { shown: object }).shown;
  await signInAs(city, city.primary);
  expect(await shown()).toMatchObject({ goOn: 'Continue as Owner', stay: 'Stay as Primary' });
  await signInAs(elsewhere, elsewhere.primary);
  expect(await shown()).toMatchObject({
    goOn: 'Continue as Owner (City of Springfield)',
    stay: 'Stay as Primary (Shelbyville Schools)',
  });
});

test('looking at an emailed link asks the whole question, and changes nothing', async () => {
  const { path, body } = await WAYS.at(-1)![1]();
  await signInAs(elsewhere, elsewhere.primary);
  const before = await everything();
  const look = await visitor.post(path, { ...body, look: true });
  expect([look.status, JSON.parse(look.text)]).toMatchObject([
    409,
    { code: 'asked_elsewhere', asked: null, current: { archive: 'Shelbyville Schools' } },
  ]);
  const { path: open, body: link } = await STRAIGHT[0]![1]();
  const beforeSecond = await everything();
  visitor.setCookie('relink', 'nobody');
  const ready = await visitor.post(open, { ...link, look: true });
  expect([ready.status, JSON.parse(ready.text)]).toEqual([200, { ready: true }]);
  expect(await everything()).toEqual(beforeSecond);
  expect(before.sessions).toEqual(beforeSecond.sessions);
});

test.each(STRAIGHT)('%s doesn’t ask the person who is signed in already', async (_way, make) => {
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
  const confirmed = questionOf(question).question;
  expect((await visitor.post('/sign-in/archive', { secret, confirmed })).status).toBe(200);
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
