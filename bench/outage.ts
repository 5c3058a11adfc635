/**
 * Measures a mass outage: 50,000 accounts of 5,000 owners are reported, and each owner gets one email. Beside it, in the same run, is the
 * floor for any system on this machine.
 */
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { measureFloor } from './baselines/outage-floor.js';
import { shown, type Row, type Size } from './figures.js';
import { accountsOf, addAccounts, FAST_PROVIDER, IN_FLIGHT, measureOutage, SECONDS_PER_DAY } from './mass-outage.js';

const OWNERS = 5000;

export async function* outage(size: Size): AsyncGenerator<Row> {
  const all = { tag: 'outage', firstId: 1_000_000, owners: size(OWNERS) };
  const stack = await Stack.start(SECONDS_PER_DAY, { env: FAST_PROVIDER });
  const sql = postgres(stack.endpoints.database, { max: IN_FLIGHT });
  try {
    await addAccounts(stack, all);
    const floor = await measureFloor(sql, stack, all);
    const { accepted, mailed } = await measureOutage(stack, sql, { outage: all });
    yield {
      name: `${shown(accountsOf(all))} accounts reported and accepted`,
      figure: accepted,
      unit: 'ms',
      baseline: { name: 'the floor: the same rows', figure: floor.accepted },
      targets: [{ of: 'ratio', is: '≤', value: 10 }],
    };
    yield {
      name: `${shown(all.owners)} first emails handed over, without the window`,
      figure: mailed,
      unit: 'ms',
      baseline: { name: 'the floor: the same rows and emails', figure: floor.mailed },
      targets: [{ of: 'ratio', is: '≤', value: 10 }],
    };
    const [sent] = await sql<[{ n: number; owners: number }]>`
      select count(*)::int as n, count(distinct user_id)::int as owners from emails where kind = 'first'`;
    yield {
      name: 'first emails',
      figure: sent.n,
      unit: 'count',
      baseline: { name: 'owners, an email each', figure: all.owners },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
      note: `to ${shown(sent.owners)} owners`,
    };
  } finally {
    await sql.end();
    await stack.stop();
  }
}
