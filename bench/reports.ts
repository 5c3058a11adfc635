/**
 * Measures disconnect reports per second over HTTP – one per request with 50 in flight, and 1,000 per request – beside how fast PostgreSQL
 * itself takes the same rows in the same run: one statement each, and 1,000 rows per statement.
 */
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { perSecond, type Row, type Size } from './figures.js';
import { inFlight } from './in-flight.js';

const SINGLE = 2000;
const IN_FLIGHT = 50;
const MANY = 10;
const PER_REQUEST = 1000;
const IMPORT_HEADER = 'network,networkAccountId,name,ownerEmail,parentProfileId';
/** A day so long that no series advances during the run. */
const SECONDS_PER_DAY = 86_400;

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

interface Counts {
  /** Reports that have a request each. */
  single: number;
  /** Requests with many reports. */
  many: number;
  perRequest: number;
}

/** The same rows as bare statements: the upper limit for any system on this PostgreSQL. */
async function baseline(stack: Stack, counts: Counts): Promise<{ single: number; many: number }> {
  const sql = postgres(stack.endpoints.database, { max: 20 });
  try {
    await sql`create table bench_disconnects (id text primary key, account_id text not null, reason text not null, at timestamptz not null default now())`;
    await sql`create table bench_audit (id bigserial primary key, disconnect_id text not null, type text not null, at timestamptz not null default now())`;
    const single = await inFlight(
      IN_FLIGHT,
      counts.single,
      (n) =>
        sql`with d as (insert into bench_disconnects (id, account_id, reason) values (${`s${n}`}, ${`a${n}`}, 'unknown') returning id)
            insert into bench_audit (disconnect_id, type) select id, 'reported' from d`,
    );
    const startedAt = performance.now();
    for (let n = 0; n < counts.many; n += 1) {
      const ids = Array.from({ length: counts.perRequest }, (_, m) => `m${n}-${m}`);
      await sql`with d as (insert into bench_disconnects (id, account_id, reason) select id, id, 'unknown' from unnest(${ids}::text[]) as id returning id)
                insert into bench_audit (disconnect_id, type) select id, 'reported' from d`;
    }
    const many = performance.now() - startedAt;
    return { single: perSecond(counts.single, single), many: perSecond(counts.many * counts.perRequest, many) };
  } finally {
    await sql.end();
  }
}

export async function* reports(size: Size): AsyncGenerator<Row> {
  const stack = await Stack.start(SECONDS_PER_DAY);
  const counts = { single: size(SINGLE), many: size(MANY), perRequest: size(PER_REQUEST) };
  try {
    await addAccounts(stack, counts.single + counts.many * counts.perRequest);
    const limit = await baseline(stack, counts);
    const report = (n: number) => ({ network: 'x', networkAccountId: networkIdOf(n) });
    const took = await inFlight(IN_FLIGHT, counts.single, (n) => stack.api('POST', '/v1/disconnects', report(n)));
    yield {
      name: `one report a request, ${IN_FLIGHT} in flight`,
      figure: perSecond(counts.single, took),
      unit: '/s',
      baseline: { name: 'PostgreSQL, one statement each', figure: limit.single },
      targets: [{ of: 'ratio', is: '≥', value: 0.3 }],
    };
    const startedAt = performance.now();
    for (let n = 0; n < counts.many; n += 1) {
      const first = counts.single + n * counts.perRequest;
      const disconnects = Array.from({ length: counts.perRequest }, (_, m) => report(first + m));
      await stack.api('POST', '/v1/disconnects', { disconnects });
    }
    yield {
      name: `${counts.perRequest} reports a request`,
      figure: perSecond(counts.many * counts.perRequest, performance.now() - startedAt),
      unit: '/s',
      baseline: { name: `PostgreSQL, ${counts.perRequest} rows a statement`, figure: limit.many },
      targets: [{ of: 'ratio', is: '≥', value: 0.5 }],
    };
  } finally {
    await stack.stop();
  }
}
