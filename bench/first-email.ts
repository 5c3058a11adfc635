/**
 * Measures when a first email is handed over after its window (how long it waits for others of the same owner), while nothing else is
 * going on. Beside it is bare Temporal from a start to its first activity, on the same server.
 */
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { windowsFor } from '../domain/windows.js';
import { Stack } from '../dev/demo/stack.js';
import { EXPECTED } from '../dev/demo/table.js';
import { BareTemporal } from './baselines/temporal.js';
import { percentile, type Row, type Size } from './figures.js';
import { addAccounts, FAST_PROVIDER, networkIdOf, ownerOf, SECONDS_PER_DAY } from './mass-outage.js';

const TIMES = 100;
/** How far apart the reports are: long enough for one to be over before the next. */
const APART_MS = 300;

export async function* firstEmail(size: Size): AsyncGenerator<Row> {
  const outage = { tag: 'first', firstId: 1_000_000, owners: size(TIMES) };
  const stack = await Stack.start(SECONDS_PER_DAY, { env: FAST_PROVIDER });
  const sql = postgres(stack.endpoints.database, { max: 1 });
  try {
    const bare = await BareTemporal.start(stack.endpoints);
    const starts = await bare.startToActivity(outage.owners);
    await bare.stop();
    await addAccounts(stack, outage);
    for (let n = 0; n < outage.owners; n += 1) {
      const networkAccountId = networkIdOf(n, outage);
      await stack.api('POST', '/v1/disconnects', { network: 'x', networkAccountId });
      await pause(APART_MS);
    }
    const late: number[] = [];
    for (let n = 0; n < outage.owners; n += 1) {
      const email = ownerOf(n, outage);
      const [mail] = await stack.mails(email, 1, ({ subject }) => subject === EXPECTED[0]!.subject);
      late.push(Date.parse(mail!.createdAt) - (await raisedAt(sql, email)) - WINDOW_MS);
    }
    const shares = [
      { name: 'p50', share: 0.5, value: 0.6 },
      { name: 'p99', share: 0.99, value: 0.75 },
    ];
    for (const { name, share, value } of shares)
      yield {
        name: `a first email handed over after its window, idle, ${name}`,
        figure: percentile(late, share),
        unit: 'ms',
        baseline: { name: 'bare Temporal, start → first activity', figure: percentile(starts, share) },
        targets: [{ of: 'ratio', is: '≤', value }],
      };
  } finally {
    await sql.end();
    await stack.stop();
  }
}

const WINDOW_MS = windowsFor(SECONDS_PER_DAY).firstEmail;

/** Returns when an owner's first step was raised, in milliseconds since 1970. */
async function raisedAt(sql: postgres.Sql, email: string): Promise<number> {
  const [step] = await sql<[{ at: number }]>`
    select extract(epoch from s.raised_at)::float * 1000 as at from due_steps s
    join disconnects d on d.archive_id = s.archive_id and d.id = s.disconnect_id
    join accounts a on a.archive_id = d.archive_id and a.id = d.account_id
    join users u on u.archive_id = a.archive_id and u.id = a.owner_id
    where u.email = ${email}`;
  return step.at;
}
