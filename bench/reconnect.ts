/**
 * Measures a reconnect on an idle machine: until it is committed and answered, and until its disconnect's workflow has ended. The capture
 * engine reports one over the API; an Account Owner signs in at a (simulated) network. Beside it, in the same run: one bare statement with
 * the same rows, and a bare workflow that ends when it is signaled.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { done, sleeper } from './bare-workflows.js';
import { ms, percentile, row } from './figures.js';
import { Owner } from './owner.js';

/** Reconnects by the capture engine, and by an owner. */
const REPORTED = 100;
const SIGNED_IN = 30;
/** Reconnects one right after another, so that what is measured is a process that has run for a while. */
const WARM = { reported: 300, signedIn: 20 };
const SECONDS_PER_DAY = 86_400;
const OWNER = 'owner@bench.example';
const TASK_QUEUE = 'bare';
const POLL_MS = 50;
/** Between two measurements, so that none waits for what the one before it left behind. */
const REST_MS = 100;

const networkIdOf = (n: number) => String(1_000_000 + n);

interface Broken {
  accountId: string;
  disconnectId: string;
}

interface Durations {
  committed: number[];
  ended: number[];
}

async function addOwner(stack: Stack): Promise<Owner> {
  const person = { name: 'Olga', email: OWNER, roles: ['account_owner'] };
  const { id } = await stack.api<{ id: string }>('POST', '/v1/users', person);
  const { url } = await stack.api<{ url: string }>('POST', `/v1/users/${id}/personalized-link`, { delivery: 'copy' });
  return Owner.visiting(url);
}

async function breakAccounts(stack: Stack, sql: postgres.Sql): Promise<Broken[]> {
  const total = WARM.reported + REPORTED + WARM.signedIn + SIGNED_IN;
  const lines = Array.from({ length: total }, (_, n) => `x,${networkIdOf(n)},Account ${n},${OWNER}`);
  const response = await fetch(`${stack.endpoints.url}/v1/accounts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.endpoints.apiKey}`, 'content-type': 'text/csv' },
    body: ['network,networkAccountId,name,ownerEmail', ...lines].join('\n'),
  });
  if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  const disconnects = lines.map((_, n) => ({ network: 'x', networkAccountId: networkIdOf(n) }));
  const { results } = await stack.api<{ results: { disconnect: { id: string; accountId: string } }[] }>(
    'POST',
    '/v1/disconnects',
    { disconnects },
  );
  const broken = results.map(({ disconnect }) => ({ accountId: disconnect.accountId, disconnectId: disconnect.id }));
  for (;;) {
    const [waiting] = await sql<{ n: number }[]>`
      select (select count(*) from disconnects where workflow <> 'running')::int
        + (select count(*) from due_steps where state <> 'sent')::int as n`;
    if (waiting!.n === 0) return broken;
    await pause(POLL_MS);
  }
}

const workflowOf = ({ disconnectId }: Broken) => `disconnect/${disconnectId}`;

async function measureReported(stack: Stack, broken: Broken): Promise<[number, number]> {
  const ended = stack.ended(workflowOf(broken));
  await pause(REST_MS);
  const startedAt = performance.now();
  await stack.api('POST', `/v1/accounts/${broken.accountId}/reconnected`, {});
  const committed = performance.now() - startedAt;
  await ended;
  return [committed, performance.now() - startedAt];
}

/** @param n the number of the account */
async function signIn(stack: Stack, owner: Owner, { accountId }: Broken, n: number): Promise<string> {
  await stack.simulator('/api/identities', { network: 'x', id: networkIdOf(n), name: `Account ${n}`, signedIn: true });
  return owner.signIn(accountId);
}

async function untilEnded(sql: postgres.Sql, count: number): Promise<void> {
  for (;;) {
    const [ended] = await sql<[{ n: number }]>`select count(*)::int as n from disconnects where workflow = 'ended'`;
    if (ended.n === count) break;
    await pause(POLL_MS);
  }
}

