/** Live streams at several servers: a person and an archive have as many places as at one, and a server that dies takes none with it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq, ne, sql } from 'drizzle-orm';
import { changes, liveStreams } from '../../db/schema.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { purgeStreams } from '../../services/dashboard/live-streams.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { startTwoServers } from '../rig/two-servers.js';
import { until } from '../rig/until.js';

const servers = sharedFixture(startTwoServers);

interface Stream {
  /** Kept, because a response that is garbage-collected closes its stream. */
  response: Response;
  status: number;
  code: string | null;
  close(): void;
}

const opened: Stream[] = [];
let city: City;
beforeEach(async () => {
  city = await aCity(servers.context.db);
});
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.close();
  await until('all places are free again', async () => (await places()).length === 0);
});

async function open(url: string, headers: Record<string, string>): Promise<Stream> {
  const gone = new AbortController();
  const response = await fetch(`${url}/v1/events`, { headers, signal: gone.signal });
  const code = response.status === 200 ? null : ((await response.json()) as { code: string; detail: string }).code;
  const stream = { response, status: response.status, code, close: () => gone.abort() };
  opened.push(stream);
  return stream;
}

const places = (of?: City) =>
  servers.context.db
    .select()
    .from(liveStreams)
    .where(of && eq(liveStreams.archiveId, of.archiveId));

const signIn = async ({ archiveId }: City, userId: string) => {
  const { secret } = await startLoginSession(servers.context.db, { archiveId, userId });
  return { cookie: `relink=${secret}` };
};
const aKey = async ({ archiveId }: City) => {
  const { key } = await insertApiKey(servers.context.db, { archiveId, name: 'engine', scopes: ['read'] });
  return { authorization: `Bearer ${key}` };
};
const openMany = (n: number, caller: (i: number) => Record<string, string>) =>
  Promise.all(Array.from({ length: n }, (_, i) => open(i % 2 ? servers.one.url : servers.two.url, caller(i))));
const countOf = (streams: readonly Stream[], status: number) =>
  streams.filter((stream) => stream.status === status).length;

test('a person who opens thirty at once, in two browsers and at two servers, gets twelve', async () => {
  const browsers = [await signIn(city, city.primary), await signIn(city, city.primary)];
  const streams = await openMany(30, (i) => browsers[i % 4 > 1 ? 1 : 0]!);
  expect([countOf(streams, 200), countOf(streams, 429)]).toEqual([12, 18]);
  expect(streams.find(({ status }) => status === 429)!.code).toBe('too_many_streams');
  expect(await places(city)).toHaveLength(12);
  expect((await open(servers.one.url, await aKey(city))).status).toBe(200);
});

test('an archive that has a hundred gets no more, and another archive isn’t refused', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => aKey(city)));
  const streams = await openMany(110, (i) => keys[i % 10]!);
  expect([countOf(streams, 200), countOf(streams, 429)]).toEqual([100, 10]);
  expect(await places(city)).toHaveLength(100);
  expect((await open(servers.two.url, await signIn(city, city.primary))).code).toBe('too_many_streams');
  const { otherCity } = servers;
  expect((await open(servers.two.url, await signIn(otherCity, otherCity.primary))).status).toBe(200);
});

