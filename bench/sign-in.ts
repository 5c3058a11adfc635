/**
 * Measures whether the time of the sign-in page's answer tells who has an address: thousands of addresses of administrators, of Account
 * Owners without a login, and of no one, in random order, from as many callers as the limits need. The next answer counts, too, because the
 * worker's part of a known address could hold it up.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from '../db/client.js';
import { newId } from '../db/ids.js';
import { archives, users } from '../db/schema.js';
import { Stack } from '../dev/demo/stack.js';
import { median } from './figures.js';
import { rankTest } from './rank-test.js';

const SECONDS_PER_DAY = 86_400;
const TIMES = 2500;
const PEOPLE = 250;
const WARM = 200;
/** Below what one address may ask for in ten minutes. */
const PER_CALLER = 50;

const KINDS = ['administrator', 'owner', 'unknown'] as const;
type Kind = (typeof KINDS)[number];
type Times = Record<Kind, number[]>;

export async function signIn(): Promise<void> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  try {
    const addresses = await people(stack.endpoints.database);
    const [own, next] = await measure(stack.endpoints.url, addresses);
    report('the answer', own);
    report('the answer after it', next);
  } finally {
    await stack.stop();
  }
}

/** Adds people to an archive of their own. Returns addresses of each kind. */
async function people(database: string): Promise<Record<Kind, string[]>> {
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

async function measure(url: string, addresses: Record<Kind, string[]>): Promise<[Times, Times]> {
  const [own, next]: [Times, Times] = [noTimes(), noTimes()];
  let before: Kind | null = null;
  for (const [n, kind] of shuffled().entries()) {
    const took = await ask(url, addresses[kind][randomInt(PEOPLE)]!, Math.floor(n / PER_CALLER));
    if (n >= WARM) own[kind].push(took);
    if (n >= WARM && before) next[before].push(took);
    before = kind;
  }
  return [own, next];
}

const noTimes = (): Times => ({ administrator: [], owner: [], unknown: [] });

/** As many of each kind, in random order, so that whatever else the machine does hits all alike. */
function shuffled(): Kind[] {
  const kinds = KINDS.flatMap((kind) => Array.from<Kind>({ length: TIMES + WARM }).fill(kind));
  for (let n = kinds.length - 1; n > 0; n -= 1) {
    const other = randomInt(n + 1);
    [kinds[n], kinds[other]] = [kinds[other]!, kinds[n]!];
  }
  return kinds;
}

/** Sends the form from one of loopback's addresses. Returns the milliseconds until the answer is there. */
async function ask(url: string, email: string, caller: number): Promise<number> {
  const { port } = new URL(url);
  const body = new URLSearchParams({ email }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    host: new URL(url).host,
    'sec-fetch-site': 'same-origin',
  };
  const localAddress = `127.0.${1 + Math.floor(caller / 250)}.${1 + (caller % 250)}`;
  const startedAt = performance.now();
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/sign-in',
    method: 'POST',
    headers,
    localAddress,
    agent: false,
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  if (answer.statusCode !== 200) throw new Error(`/sign-in responded with ${answer.statusCode}`);
  return performance.now() - startedAt;
}

function report(what: string, times: Times): void {
  const medianOf = (kind: Kind) => median(times[kind]);
  for (const kind of KINDS)
    console.log(
      `  ${`${what}: ${kind}`.padEnd(40)} ${times[kind].length} times, median ${medianOf(kind).toFixed(3)} ms`,
    );
  for (const [one, other] of [
    ['administrator', 'unknown'],
    ['owner', 'unknown'],
    ['administrator', 'owner'],
  ] as const) {
    const difference = medianOf(one) - medianOf(other);
    const p = rankTest(times[one], times[other]);
    console.log(
      `  ${`${what}: ${one} or ${other}`.padEnd(40)} medians differ by ${difference.toFixed(3)} ms, p = ${p.toFixed(3)}`,
    );
  }
}