async function measureSignedIn(stack: Stack, owner: Owner, broken: Broken, n: number): Promise<[number, number]> {
  const callback = await signIn(stack, owner, broken, n);
  const ended = stack.ended(workflowOf(broken));
  await pause(REST_MS);
  const startedAt = performance.now();
  await owner.comeBack(callback);
  const committed = performance.now() - startedAt;
  await ended;
  return [committed, performance.now() - startedAt];
}

/** Bare Temporal: from the signal until the workflow has ended. */
async function measureBare(client: Client): Promise<number> {
  const handle = await client.workflow.start(sleeper, { taskQueue: TASK_QUEUE, workflowId: `bare/${randomUUID()}` });
  const ended = handle.result();
  await pause(REST_MS);
  const startedAt = performance.now();
  await handle.signal(done);
  await ended;
  return performance.now() - startedAt;
}

/** Bare PostgreSQL: one statement that closes a disconnect, with its audit row. */
async function measureStatement(sql: postgres.Sql, n: number): Promise<number> {
  const startedAt = performance.now();
  await sql`with d as (update bench_disconnects set status = 'closed', closed_at = now() where id = ${networkIdOf(n)} returning id)
    insert into bench_audit (disconnect_id, type) select id, 'reconnected' from d`;
  return performance.now() - startedAt;
}

async function measureAll(stack: Stack, sql: postgres.Sql, client: Client) {
  const owner = await addOwner(stack);
  const broken = await breakAccounts(stack, sql);
  await sql`create table bench_disconnects as select n::text as id, 'open' as status, null::timestamptz as closed_at
    from generate_series(1000000, ${1_000_000 + REPORTED}::int) n`;
  await sql`alter table bench_disconnects add primary key (id)`;
  await sql`create table bench_audit (id bigserial primary key, disconnect_id text not null, type text not null, at timestamptz not null default now())`;
  const statement: number[] = [];
  const bare: number[] = [];
  const reported: Durations = { committed: [], ended: [] };
  const signedIn: Durations = { committed: [], ended: [] };
  const firstSignedIn = WARM.reported + REPORTED;
  for (const { accountId } of broken.slice(0, WARM.reported))
    await stack.api('POST', `/v1/accounts/${accountId}/reconnected`, {});
  for (let n = firstSignedIn; n < firstSignedIn + WARM.signedIn; n += 1)
    await owner.comeBack(await signIn(stack, owner, broken[n]!, n));
  await untilEnded(sql, WARM.reported + WARM.signedIn);
  for (let n = 0; n < REPORTED; n += 1) {
    statement.push(await measureStatement(sql, n));
    bare.push(await measureBare(client));
    const [committed, ended] = await measureReported(stack, broken[WARM.reported + n]!);
    reported.committed.push(committed);
    reported.ended.push(ended);
  }
  for (let n = firstSignedIn + WARM.signedIn; n < broken.length; n += 1) {
    const [committed, ended] = await measureSignedIn(stack, owner, broken[n]!, n);
    signedIn.committed.push(committed);
    signedIn.ended.push(ended);
  }
  return { statement, bare, reported, signedIn };
}

function show(what: string, durations: readonly number[], ratio = ''): void {
  row(what, `p50 ${percentile(durations, 0.5).toFixed(2)} ms, p99 ${ms(percentile(durations, 0.99))}`, ratio);
}

export async function reconnect(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const stack = await Stack.start(SECONDS_PER_DAY);
  const sql = postgres(stack.endpoints.database, { max: 1 });
  const { temporal: address, namespace } = stack.endpoints;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const workflowsPath = fileURLToPath(new URL('./bare-workflows.ts', import.meta.url));
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }),
  });
  const running = worker.run();
  try {
    const { statement, bare, reported, signedIn } = await measureAll(stack, sql, new Client({ connection, namespace }));
    show('reported by the capture engine: committed', reported.committed);
    show('reported by the capture engine: workflow ended', reported.ended);
    show('signed in by the owner: committed', signedIn.committed);
    show('signed in by the owner: workflow ended', signedIn.ended);
    show('PostgreSQL alone: one statement', statement);
    show('Temporal alone: signal to ended', bare);
  } finally {
    worker.shutdown();
    await running;
    await native.close();
    await connection.close();
    await sql.end();
    await stack.stop();
  }
}