describe('requests that wait for changes', () => {
  const waitFor = async (url: string, headers: Record<string, string>, query: string): Promise<Stream> => {
    const gone = new AbortController();
    const response = await fetch(`${url}/v1/changes?${query}`, { headers, signal: gone.signal });
    const { code } = (await response.json()) as { code?: string };
    const stream = { response, status: response.status, code: code ?? null, close: () => gone.abort() };
    opened.push(stream);
    return stream;
  };
  const newest = async (headers: Record<string, string>) => {
    const response = await fetch(`${servers.one.url}/v1/changes?limit=200`, { headers });
    return ((await response.json()) as { nextCursor: string }).nextCursor;
  };

  test('a key that sends thirty at once to two servers has twelve waiting, and they count with its live streams', async () => {
    const key = await aKey(city);
    const cursor = await newest(key);
    const waiting = Array.from({ length: 30 }, (_, i) =>
      waitFor(i % 2 ? servers.one.url : servers.two.url, key, `wait=30&cursor=${cursor}`),
    );
    const refused: Stream[] = [];
    for (const one of waiting) void one.then((answer) => answer.status === 429 && refused.push(answer));
    await until('eighteen were refused', () => Promise.resolve(refused.length === 18));
    expect(await places(city)).toHaveLength(12);
    expect(new Set(refused.map(({ code, response }) => `${code} ${response.headers.get('retry-after')}`))).toEqual(
      new Set(['too_many_streams 30']),
    );
    expect((await open(servers.one.url, key)).code).toBe('too_many_streams');
    expect((await waitFor(servers.two.url, await aKey(city), 'wait=0')).status).toBe(200);

    // A change answers all of them, and their places are free at once.
    await aChange(city);
    const answers = await Promise.all(waiting);
    expect([countOf(answers, 200), countOf(answers, 429)]).toEqual([12, 18]);
    await until('their places are free', async () => (await places(city)).length === 0);
  });

  test('one that needn’t wait takes no place, so a full key still gets what is new', async () => {
    const key = await aKey(city);
    await aChange(city);
    await openMany(12, () => key);
    const { two } = servers;
    expect((await waitFor(two.url, key, 'wait=30')).status).toBe(200);
    const cursor = await newest(key);
    expect((await waitFor(two.url, key, `wait=0&cursor=${cursor}`)).status).toBe(200);
    expect((await waitFor(two.url, key, `wait=30&cursor=${cursor}`)).status).toBe(429);
  });

  test('one whose place has been lost is answered, so the program asks again', async () => {
    const key = await aKey(city);
    const cursor = await newest(key);
    const waiting = waitFor(servers.one.url, key, `wait=30&cursor=${cursor}`);
    await until('it has a place', async () => (await places(city)).length === 1);
    const started = performance.now();
    await servers.context.db.delete(liveStreams).where(eq(liveStreams.archiveId, city.archiveId));
    expect((await waiting).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(25_000);
  });
});

/** Something that the change feed tells. */
const aChange = async ({ archiveId }: City) => {
  const accountId = await anAccount(servers.context.db, city);
  await servers.context.db.insert(changes).values({ archiveId, accountId, type: 'disconnected', detail: {} });
};

test('a person’s places at a server that died are free again when their leases expire, not before', async () => {
  const { context, one, two } = servers;
  const headers = await signIn(city, city.primary);
  await openMany(12, () => headers);
  await two.end('SIGKILL');
  try {
    expect((await open(one.url, headers)).status).toBe(429);
    const living = await processThatRenews();
    const ofDead = and(eq(liveStreams.archiveId, city.archiveId), ne(liveStreams.process, living));
    await context.db
      .update(liveStreams)
      .set({ expiresAt: sql`now()` })
      .where(ofDead);
    const again = await Promise.all(Array.from({ length: 8 }, () => open(one.url, headers)));
    // Whatever happened, the next test finds no places of the dead server.
    await context.db.delete(liveStreams).where(ofDead);
    expect([countOf(again, 200), countOf(again, 429)]).toEqual([6, 2]);
  } finally {
    await two.start();
  }
});

/** Waits until a process has renewed a lease of the archive. */
async function processThatRenews(): Promise<string> {
  const before = new Map((await places(city)).map(({ id, expiresAt }) => [id, expiresAt]));
  let found: string | undefined;
  await until('a server has renewed its leases', async () => {
    found = (await places(city)).find(({ id, expiresAt }) => expiresAt > before.get(id)!)?.process;
    return found !== undefined;
  });
  return found!;
}

test('a server that is stopped gives its places back at once', async () => {
  const { one, two } = servers;
  const headers = await signIn(city, city.primary);
  await openMany(12, () => headers);
  await two.end('SIGTERM');
  expect(await places(city)).toHaveLength(6);
  expect((await open(one.url, headers)).status).toBe(200);
  await two.start();
});

test('a stream whose place has been lost ends, so the browser asks again', async () => {
  const { context, one } = servers;
  const response = await fetch(`${one.url}/v1/events`, { headers: await signIn(city, city.primary) });
  await context.db.delete(liveStreams).where(eq(liveStreams.archiveId, city.archiveId));
  // It reads to the end of the stream.
  expect(await response.text()).toContain('event: dashboard');
});

test('what a dead server left is deleted even if the archive opens no stream again', async () => {
  const { context } = servers;
  const stream = { archiveId: city.archiveId, caller: 'person usr_1', process: 'dead' };
  await context.db.insert(liveStreams).values([
    { ...stream, id: 'a', expiresAt: sql`now() - interval '1 second'` },
    { ...stream, id: 'b', expiresAt: sql`now() + interval '30 seconds'` },
  ]);
  await purgeStreams(context.db);
  expect((await places(city)).map(({ id }) => id)).toEqual(['b']);
  await context.db.delete(liveStreams).where(eq(liveStreams.process, 'dead'));
});
