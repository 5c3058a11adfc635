/**
 * Every route that the server has × everyone who might use it × things of another archive: whoever may not leaves the database exactly as
 * it was, whatever the answer says, and reads nothing. The rows come from the mounted routes, so a new route without one fails here.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { ROUTES } from '../../api/app.js';
import { SCOPES, type Access } from '../../domain/principal.js';
import { insertApiKey } from '../../services/access/api-keys.js';
import { startLoginSession } from '../../services/access/sessions.js';
import { sampleOf, thingsOf, type Things } from '../api/samples.js';
import { aCity, anAccount, type City } from '../rig/builders.js';
import { sharedFixture } from '../rig/fixtures.js';
import { mountedRoutes, type Mounted } from '../rig/mounted.js';
import { createSite, type Site } from '../rig/site.js';
import { isFor, NAMES, principalsOf, type Principal } from './principals.js';
import { ROWS, type PageThings, type Row } from './rows.js';
import { stateOf } from './state.js';

/** In the names of everything that an archive has, so that an answer shows whether it was read from there. */
const MARK = { people: 'Outlying', things: 'Treasured' };
const SENT_AT_ONCE = 6;
const ENVIRONMENT = {
  RELINK_TRUST_PROXY: '127.0.0.1',
  OIDC_ISSUER: 'http://127.0.0.1:9',
  OIDC_CLIENT_ID: 'relink',
  OIDC_CLIENT_SECRET: 'secret',
};
/** A stream that is open for so long has been let in. */
const STREAM_MS = 300;

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

interface Case {
  method: string;
  /** Null for a page, whose row says whom it is for. */
  access: Access | null;
  row: Row | null;
  request(things: PageThings): Sent;
}

const EVENTS: Access = { scope: 'read', audience: 'everyone' };

const apiCases = ROUTES.map((route): [string, Case] => {
  const [method, name] = [route.method.toUpperCase(), `${route.method.toUpperCase()} ${route.path}`];
  const request = (things: PageThings): Sent => {
    const { path, body, csv, as } = sampleOf(name, things);
    return {
      method,
      path,
      headers: { ...(as && { 'x-relink-acting-user': as }), 'content-type': csv ? 'text/csv' : 'application/json' },
      body: csv ?? (body === undefined ? undefined : JSON.stringify(body)),
    };
  };
  return [name, { method, access: route.access, row: null, request }];
});

const pageCases = Object.entries(ROWS).map(([name, row]): [string, Case] => {
  const [method = ''] = name.split(' ');
  const request = (things: PageThings): Sent => {
    const [json, form] = [row.json?.(things), row.form?.(things)];
    const type = row.raw?.type ?? (json ? 'application/json' : 'application/x-www-form-urlencoded');
    return {
      method,
      path: row.path(things),
      headers: { accept: 'text/html', ...(method === 'POST' && { 'content-type': type }) },
      body: row.raw?.body ?? (json ? JSON.stringify(json) : form && new URLSearchParams(form).toString()),
    };
  };
  return [name, { method, access: null, row, request }];
});

const eventCase: [string, Case] = [
  'GET /v1/events',
  { method: 'GET', access: EVENTS, row: null, request: () => ({ method: 'GET', path: '/v1/events', headers: {} }) },
];
const CASES = [...apiCases, eventCase, ...pageCases];

const site = sharedFixture(() => createSite({ ...ENVIRONMENT, TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS! }));
const victim = sharedFixture(() => anArchive(site, true));
const other = sharedFixture(() => anArchive(site, false));
let principals: Record<string, Principal>;
beforeAll(async () => {
  principals = await principalsOf(site.context, victim.city, other.city);
  // Only now: to be told apart from a living one, earlier sessions were ended.
  victim.things.session = (await startLoginSession(site.context.db, whoOf(victim.city))).id;
});

const whoOf = ({ archiveId, primary }: City) => ({ archiveId, userId: primary });

async function anArchive({ context }: Site, isMarked: boolean): Promise<{ city: City; things: PageThings }> {
  const { db } = context;
  const city = await aCity(db);
  const things: Things = await thingsOf(context, city);
  // What an Account Owner may do about a thing is only seen with one of their own.
  await db.execute(sql`update users set access = 'invite' where archive_id = ${city.archiveId}`);
  await db.execute(sql`update archives set surge_hold_enabled = true where id = ${city.archiveId}`);
  if (isMarked) {
    for (const table of ['accounts', 'parent_profiles', 'api_keys'])
      await db.execute(
        sql`update ${sql.identifier(table)} set name = ${`${MARK.things} `} || name where archive_id = ${city.archiveId}`,
      );
    await db.execute(sql`update users set name = ${`${MARK.people} `} || name where archive_id = ${city.archiveId}`);
    await db.execute(sql`update archives set name = ${`${MARK.people} City`} where id = ${city.archiveId}`);
  }
  const inactive = await anAccount(db, city, { status: 'inactive', inactiveReason: 'Closed' });
  const session = (await startLoginSession(db, whoOf(city))).id;
  return { city, things: { ...things, inactive, session } };
}

let sent = 0;

async function answerTo({ method, path, headers, body }: Sent, as: Record<string, string>) {
  sent += 1;
  const stop = new AbortController();
  // Each from an address of its own: limits per address would refuse what must be refused for who asks.
  const from = `10.0.${(sent >> 8) & 255}.${sent & 255}`;
  const response = await fetch(site.url + path, {
    method,
    headers: { ...headers, 'x-forwarded-for': from, ...as },
    body,
    redirect: 'manual',
    signal: stop.signal,
  });
  if (/event-stream/.test(response.headers.get('content-type') ?? '')) setTimeout(() => stop.abort(), STREAM_MS);
  const text = await response.text().catch(() => '');
  return { status: response.status, location: response.headers.get('location') ?? '', text };
}

