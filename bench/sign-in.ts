/**
 * Measures whether the time of the sign-in page's answer tells who has an address: thousands of addresses of administrators, of Account
 * Owners without a login, and of no one, in random order, from as many callers as the limits need. The worker's part begins later
 * (SIGN_IN_PAUSE_MS), so it can't hold up that answer. But it could hold up others, so pages are opened meanwhile, too.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { connect } from '../db/client.js';
import { newId } from '../db/ids.js';
import { archives, users } from '../db/schema.js';
import { Stack } from '../dev/demo/stack.js';
import { median, type Row, type Size } from './figures.js';
import { rankTest } from './rank-test.js';

const SECONDS_PER_DAY = 86_400;
const TIMES = 2500;
const PEOPLE = 250;
const WARM = 200;
/** How many requests the worker is watched at, and for how long: its pause, and time for its work. */
const TIMES_BEHIND = 100;
const WINDOW_MS = 400;
/** Below what one address may ask for in ten minutes. */
const PER_CALLER = 50;

const KINDS = ['administrator', 'owner', 'unknown'] as const;
type Kind = (typeof KINDS)[number];
type Times = Record<Kind, number[]>;
type Addresses = Record<Kind, string[]>;

/** The first caller whom the other measurement doesn't use. */
const CALLERS_BEHIND = Math.ceil((KINDS.length * (TIMES + WARM)) / PER_CALLER);

export async function* signIn(size: Size): AsyncGenerator<Row> {
  const stack = await Stack.start(SECONDS_PER_DAY, { env: { RELINK_TRUST_PROXY: '127.0.0.1' } });
  try {
    const addresses = await people(stack.endpoints.database);
    const { url } = stack.endpoints;
    yield* rowsOf('the answer', await measureAnswers(url, addresses, size));
    yield* rowsOf('a page behind it', await measureBehind(url, addresses, size));
  } finally {
    await stack.stop();
  }
}

/** Adds people to an archive of their own. Returns addresses of each kind. */
async function people(database: string): Promise<Addresses> {
  const connection = connect(database, { name: 'bench', max: 2 });
  const tag = randomBytes(4).toString('hex');
  const addressesOf = (kind: Kind) => Array.from({ length: PEOPLE }, (_, n) => `${kind}${n}@${tag}.example`);
  const addresses = {
    administrator: addressesOf('administrator'),
    owner: addressesOf('owner'),
    unknown: addressesOf('unknown'),
  };
  try {
    const archiveId = newId('archive');
    await connection.db.insert(archives).values({ id: archiveId, name: 'Bench' });
    const person = (email: string) => ({ archiveId, id: newId('user'), name: 'Pat', email });
    await connection.db.insert(users).values([
      ...addresses.administrator.map((email) => ({
        ...person(email),
        adminRole: 'read_only_administrator' as const,
      })),
      ...addresses.owner.map((email) => ({ ...person(email), isAccountOwner: true })),
    ]);
    return addresses;
  } finally {
    await connection.close();
  }
}

/** Times the form's own answers. */
async function measureAnswers(url: string, addresses: Addresses, size: Size): Promise<Times> {
  const warm = size(WARM);
  const times = noTimes();
  for (const [n, kind] of shuffled(size(TIMES) + warm).entries()) {
    const took = await ask(url, addresses[kind][randomInt(PEOPLE)]!, Math.floor(n / PER_CALLER));
    if (n >= warm) times[kind].push(took);
  }
  return times;
}

/** Times the slowest page that anyone could open while the worker is at a request. */
async function measureBehind(url: string, addresses: Addresses, size: Size): Promise<Times> {
  const times = noTimes();
  for (const [n, kind] of shuffled(size(TIMES_BEHIND)).entries()) {
    await ask(url, addresses[kind][randomInt(PEOPLE)]!, CALLERS_BEHIND + Math.floor(n / PER_CALLER));
    const until = performance.now() + WINDOW_MS;
    let slowest = 0;
    while (performance.now() < until) slowest = Math.max(slowest, await send(url, { method: 'GET' }));
    times[kind].push(slowest);
  }
  return times;
}

const noTimes = (): Times => ({ administrator: [], owner: [], unknown: [] });

/** As many of each kind, in random order, so that whatever else the machine does hits all alike. */
function shuffled(times: number): Kind[] {
  const kinds = KINDS.flatMap((kind) => Array.from<Kind>({ length: times }).fill(kind));
  for (let n = kinds.length - 1; n > 0; n -= 1) {
    const other = randomInt(n + 1);
    [kinds[n], kinds[other]] = [kinds[other]!, kinds[n]!];
  }
  return kinds;
}

/** Sends the form as one of many callers. Returns the milliseconds until the answer is there. */
const ask = (url: string, email: string, caller: number): Promise<number> =>
  send(url, {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers: { 'x-forwarded-for': `198.18.0.${1 + caller}`, 'sec-fetch-site': 'same-origin' },
  });

async function send(url: string, init: RequestInit): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${url}/sign-in`, init);
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`/sign-in responded with ${answer.status}`);
  return performance.now() - startedAt;
}

function* rowsOf(what: string, times: Times): Generator<Row> {
  for (const [one, other] of [
    ['administrator', 'unknown'],
    ['owner', 'unknown'],
    ['administrator', 'owner'],
  ] as const)
    yield {
      name: `${what}: ${one}`,
      figure: median(times[one]),
      unit: 'ms',
      baseline: { name: other, figure: median(times[other]) },
      targets: [],
      note: `${times[one].length} times, p = ${rankTest(times[one], times[other]).toFixed(3)}`,
    };
}
