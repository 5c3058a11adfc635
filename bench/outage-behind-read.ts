/**
 * Measures a mass outage while a read has been open since before its accounts were added, such as a backup or a long report: PostgreSQL
 * can't remove any row that was replaced since. Beside it is the same outage without the read.
 */
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { shown, type Row, type Size } from './figures.js';
import {
  accountsOf,
  addAccounts,
  FAST_PROVIDER,
  IN_FLIGHT,
  measureOutage,
  SECONDS_PER_DAY,
  type Outage,
} from './mass-outage.js';

const OWNERS = 1000;

export async function* outageBehindRead(size: Size): AsyncGenerator<Row> {
  const owners = size(OWNERS);
  const [alone, behind]: [Outage, Outage] = [
    { tag: 'alone', firstId: 1_000_000, owners },
    { tag: 'behind', firstId: 2_000_000, owners },
  ];
  const stack = await Stack.start(SECONDS_PER_DAY, { env: FAST_PROVIDER });
  const sql = postgres(stack.endpoints.database, { max: IN_FLIGHT, onnotice: () => {} });
  const reader = await sql.reserve();
  try {
    await addAccounts(stack, alone);
    const without = await measureOutage(stack, sql, { outage: alone });
    await reader`begin transaction isolation level repeatable read, read only`;
    await reader`select count(*) from disconnects`;
    await addAccounts(stack, behind);
    const during = await measureOutage(stack, sql, { outage: behind, before: owners });
    const name = `while a read is open: ${shown(accountsOf(behind))} accounts`;
    yield {
      name: `${name} reported and accepted`,
      figure: during.accepted,
      unit: 'ms',
      baseline: { name: 'without the read', figure: without.accepted },
      targets: [],
    };
    yield {
      name: `${name}, ${shown(owners)} first emails handed over, without the window`,
      figure: during.mailed,
      unit: 'ms',
      baseline: { name: 'without the read', figure: without.mailed },
      targets: [],
    };
    // What a session has counted is published when it is idle, or a second later.
    await sql`select pg_stat_clear_snapshot()`;
    const [rows] = await sql<[{ dead: number; live: number }]>`
      select sum(n_dead_tup)::int as dead, sum(n_live_tup)::int as live from pg_stat_user_tables`;
    yield {
      name: `${name}, dead rows afterwards`,
      figure: rows.dead,
      unit: 'count',
      baseline: { name: 'live rows', figure: rows.live },
      targets: [],
    };
    const [sent] = await sql<[{ n: number }]>`select count(*)::int as n from emails where kind = 'first'`;
    yield {
      name: 'first emails',
      figure: sent.n,
      unit: 'count',
      baseline: { name: 'owners, an email each', figure: 2 * owners },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
    };
  } finally {
    await reader`rollback`;
    reader.release();
    await sql.end();
    await stack.stop();
  }
}
