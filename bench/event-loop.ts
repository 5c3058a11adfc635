/**
 * Measures how long the API's event loop is held up while the largest and worst bodies arrive, one kind at a time and all of them mixed
 * with ordinary calls. Each of these calls waits at least as long as the loop does, so this is what one sender can do to all others.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../db/client.js';
import { newId } from '../db/ids.js';
import { startLoginSession } from '../services/access/sessions.js';
import { apiKeys, users } from '../db/schema.js';
import { Stack } from '../dev/demo/stack.js';
import { ms, row } from './figures.js';
import { ACCOUNTS_SHEET, LARGE_BODIES, type LargeBody } from './large-bodies.js';

const SECONDS_PER_DAY = 86_400;
const TIMES = 3;
const MIXED_ROUNDS = 3;
const LIMIT_MS = 100;
const NOTICE_MS = 50;

interface Delay {
  p99: number;
  longest: number;
}

export async function eventLoop(): Promise<void> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  const connection = connect(stack.endpoints.database, { name: 'bench', max: 2 });
  try {
    const [key] = await connection.db.select({ archiveId: apiKeys.archiveId }).from(apiKeys).limit(1);
    const { archiveId } = key!;
    const userId = newId('user');
    const email = `admin${randomBytes(4).toString('hex')}@bench.example`;
    await connection.db
      .insert(users)
      .values({ archiveId, id: userId, name: 'Pat', email, adminRole: 'full_access_administrator' });
    const { secret } = await startLoginSession(connection.db, { archiveId, userId });
    const { url, apiKey } = stack.endpoints;
    const send = async ({ path, as, type, body }: LargeBody) => {
      // The body took long to make, and a connection that was closed meanwhile has to be noticed first.
      await pause(NOTICE_MS);
      const response = await fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': type,
          ...(as === 'program' && { authorization: `Bearer ${apiKey}` }),
          ...(as === 'administrator' && { cookie: `relink=${secret}`, 'sec-fetch-site': 'same-origin' }),
        },
        body,
      });
      await response.arrayBuffer();
      return response.status;
    };
    await stack.api('POST', '/v1/users', { name: 'Olga', email: 'olga@bench.example', roles: ['account_owner'] });
    const saved = { path: '/v1/accounts/import', as: 'program', type: 'text/csv' } as const;
    const sheet: LargeBody = { ...saved, body: new TextEncoder().encode(ACCOUNTS_SHEET) };
    for (const [name, make] of [['20,000 accounts, saved', () => sheet] as const, ...LARGE_BODIES]) {
      await delayOf(url);
      const statuses: number[] = [];
      let body = make(0);
      for (let n = 0; n < TIMES; n += 1) statuses.push(await send((body = make(n))));
      const { p99, longest } = await delayOf(url);
      row(
        name,
        `p99 ${ms(p99)}, longest ${ms(longest)}`,
        `${Math.round(body.body.length / 1000)} kB, ${[...new Set(statuses)].join()}`,
      );
    }
    await delayOf(url);
    let over = false;
    const waits: number[] = [];
    const ordinary = (async () => {
      while (!over) {
        const startedAt = performance.now();
        await fetch(`${url}/v1/disconnects`, { headers: { authorization: `Bearer ${apiKey}` } });
        waits.push(performance.now() - startedAt);
      }
    })();
    for (let n = 0; n < MIXED_ROUNDS; n += 1) await Promise.all(LARGE_BODIES.map(([, make]) => send(make(TIMES + n))));
    over = true;
    await ordinary;
    const { p99, longest } = await delayOf(url);
    row(
      'all of them at once',
      `p99 ${ms(p99)}, longest ${ms(longest)}`,
      `${(p99 / LIMIT_MS).toFixed(2)} × the limit of ${ms(LIMIT_MS)}`,
    );
    const sorted = waits.toSorted((a, b) => a - b);
    row(
      'ordinary calls meanwhile',
      `p99 ${ms(sorted[Math.floor(sorted.length * 0.99)]!)}, longest ${ms(sorted.at(-1)!)}`,
      `${sorted.length} calls`,
    );
  } finally {
    await connection.close();
    await stack.stop();
  }
}

/** Reads the delays since it was last called: the API counts from one scrape of its metrics to the next. */
async function delayOf(url: string): Promise<Delay> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const msOf = (name: string) =>
    1000 * Number(new RegExp(String.raw`^nodejs_eventloop_lag_${name}_seconds (\S+)$`, 'm').exec(text)?.[1]);
  return { p99: msOf('p99'), longest: msOf('max') };
}