/** What the archive's rules say; the row's own where it's a page. */
function allows(principal: Principal, { access, row, method }: Case): boolean {
  const { may } = principal;
  if (!may || (principal.onlyReads && method !== 'GET')) return false;
  const isOtherOwner = may.person === 'otherOwner';
  if (row) {
    if (may.scopes) return false;
    if (row.about === 'owned' && isOtherOwner) return false;
    if (row.people === 'anyone') return false;
    if (row.people === 'visitors') return true;
    return !may.throughLink && isFor(principal, { audience: row.people, scope: 'read' });
  }
  return isFor(principal, access!);
}

const isRefusal = (status: number, location: string): boolean =>
  (status >= 400 && status < 500) || (status === 303 && /^\/sign-in(?:\?unsaved)?$/.test(location));

/** What a person or program may not read: of an archive that isn't theirs, anything; of their own, what somebody else owns. */
function readsTooMuch({ may }: Principal, text: string): boolean {
  if (!may) return text.includes(MARK.people) || text.includes(MARK.things);
  return may.person === 'otherOwner' && text.includes(MARK.things);
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: SENT_AT_ONCE }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

test('every mounted route has a row, and every row a route', async () => {
  const mounted = await mountedRoutes(site.context);
  const declared = new Set(ROUTES.map((route) => route.path.replaceAll(/\{(\w+)\}/g, ':$1')));
  const names = CASES.map(([name]) => name);
  const isKnown = ({ method, path }: Mounted) =>
    names.includes(`${method} ${path}`) ||
    // These refuse methods that aren't declared, which test/api/every-route.test.ts goes through.
    (method === 'ALL' && (declared.has(path) || names.includes(`POST ${path}`)));
  expect(mounted.filter((route) => !isKnown(route))).toEqual([]);
  const routes = mounted.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name) => !routes.includes(name) && !apiCases.some(([api]) => api === name))).toEqual([]);
});

describe('whoever may not', () => {
  test.each(CASES)('%s changes nothing and reads nothing', async (_name, one) => {
    const { db } = site.context;
    const before = await stateOf(db, victim.city.archiveId);
    const wrong: string[] = [];
    await inTurns(
      NAMES.filter((who) => !allows(principals[who]!, one)),
      async (who) => {
        const request = one.request(victim.things);
        // Who must make a call is part of the sample only for those who may.
        delete request.headers['x-relink-acting-user'];
        const { status, location, text } = await answerTo(request, principals[who]!.headers);
        if (one.row?.people !== 'anyone' && !one.row?.alike && !mayAskForOwn(one, who) && !isRefusal(status, location))
          wrong.push(`${who}: ${status} ${location}`);
        if (!one.row?.namesTheThing && readsTooMuch(principals[who]!, text))
          wrong.push(`${who} reads: ${text.slice(0, 2000)}`);
      },
    );
    expect(wrong).toEqual([]);
    expect(await stateOf(db, victim.city.archiveId)).toEqual(before);
  });
});

/** Another archive's people ask for their own with a request that names nothing. */
const mayAskForOwn = (one: Case, who: string) => !usedBy(one).length && /another archive/.test(who);

/** Returns the names of the things that a request is about. */
function usedBy(one: Case): (keyof PageThings)[] {
  const used = new Set<keyof PageThings>();
  one.request(
    new Proxy(victim.things, {
      get: (things, name) => {
        used.add(name as keyof PageThings);
        return things[name as keyof PageThings];
      },
    }),
  );
  return [...used];
}

describe('with a thing of another archive in place of one’s own,', () => {
  test.each(CASES)('%s changes nothing in either archive', async (_name, one) => {
    const { db } = site.context;
    const both = async () => [await stateOf(db, victim.city.archiveId), await stateOf(db, other.city.archiveId)];
    const before = await both();
    const wrong: string[] = [];
    for (const thing of usedBy(one))
      for (const who of ['the primary administrator of another archive', 'a key of another archive']) {
        const mixed = { ...other.things, [thing]: victim.things[thing] };
        const { status, location, text } = await answerTo(one.request(mixed), principals[who]!.headers);
        if (!isRefusal(status, location)) wrong.push(`${who} with their ${thing}: ${status} ${location}`);
        if (readsTooMuch(principals[who]!, text))
          wrong.push(`${who} with their ${thing} reads: ${text.slice(0, 2000)}`);
      }
    expect(wrong).toEqual([]);
    expect(await both()).toEqual(before);
  });
});

describe('the same request works for whoever may:', () => {
  const working = CASES.filter(([, { row }]) => row?.works !== false);
  test.each(working)('%s', async (_name, one) => {
    const { context } = site;
    const { city, things } = await anArchive(site, false);
    const { secret } = await startLoginSession(context.db, whoOf(city));
    const { key } = await insertApiKey(context.db, { archiveId: city.archiveId, name: 'key', scopes: [...SCOPES] });
    const as: Record<string, string> = one.row
      ? { cookie: `relink=${secret}`, 'sec-fetch-site': 'same-origin' }
      : { authorization: `Bearer ${key}` };
    const { status, location, text } = await answerTo(one.request(things), as);
    expect([status < 400 && !location.startsWith('/sign-in'), text.slice(0, status < 400 ? 0 : 3000)]).toEqual([
      true,
      '',
    ]);
  });
});
