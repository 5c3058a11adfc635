/**
 * Measures how the cost of the dashboard, the list of accounts, and a report grows with the archive, from 1,000 to 1,000,000 accounts, of
 * which one in forty is disconnected. Each figure is beside the smallest archive's in the same run.
 */
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { signInAdministrator } from './administrator.js';
import { median, shown, type Row, type Size, type Target } from './figures.js';

const LARGEST = 1_000_000;
/** How many times smaller the archives are. */
const SMALLER = [1000, 100, 10, 1];
const PER_OWNER = 100;
const FIRST_ID = 10_000_000;
const DISCONNECTED_ONE_IN = 40;
const FLAT: Target = { of: 'ratio', is: '≤', value: 1.2 };
const WARM = 5;
const TIMES = 40;
const SECONDS_PER_DAY = 86_400;

export async function* costBySize(size: Size): AsyncGenerator<Row> {
  // With a day this long, the series of the generated disconnects send nothing meanwhile.
  const stack = await Stack.start(SECONDS_PER_DAY);
  const sql = postgres(stack.endpoints.database, { max: 1 });
  try {
    const { archiveId, cookie } = await signInAdministrator(stack);
    const page = (path: string) => async () => {
      const response = await fetch(stack.endpoints.url + path, { headers: { cookie } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
    };
    const smallest = new Map<string, number>();
    let before = 0;
    for (const accounts of SMALLER.map((times) => size(LARGEST / times))) {
      await grow(sql, archiveId, { from: before + 1, to: accounts });
      let n = before;
      const report = () => {
        n = n < accounts ? n + 1 : 1;
        return stack.api('POST', '/v1/disconnects', { network: 'x', networkAccountId: String(FIRST_ID + n) });
      };
      const works: [string, () => Promise<unknown>, Target[]][] = [
        ['dashboard', page('/dashboard'), [FLAT]],
        ['list of accounts', page('/accounts'), [FLAT]],
        ['one report', report, []],
      ];
      for (const [curve, work, targets] of works) {
        const figure = await medianOf(work, size(TIMES));
        if (!smallest.has(curve)) smallest.set(curve, figure);
        yield {
          name: `${curve}, ${shown(accounts)} accounts, p50`,
          figure,
          unit: 'ms',
          baseline: { name: 'the smallest archive', figure: smallest.get(curve)! },
          targets,
          point: { curve, accounts },
        };
      }
      before = accounts;
    }
  } finally {
    await sql.end();
    await stack.stop();
  }
}

/** Adds the accounts with these numbers, and their owners. */
async function grow(sql: postgres.Sql, archiveId: string, { from, to }: { from: number; to: number }): Promise<void> {
  await sql`insert into users (archive_id, id, name, email, is_account_owner)
    select ${archiveId}, 'usr_size' || n, 'Owner ' || n, 'owner' || n || '@size.example', true
    from generate_series(0, ${Math.floor(to / PER_OWNER)}::int) n on conflict do nothing`;
  await sql`insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
    select ${archiveId}, 'acc_size' || n, 'x', (${FIRST_ID}::bigint + n)::text, 'Account ' || n, 'usr_size' || n / ${PER_OWNER}::int,
      case when n % ${DISCONNECTED_ONE_IN}::int = 0 then 'disconnected' else 'connected' end
    from generate_series(${from}::int, ${to}::int) n`;
  await sql`insert into disconnects (archive_id, id, account_id, reason, reported_at, detected_at, series_started_at, workflow, step)
    select archive_id, 'dsc_' || id, id, 'token_expired', now() - interval '1 hour', now() - interval '1 hour', now() - interval '1 hour', 'running', 0
    from accounts where archive_id = ${archiveId} and status = 'disconnected' on conflict do nothing`;
  await sql`analyze`;
}

async function medianOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const durations: number[] = [];
  for (let n = 0; n < WARM + times; n += 1) {
    const startedAt = performance.now();
    await work();
    if (n >= WARM) durations.push(performance.now() - startedAt);
  }
  return median(durations);
}
