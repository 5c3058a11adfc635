/**
 * Measures how long the API's event loop is held up while the largest and worst bodies arrive, one kind at a time and all of them mixed
 * with ordinary calls. Each of these calls waits at least as long as the loop does, so this is what one sender can do to all others.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Stack } from '../dev/demo/stack.js';
import { signInAdministrator } from './administrator.js';
import { percentile, type Row, type Size } from './figures.js';
import { ACCOUNTS_SHEET, LARGE_BODIES, type LargeBody } from './large-bodies.js';

const SECONDS_PER_DAY = 86_400;
const TIMES = 3;
const MIXED_ROUNDS = 3;
const ORDINARY_ALONE = 100;
const LIMIT_MS = 100;
const NOTICE_MS = 50;
/** How long nothing arrives, for the baseline. */
const IDLE_MS = 1000;

interface Delay {
  p99: number;
  longest: number;
}

type Send = (body: LargeBody) => Promise<number>;

interface Load {
  send: Send;
  idle: Delay;
  /** How many of each body. */
  times: number;
}

export async function* eventLoop(size: Size): AsyncGenerator<Row> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  try {
    await stack.api('POST', '/v1/users', { name: 'Olga', email: 'olga@bench.example', roles: ['account_owner'] });
    const send = senderTo(stack.endpoints, (await signInAdministrator(stack)).cookie);
    const { url } = stack.endpoints;
    await delayOf(url);
    await pause(IDLE_MS);
    const idle = await delayOf(url);
    yield* oneByOne(url, { send, idle, times: size(TIMES) });
    yield* together(stack.endpoints, { send, idle, times: size(MIXED_ROUNDS) });
  } finally {
    await stack.stop();
  }
}

const senderTo =
  ({ url, apiKey }: { url: string; apiKey: string }, cookie: string): Send =>
  async ({ path, as, type, body }) => {
    const response = await fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': type,
        ...(as === 'program' && { authorization: `Bearer ${apiKey}` }),
        ...(as === 'administrator' && { cookie, 'sec-fetch-site': 'same-origin' }),
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };

async function* oneByOne(url: string, { send, idle, times }: Load): AsyncGenerator<Row> {
  const sheet = { path: '/v1/accounts/import', as: 'program', type: 'text/csv' } as const;
  const saved = (): LargeBody => ({ ...sheet, body: new TextEncoder().encode(ACCOUNTS_SHEET) });
  for (const [name, make] of [['20,000 accounts, saved', saved] as const, ...LARGE_BODIES]) {
    const bodies = await made(() => Array.from({ length: times }, (_, n) => make(n)));
    await delayOf(url);
    const statuses = new Set<number>();
    for (const body of bodies) statuses.add(await send(body));
    const kilobytes = Math.round(bodies[0]!.body.length / 1000);
    yield delayRow(name, await delayOf(url), idle, [`${kilobytes} kB`, `status ${[...statuses].join()}`]);
  }
}

async function* together(
  { url, apiKey }: { url: string; apiKey: string },
  { send, idle, times }: Load,
): AsyncGenerator<Row> {
  const ordinary = () => ordinaryCall(url, apiKey);
  const alone: number[] = [];
  for (let n = 0; n < ORDINARY_ALONE; n += 1) alone.push(await ordinary());
  const rounds = await made(() =>
    Array.from({ length: times }, (_, n) => LARGE_BODIES.map(([, make]) => make(TIMES + n))),
  );
  await delayOf(url);
  let over = false;
  const waits: number[] = [];
  const meanwhile = (async () => {
    while (!over) waits.push(await ordinary());
  })();
  for (const bodies of rounds) await Promise.all(bodies.map(send));
  over = true;
  await meanwhile;
  yield delayRow('all of them at once', await delayOf(url), idle);
  yield {
    name: 'ordinary calls meanwhile, p99',
    figure: percentile(waits, 0.99),
    unit: 'ms',
    baseline: { name: 'ordinary calls alone, p99', figure: percentile(alone, 0.99) },
    targets: [],
    note: `${waits.length} calls, at worst ${Math.round(Math.max(...waits))} ms`,
  };
}

/** Returns the milliseconds of a call that anyone could make. */
async function ordinaryCall(url: string, apiKey: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/disconnects`, { headers: { authorization: `Bearer ${apiKey}` } });
  await response.arrayBuffer();
  return performance.now() - startedAt;
}

const delayRow = (name: string, { p99, longest }: Delay, idle: Delay, notes: string[] = []): Row => ({
  name: `${name}, p99`,
  figure: p99,
  unit: 'ms',
  baseline: { name: 'nothing arrives', figure: idle.p99 },
  targets: [{ of: 'figure', is: '≤', value: LIMIT_MS }],
  note: [`longest ${Math.round(longest)} ms`, ...notes].join(', '),
});

/** Bodies take long to make. Connections that were closed meanwhile have to be noticed before the next call. */
async function made<T>(make: () => T): Promise<T> {
  const bodies = make();
  await pause(NOTICE_MS);
  return bodies;
}

/** Reads the delays since it was last called: the API counts from one scrape of its metrics to the next. */
async function delayOf(url: string): Promise<Delay> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const msOf = (name: string) =>
    1000 * Number(new RegExp(String.raw`^nodejs_eventloop_lag_${name}_seconds (\S+)$`, 'm').exec(text)?.[1]);
  return { p99: msOf('p99'), longest: msOf('max') };
}
