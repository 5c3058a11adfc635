/**
 * Measures disconnect reports over HTTP – one a request with 50 in flight, one alone, and 1,000 a request – beside how fast PostgreSQL
 * itself takes the same rows, and beside what others on PostgreSQL do for the same report.
 */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { withGraphileWorker } from './baselines/graphile-worker.js';
import { withPgBoss } from './baselines/pg-boss.js';
import { createLimitTables, rowsPerSecond, statementsPerSecond, statementTimes } from './baselines/statements.js';
import { versionOf } from './baselines/version.js';
import { median, perSecond, shown, type Row, type Size } from './figures.js';
import { inFlight } from './in-flight.js';

const SINGLE = 5000;
const IN_FLIGHT = 50;
const ALONE = 50;
const MANY = 40;
const PER_REQUEST = 1000;
const REQUESTS_IN_FLIGHT = 4;
const CONNECTIONS = 20;
const POLL_MS = 20;
const PER_IMPORT = 10_000;
/** Reports before the first measured one, so that statements are prepared and code is compiled, as in the baselines. */
const WARM = 200;
const IMPORT_HEADER = 'network,networkAccountId,name,ownerEmail,parentProfileId';
/** A day so long that no series advances during the run. */
const SECONDS_PER_DAY = 86_400;

const networkIdOf = (n: number) => String(1_000_000 + n);

async function addAccounts(stack: Stack, total: number): Promise<void> {
  await stack.api('POST', '/v1/users', { name: 'Olga', email: 'olga@bench.example', roles: ['account_owner'] });
  for (let from = 0; from < total; from += PER_IMPORT) {
    const lines = Array.from({ length: Math.min(PER_IMPORT, total - from) }, (_, n) => {
      const id = networkIdOf(from + n);
      return `x,${id},Account ${id},olga@bench.example,`;
    });
    const response = await fetch(`${stack.endpoints.url}/v1/accounts/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.endpoints.apiKey}`, 'content-type': 'text/csv' },
      body: [IMPORT_HEADER, ...lines].join('\n'),
    });
    if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  }
}

/** Waits until the workflows of all reports are started, which takes both processors. */
async function untilIdle(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const [found] = await sql<[{ n: number }]>`select count(*)::int as n from disconnects where workflow = 'to_start'`;
    if (found.n === 0) return;
    await pause(POLL_MS);
  }
}

export async function* reports(size: Size): AsyncGenerator<Row> {
  const [warm, single, alone] = [size(WARM), size(SINGLE), size(ALONE)];
  const [many, perRequest] = [size(MANY), size(PER_REQUEST)];
  const stack = await Stack.start(SECONDS_PER_DAY);
  const { database } = stack.endpoints;
  const sql = postgres(database, { max: CONNECTIONS, onnotice: () => {} });
  let next = 0;
  const report = () => ({ network: 'x', networkAccountId: networkIdOf(next++) });
  const reportOne = () => stack.api('POST', '/v1/disconnects', report());
  try {
    await addAccounts(stack, warm + single + alone + many * perRequest);
    await createLimitTables(sql);
    await statementsPerSecond(sql, warm);
    await inFlight(IN_FLIGHT, warm, reportOne);
    const aloneTimes: number[] = [];
    for (let n = 0; n < alone; n += 1) {
      await untilIdle(sql);
      const startedAt = performance.now();
      await reportOne();
      aloneTimes.push(performance.now() - startedAt);
    }
    yield {
      name: 'a report answered, alone, p50',
      figure: median(aloneTimes),
      unit: 'ms',
      baseline: { name: 'PostgreSQL, one statement', figure: median(await statementTimes(sql, alone)) },
      targets: [{ of: 'figure', is: '≤', value: 3 }],
    };
    const figure = perSecond(single, await inFlight(IN_FLIGHT, single, reportOne));
    const name = `one report a request, ${IN_FLIGHT} in flight`;
    const one = { name, figure, unit: '/s' } as const;
    yield {
      ...one,
      baseline: { name: 'PostgreSQL, one statement each', figure: await statementsPerSecond(sql, single) },
      targets: [{ of: 'ratio', is: '≥', value: 0.3 }],
    };
    yield {
      ...one,
      baseline: { name: versionOf('pg-boss'), figure: await withPgBoss(sql, database, single) },
      targets: [{ of: 'ratio', is: '≥', value: 1.8 }],
    };
    yield {
      ...one,
      baseline: { name: versionOf('graphile-worker'), figure: await withGraphileWorker(sql, database, single) },
      targets: [],
    };
    const requests = Array.from({ length: many }, () => Array.from({ length: perRequest }, report));
    const took = await inFlight(REQUESTS_IN_FLIGHT, many, (n) =>
      stack.api('POST', '/v1/disconnects', { disconnects: requests[n] }),
    );
    const limit = await rowsPerSecond(sql, { statements: many, rows: perRequest, width: REQUESTS_IN_FLIGHT });
    yield {
      name: `${shown(perRequest)} reports a request, ${REQUESTS_IN_FLIGHT} in flight`,
      figure: perSecond(many * perRequest, took),
      unit: '/s',
      baseline: { name: `PostgreSQL, ${shown(perRequest)} rows a statement`, figure: limit },
      targets: [{ of: 'ratio', is: '≥', value: 0.5 }],
    };
    const [{ n: durable }] = await sql<[{ n: number }]>`select count(*)::int as n from disconnects`;
    yield {
      name: 'disconnects in the database',
      figure: durable,
      unit: 'count',
      baseline: { name: 'reports answered', figure: next },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
    };
  } finally {
    await sql.end();
    await stack.stop();
  }
}
