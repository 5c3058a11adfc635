/** How often a caller can call, with several servers: as often as with one, and without a word to the database where nothing is limited. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { callerCounts } from '../../db/schema.js';
import { networkOf } from '../../http/caller-limits.js';
import { purgeCounts } from '../../platform/caller-limits.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { aCity, anAccount } from '../rig/builders.js';
import { freshFixture, sharedFixture } from '../rig/fixtures.js';
import { createSite } from '../rig/site.js';
import { startTwoServers } from '../rig/two-servers.js';
import { until } from '../rig/until.js';

const unknownLink: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
  body: JSON.stringify({ link: 'lnk_unknown', secret: 'x'.repeat(32) }),
};

const openLink = async (url: string) => {
  const response = await fetch(`${url}/connect/session`, unknownLink);
  await response.arrayBuffer();
  return response;
};
const statuses = (answers: readonly Response[]) => answers.map(({ status }) => status);

const times = (n: number, url: string) => Promise.all(Array.from({ length: n }, () => openLink(url)));

describe('two servers', () => {
  const servers = sharedFixture(startTwoServers);
  const counted = async () => {
    const [row] = await servers.context.db
      .select()
      .from(callerCounts)
      .where(sql`key like 'open:%'`);
    return row!.points;
  };

  test('let a caller who tries links at both guess no more often than at one', async () => {
    const { one, two } = servers;
    const early = (await Promise.all([times(30, one.url), times(30, two.url)])).flat();
    expect(new Set(statuses(early))).toEqual(new Set([404]));
    const last = early.map(({ headers }) => headers.get('ratelimit')).filter((text) => text?.includes(' r=0;'));
    expect(last).toHaveLength(1);

    const refused = [await openLink(one.url), await openLink(two.url)];
    expect(statuses(refused)).toEqual([429, 429]);
    for (const { headers } of refused) {
      expect(headers.get('ratelimit')).toMatch(/^"60-in-1min"; r=0; t=\d+$/);
      expect(headers.get('ratelimit-policy')).toMatch(/^"60-in-1min"; q=60; w=60; pk=:[\w+/=]+:$/);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  test('refuse whoever is over the limit without asking the database again', async () => {
    const before = await counted();
    const { one, two } = servers;
    const answers = (await Promise.all([times(40, one.url), times(40, two.url)])).flat();
    expect(new Set(statuses(answers))).toEqual(new Set([429]));
    expect(await counted()).toBe(before);
  });

  test('remember a caller across the restart of one', async () => {
    const { one } = servers;
    await one.end('SIGTERM');
    await one.start();
    expect(statuses([await openLink(one.url)])).toEqual([429]);
  });
});

describe('a server', () => {
  const site = freshFixture(createSite);
  const isCounting = async () => {
    const rows = await site.context.db.execute(
      sql`select from pg_stat_activity where datname = current_database() and application_name = 'relink test limits'`,
    );
    return rows.length > 0;
  };

  test('counts neither reports with a valid key nor the pages of those who are signed in', async () => {
    const { db } = site.context;
    const city = await aCity(db);
    const { key } = await insertApiKey(db, { archiveId: city.archiveId, name: 'engine', scopes: ['report'] });
    const report = async () =>
      fetch(`${site.url}/v1/disconnects`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ accountId: await anAccount(db, city), reason: 'token_revoked' }),
      });
    const { secret } = await startLoginSession(db, { archiveId: city.archiveId, userId: city.primary });
    const page = (path: string) => fetch(site.url + path, { headers: { cookie: `relink=${secret}` } });
    const answers = [await report(), await report(), await page('/dashboard'), await page('/accounts')];
    expect(statuses(answers)).toEqual([202, 202, 200, 200]);
    // The connections that count callers are opened for the first count.
    expect(await isCounting()).toBe(false);

    await openLink(site.url);
    expect(await isCounting()).toBe(true);
  });

  test('still limits callers, by itself, while the database can’t count them, and counts with the others afterward', async () => {
    const { db, config } = site.context;
    const other = postgres(config.databaseUrl, { max: 1, onnotice: () => {} });
    let unlock = () => {};
    const locked = new Promise<void>((resolve) => (unlock = resolve));
    const isLocked = Promise.withResolvers<void>();
    const blocking = other.begin(async (tx) => {
      await tx`lock table caller_counts in access exclusive mode`;
      isLocked.resolve();
      await locked;
    });
    await isLocked.promise;
    const early = await times(60, site.url);
    expect(new Set(statuses(early))).toEqual(new Set([404]));
    expect((await openLink(site.url)).status).toBe(429);
    unlock();
    await blocking;
    await other.end();
    await until('the database counts again', async () => {
      // The server may close an idle connection just then.
      await openLink(site.url).catch(() => undefined);
      return (await db.select().from(callerCounts)).length > 0;
    });
  });

  test('forgets callers when the period has ended', async () => {
    const { db } = site.context;
    await db.insert(callerCounts).values([
      { key: 'open:192.0.2.1', points: 3, expire: sql`now() - interval '1 second'` },
      { key: 'open:192.0.2.2', points: 3, expire: sql`now() + interval '1 minute'` },
    ]);
    await purgeCounts(db);
    expect(await db.select({ key: callerCounts.key }).from(callerCounts)).toEqual([{ key: 'open:192.0.2.2' }]);
  });
});

describe('callers are told apart', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['::ffff:192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['2001:db8:0:1200::1', '2001:db8:0:12ff:9::3', true],
    ['2001:db8:0:1200::1', '2001:db8:0:1300::1', false],
    ['::1', '::1', true],
  ])('by their network: %s and %s are one caller: %s', (a, b, isOne) => {
    expect(networkOf(a) === networkOf(b)).toBe(isOne);
  });
});
