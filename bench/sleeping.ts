/**
 * Measures what workflows that wait for their next step cost: how fast they are started behind an outage, what memory the worker needs for
 * few and for many, and what disk Temporal needs for each. Beside it is bare Temporal on the same server. The worker keeps 2,000 workflows in
 * memory, so a few thousand show whether its memory stays flat; 50,000 take the local Temporal a quarter of an hour.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { disconnectWorkflowId } from '../domain/ids.js';
import { BareTemporal, untilTheyWait } from './baselines/temporal.js';
import { perSecond, shown, type Row, type Size } from './figures.js';
import { accountsOf, addAccounts, FAST_PROVIDER, PER_OWNER, reportAll, SECONDS_PER_DAY } from './mass-outage.js';

const FEW = 1000;
const MORE = 4000;
const BARE_STARTS = 1000;
const BARE_SLEEPING = 500;
/** So many that the file grows. */
const FEWEST_SLEEPING = 20;
const POLL_MS = 50;
const LIMIT_MS = 600_000;

interface Parts {
  stack: Stack;
  sql: postgres.Sql;
  bare: BareTemporal;
}

export async function* sleeping(size: Size): AsyncGenerator<Row> {
  const stack = await Stack.start(SECONDS_PER_DAY, { env: FAST_PROVIDER });
  const sql = postgres(stack.endpoints.database, { max: 2 });
  try {
    const bare = await BareTemporal.start(stack.endpoints);
    try {
      yield* measure({ stack, sql, bare }, size);
    } finally {
      await bare.stop();
    }
  } finally {
    await sql.end();
    await stack.stop();
  }
}

async function* measure({ stack, sql, bare }: Parts, size: Size): AsyncGenerator<Row> {
  const few = { tag: 'few', firstId: 1_000_000, owners: Math.ceil(size(FEW) / PER_OWNER) };
  const more = { tag: 'more', firstId: 2_000_000, owners: Math.ceil(size(MORE) / PER_OWNER) };
  const all = accountsOf(few) + accountsOf(more);
  const bareStarts = await bare.startsPerSecond(size(BARE_STARTS));
  const beforeBare = temporalBytes(stack);
  const bareSleeping = Math.max(FEWEST_SLEEPING, size(BARE_SLEEPING));
  await bare.sleep(bareSleeping);
  const bareDisk = (temporalBytes(stack) - beforeBare) / bareSleeping;
  await addAccounts(stack, few);
  await addAccounts(stack, more);
  await reportAll(stack, few);
  await allSleeping(sql, bare, accountsOf(few));
  const memoryOfFew = await workerBytes(stack);
  const before = temporalBytes(stack);
  const startedAt = performance.now();
  await reportAll(stack, more);
  await allSleeping(sql, bare, all);
  yield {
    name: `workflows caught up behind an outage of ${shown(accountsOf(more))} accounts`,
    figure: perSecond(accountsOf(more), performance.now() - startedAt),
    unit: '/s',
    baseline: { name: 'bare Temporal, starts with a timer only', figure: bareStarts },
    targets: [{ of: 'ratio', is: '≥', value: 0.9 }],
  };
  yield {
    name: 'disk of Temporal for a sleeping disconnect',
    figure: (temporalBytes(stack) - before) / accountsOf(more),
    unit: 'bytes',
    baseline: { name: 'bare Temporal, sleeping after an activity', figure: bareDisk },
    targets: [
      { of: 'ratio', is: '≤', value: 0.5 },
      { of: 'figure', is: '≤', value: 15_000 },
    ],
  };
  yield {
    name: `memory of the worker with ${shown(all)} sleeping disconnects`,
    figure: await workerBytes(stack),
    unit: 'bytes',
    baseline: { name: `with ${shown(accountsOf(few))}`, figure: memoryOfFew },
    // What is called flat: a heap isn't cleaned at the same moment in each run.
    targets: [{ of: 'ratio', is: '≤', value: 1.2 }],
  };
}

/** Waits until that many disconnects have a workflow, and it waits for its next step. */
async function allSleeping(sql: postgres.Sql, bare: BareTemporal, count: number): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const [found] = await sql<[{ n: number }]>`select count(*)::int as n from disconnects where workflow = 'running'`;
    if (found.n >= count) break;
    if (Date.now() > until) throw new Error(`${found.n} of ${count} disconnects have a workflow`);
    await pause(POLL_MS);
  }
  const rows = await sql<{ id: string }[]>`select id from disconnects order by workflow_tried_at, id`;
  await untilTheyWait(
    bare.client,
    rows.map(({ id }) => disconnectWorkflowId(id)),
  );
}

/** What the development server's file uses, with what still is in its log. */
function temporalBytes({ dir }: Stack): number {
  const file = new DatabaseSync(path.join(dir, 'temporal/temporal.db'), { readOnly: true });
  const numberOf = (pragma: string) => Number(Object.values(file.prepare(`pragma ${pragma}`).get() ?? {})[0]);
  try {
    return (numberOf('page_count') - numberOf('freelist_count')) * numberOf('page_size');
  } finally {
    file.close();
  }
}

/** The memory of the worker's process that is in use (RSS). */
async function workerBytes({ dir }: Stack): Promise<number> {
  const pid = (await readFile(path.join(dir, 'worker.pid'), 'utf8')).trim();
  return 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' }));
}
