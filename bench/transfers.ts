/**
 * Measures a transfer of 1,000 accounts, from the request until it reports that it is done, beside PostgreSQL's own transaction on the same
 * rows in the same run: the same number of owner changes, with an audit row each. What Relink's indexes and constraints take of that is
 * shown, too. A reader polls throughout and must never see a partial transfer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { median, type Row, type Size } from './figures.js';

const ACCOUNTS = 1000;
const ROUNDS = 11;
const SECONDS_PER_DAY = 86_400;
const POLL_MS = 2;

async function owners(stack: Stack): Promise<[string, string]> {
  const add = (name: string) =>
    stack.api<{ id: string }>('POST', '/v1/users', { name, email: `${name}@bench.example`, roles: ['account_owner'] });
  return [(await add('first')).id, (await add('second')).id];
}

async function addAccounts(stack: Stack, count: number): Promise<string[]> {
  const lines = Array.from({ length: count }, (_, n) => `x,${1_000_000 + n},Account ${n},first@bench.example`);
  await fetch(`${stack.endpoints.url}/v1/accounts/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.endpoints.apiKey}`, 'content-type': 'text/csv' },
    body: ['network,networkAccountId,name,ownerEmail', ...lines].join('\n'),
  });
  const sql = postgres(stack.endpoints.database, { max: 1 });
  const rows = await sql<{ id: string }[]>`select id from accounts where name like 'Account %' order by id`;
  await sql.end();
  return rows.map(({ id }) => id);
}

/** The upper limit for any system on this PostgreSQL. */
async function baseline(
  sql: postgres.Sql,
  { accounts, rounds }: { accounts: number; rounds: number },
): Promise<number> {
  await sql`create table bench_owned as select 'acc_' || n as id, 'first' as owner_id from generate_series(1, ${accounts}::int) n`;
  await sql`alter table bench_owned add primary key (id)`;
  await sql`create table bench_moves (id bigserial primary key, account_id text not null, detail jsonb not null, at timestamptz not null default now())`;
  const durations: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const startedAt = performance.now();
    await sql.begin(async (tx) => {
      await tx`select id from bench_owned order by id for update`;
      await tx`update bench_owned set owner_id = ${n % 2 === 0 ? 'second' : 'first'}`;
      await tx`insert into bench_moves (account_id, detail) select id, jsonb_build_object('to', owner_id) from bench_owned`;
    });
    durations.push(performance.now() - startedAt);
  }
  return median(durations);
}

/** The same owner changes and audit rows in Relink's own tables. They are undone: only the statements count. */
async function ownTables(sql: postgres.Sql, accountIds: readonly string[], rounds: number): Promise<number> {
  const durations: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const startedAt = performance.now();
    await sql
      .begin(async (tx) => {
        await tx`select id from accounts where id = any(${[...accountIds]}) order by id for no key update`;
        await tx`update accounts a set owner_id = u.id from users u
          where a.id = any(${[...accountIds]}) and u.archive_id = a.archive_id and u.email = 'second@bench.example'`;
        await tx`insert into audit (archive_id, id, type, actor, account_id, detail)
          select archive_id, 'bench_' || id, 'transferred', '{"kind": "archive"}', id, jsonb_build_object('to', owner_id)
          from accounts where id = any(${[...accountIds]})`;
        durations.push(performance.now() - startedAt);
        throw UNDONE;
      })
      .catch((error: unknown) => {
        if (error !== UNDONE) throw error;
      });
  }
  return median(durations);
}

const UNDONE = new Error('undone');

export async function* transfers(size: Size): AsyncGenerator<Row> {
  const [accounts, rounds] = [size(ACCOUNTS), size(ROUNDS)];
  const stack = await Stack.start(SECONDS_PER_DAY);
  const sql = postgres(stack.endpoints.database, { max: 4 });
  try {
    const [first, second] = await owners(stack);
    const accountIds = await addAccounts(stack, accounts);
    const limit = await baseline(sql, { accounts, rounds });
    const own = await ownTables(sql, accountIds, rounds);
    const requestDurations: number[] = [];
    const totalDurations: number[] = [];
    let [reads, halves] = [0, 0];
    for (let n = 0; n < rounds; n += 1) {
      const toOwnerId = n % 2 === 0 ? second : first;
      const startedAt = performance.now();
      const { id } = await stack.api<{ id: string }>('POST', '/v1/transfers', { accountIds, toOwnerId });
      requestDurations.push(performance.now() - startedAt);
      for (;;) {
        const [current] = await sql<{ status: string; owners: number }[]>`
          select (select status from transfers where id = ${id}) as status,
            (select count(distinct owner_id)::int from accounts where id = any(${accountIds})) as owners`;
        reads += 1;
        if (current!.owners !== 1) halves += 1;
        if (current!.status !== 'running') break;
        await pause(POLL_MS);
      }
      totalDurations.push(performance.now() - startedAt);
    }
    const bare = { name: 'PostgreSQL, one transaction with audit rows', figure: limit };
    yield {
      name: `the same transaction in Relink’s tables, with their indexes and constraints`,
      figure: own,
      unit: 'ms',
      baseline: bare,
      targets: [],
    };
    yield {
      name: `${accounts} accounts requested (checked and claimed)`,
      figure: median(requestDurations),
      unit: 'ms',
      baseline: bare,
      targets: [],
    };
    yield {
      name: `${accounts} accounts moved, from request to completion`,
      figure: median(totalDurations),
      unit: 'ms',
      baseline: bare,
      targets: [
        { of: 'ratio', is: '≤', value: 8 },
        { of: 'figure', is: '≤', value: 155 },
      ],
    };
    yield {
      name: 'reads that saw a transfer whole',
      figure: reads - halves,
      unit: 'count',
      baseline: { name: 'reads', figure: reads },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
    };
  } finally {
    await sql.end();
    await stack.stop();
  }
}
