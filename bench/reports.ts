/**
 * Measures disconnect reports per second over HTTP – one per request with 50 in flight, and 1,000 per request – beside how fast PostgreSQL
 * itself takes the same rows in the same run: one statement each, and 1,000 rows per statement.
 */
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { perSecond, row } from './figures.js';

const SINGLE = 2000;
const IN_FLIGHT = 50;
const MANY = 10;
const PER_REQUEST = 1000;
const IMPORT_HEADER = 'network,networkAccountId,name,ownerEmail,parentProfileId';
/** A day so long that no series advances during the run. */
const SECONDS_PER_DAY = 86_400;

async function inFlight(count: number, one: (n: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let n = next++; n < count; n = next++) await one(n);
    }),
  );
  return performance.now() - startedAt;
}

const networkIdOf = (n: number) => String(1_000_000 + n);

async function addAccounts(stack: Stack, total: number): Promise<void> {
  await stack.api('POST', '/v1/users', { name: 'Olga', email: 'olga@bench.example', roles: ['account_owner'] });
  const lines = Array.from({ length: total }, (_, n) => `x,${networkIdOf(n)},Account ${n},olga@bench.example,`);
  const response = await fetch(`${stack.endpoints.url}/v1/accounts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.endpoints.apiKey}`, 'content-type': 'text/csv' },
    body: [IMPORT_HEADER, ...lines].join('\n'),
  });
  if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
}

/** The same rows as bare statements: the upper limit for any system on this PostgreSQL. */
async function baseline(stack: Stack): Promise<{ single: number; many: number }> {
  const sql = postgres(stack.endpoints.database, { max: 20 });
  try {
    await sql`create table bench_disconnects (id text primary key, account_id text not null, reason text not null, at timestamptz not null default now())`;
    await sql`create table bench_audit (id bigserial primary key, disconnect_id text not null, type text not null, at timestamptz not null default now())`;
    const single = await inFlight(
      SINGLE,
      (n) =>
        sql`with d as (insert into bench_disconnects (id, account_id, reason) values (${`s${n}`}, ${`a${n}`}, 'unknown') returning id)
            insert into bench_audit (disconnect_id, type) select id, 'reported' from d`,
    );
    const startedAt = performance.now();
    for (let n = 0; n < MANY; n += 1) {
      const ids = Array.from({ length: PER_REQUEST }, (_, m) => `m${n}-${m}`);
      await sql`with d as (insert into bench_disconnects (id, account_id, reason) select id, id, 'unknown' from unnest(${ids}::text[]) as id returning id)
                insert into bench_audit (disconnect_id, type) select id, 'reported' from d`;
    }
    return { single: perSecond(SINGLE, single), many: perSecond(MANY * PER_REQUEST, performance.now() - startedAt) };
  } finally {
    await sql.end();
  }
}

export async function reports(): Promise<void> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  try {
    await addAccounts(stack, SINGLE + MANY * PER_REQUEST);
    const limit = await baseline(stack);
    const report = (n: number) => ({ network: 'x', networkAccountId: networkIdOf(n) });
    const single = perSecond(SINGLE, await inFlight(SINGLE, (n) => stack.api('POST', '/v1/disconnects', report(n))));
    row(
      `one report per request, ${IN_FLIGHT} in flight`,
      `${single} /s`,
      `${(single / limit.single).toFixed(2)} × the bare statement`,
    );
    const startedAt = performance.now();
    for (let n = 0; n < MANY; n += 1) {
      const disconnects = Array.from({ length: PER_REQUEST }, (_, m) => report(SINGLE + n * PER_REQUEST + m));
      await stack.api('POST', '/v1/disconnects', { disconnects });
    }
    const many = perSecond(MANY * PER_REQUEST, performance.now() - startedAt);
    row(`${PER_REQUEST} reports per request`, `${many} /s`, `${(many / limit.many).toFixed(2)} × the bare statement`);
    row('PostgreSQL alone: 1 or 1,000 rows per statement', `${limit.single} /s, ${limit.many} /s`, '');
  } finally {
    await stack.stop();
  }
}
