/**
 * Measures a reconnect while nothing else is going on: until it is committed and answered, and until the workflow of its disconnect has
 * ended. The capture engine reports one over the API; an Account Owner comes back from a (simulated) network. Beside them, in turns with
 * them, are one bare statement with a disconnect and its audit row, and bare Temporal from a signal to the end of its workflow.
 */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { createLimitTables, statementTimes } from './baselines/statements.js';
import { BareTemporal } from './baselines/temporal.js';
import { percentile, type Baseline, type Row, type Size } from './figures.js';
import { SECONDS_PER_DAY } from './mass-outage.js';
import { Owner } from './owner.js';

const REPORTED = 100;
const SIGNED_IN = 30;
/** The first few are slower than those of a process that has run for a while, and don't count. */
const WARM = 10;
const FIRST_ID = 1_000_000;
const EMAIL = 'owner@reconnect.example';
const LIMIT_MS = 120_000;
const POLL_MS = 50;
/** Between two measurements, so that none waits for what the one before it left behind. */
const REST_MS = 100;

const networkIdOf = (n: number) => String(FIRST_ID + n);

interface Broken {
  accountId: string;
  workflowId: string;
}

/** Milliseconds, one of each for every reconnect. */
interface Times {
  committed: number[];
  ended: number[];
}

export async function* reconnect(size: Size): AsyncGenerator<Row> {
  const [reported, signedIn] = [size(REPORTED) + WARM, size(SIGNED_IN) + WARM];
  const stack = await Stack.start(SECONDS_PER_DAY);
  const sql = postgres(stack.endpoints.database, { max: 1 });
  try {
    const owner = await addOwner(stack);
    const broken = await breakAccounts(stack, sql, reported + signedIn);
    await createLimitTables(sql);
    const bare = await BareTemporal.start(stack.endpoints);
    const [statements, signals]: [number[], number[]] = [[], []];
    const byApi: Times = { committed: [], ended: [] };
    for (const one of broken.slice(0, reported)) {
      statements.push(...(await statementTimes(sql, 1)));
      signals.push(...(await bare.signalToEnded(1)));
      const path = `/v1/accounts/${one.accountId}/reconnected`;
      await measure(stack, one, byApi, () => stack.api('POST', path, {}));
    }
    await bare.stop();
    const byOwner: Times = { committed: [], ended: [] };
    for (const [n, one] of broken.slice(reported).entries()) {
      const identity = { network: 'x', id: networkIdOf(reported + n), name: 'Olga', signedIn: true };
      await stack.simulator('/api/identities', identity);
      const callbackUrl = await owner.signIn(one.accountId);
      await measure(stack, one, byOwner, () => owner.comeBack(callbackUrl));
    }
    yield* rowsOf({ byApi, byOwner, statements, signals });
  } finally {
    await sql.end();
    await stack.stop();
  }
}

async function addOwner(stack: Stack): Promise<Owner> {
  const person = { name: 'Olga', email: EMAIL, roles: ['account_owner'] };
  const { id } = await stack.api<{ id: string }>('POST', '/v1/users', person);
  const { url } = await stack.api<{ url: string }>('POST', `/v1/users/${id}/personalized-link`, { delivery: 'copy' });
  return Owner.visiting(url);
}

/** Adds accounts of the owner and reports them. @throws if their workflows don't run and their owner isn't emailed within two minutes */
async function breakAccounts(stack: Stack, sql: postgres.Sql, count: number): Promise<Broken[]> {
  const ids = Array.from({ length: count }, (_, n) => networkIdOf(n));
  const response = await fetch(`${stack.endpoints.url}/v1/accounts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.endpoints.apiKey}`, 'content-type': 'text/csv' },
    body: ['network,networkAccountId,name,ownerEmail', ...ids.map((id) => `x,${id},Account ${id},${EMAIL}`)].join('\n'),
  });
  if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  const disconnects = ids.map((networkAccountId) => ({ network: 'x', networkAccountId }));
  const { results } = await stack.api<{ results: { disconnect: { id: string; accountId: string } }[] }>(
    'POST',
    '/v1/disconnects',
    { disconnects },
  );
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const [waiting] = await sql<[{ n: number }]>`
      select (select count(*) from disconnects where workflow <> 'running')::int
        + (select count(*) from due_steps where state <> 'sent')::int as n`;
    if (waiting.n === 0) break;
    if (Date.now() > until) throw new Error(`${waiting.n} workflows or emails are still missing`);
    await pause(POLL_MS);
  }
  return results.map(({ disconnect: { id, accountId } }) => ({ accountId, workflowId: `disconnect/${id}` }));
}

async function measure(
  stack: Stack,
  { workflowId }: Broken,
  { committed, ended }: Times,
  doReconnect: () => Promise<unknown>,
): Promise<void> {
  const hasEnded = stack.ended(workflowId);
  await pause(REST_MS);
  const startedAt = performance.now();
  await doReconnect();
  committed.push(performance.now() - startedAt);
  await hasEnded;
  ended.push(performance.now() - startedAt);
}

const SHARES = [
  { name: 'p50', share: 0.5, ratio: 1, endedMs: 27 },
  { name: 'p99', share: 0.99, ratio: 1.2, endedMs: 44 },
] as const;
const COMMITTED_MS = 2.7;

function* rowsOf(times: { byApi: Times; byOwner: Times; statements: number[]; signals: number[] }): Generator<Row> {
  const of = (all: readonly number[], share: number) => percentile(all.slice(WARM), share);
  for (const { name, share, ratio, endedMs } of SHARES) {
    const statement: Baseline = { name: 'PostgreSQL, one statement', figure: of(times.statements, share) };
    const signal: Baseline = { name: 'bare Temporal, signal → ended', figure: of(times.signals, share) };
    yield {
      name: `a reconnect reported by the capture engine, answered, ${name}`,
      figure: of(times.byApi.committed, share),
      unit: 'ms',
      baseline: statement,
      targets: name === 'p50' ? [{ of: 'figure', is: '≤', value: COMMITTED_MS }] : [],
    };
    yield {
      name: `its workflow ended, ${name}`,
      figure: of(times.byApi.ended, share),
      unit: 'ms',
      baseline: signal,
      targets: [
        { of: 'ratio', is: '≤', value: ratio },
        { of: 'figure', is: '≤', value: endedMs },
      ],
    };
    yield {
      name: `a reconnect by its owner, from the network’s redirect to the page, ${name}`,
      figure: of(times.byOwner.committed, share),
      unit: 'ms',
      baseline: statement,
      targets: [],
    };
    yield {
      name: `the workflow ended after it, ${name}`,
      figure: of(times.byOwner.ended, share),
      unit: 'ms',
      baseline: signal,
      targets: [],
    };
  }
}
