/**
 * Measures the administrators' pages over HTTP in a large archive – 10,000 Account Owners, 1,000,000 accounts, one owner with 1,000, 5,000
 * disconnected – beside the same pages in a small archive of 10,000 accounts in the same run.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Database } from '../db/client.js';
import { newId } from '../db/ids.js';
import { startLoginSession } from '../services/access/sessions.js';
import { sql } from 'drizzle-orm';
import { Stack } from '../dev/demo/stack.js';
import { median, percentile, type Row, type Size } from './figures.js';

/** The large archive at full size. */
const LARGE = { owners: 10_000, accounts: 1_000_000, ofOne: 1000, disconnected: 5000 };
const SMALL = { owners: 100, accounts: 10_000, ofOne: 100, disconnected: 50 };
/** How many accounts a statement adds. */
const CHUNK = 100_000;
const WARM = 5;
const TIMES = 60;
const API_LIMIT_MS = 10;
const PAGE_LIMIT_MS = 30;

interface TestArchive {
  archiveId: string;
  /** The owner with many accounts. */
  ownerId: string;
  cookie: string;
}

async function build(db: Database, size: typeof LARGE): Promise<TestArchive> {
  const [archiveId, primary] = [newId('archive'), newId('user')];
  const tag = randomBytes(4).toString('hex');
  await db.execute(sql`insert into archives (id, name) values (${archiveId}, 'Bench')`);
  await db.execute(
    sql`insert into users (archive_id, id, name, email, admin_role) values (${archiveId}, ${primary}, 'Primary', ${`primary@${tag}.example`}, 'primary_administrator')`,
  );
  await db.execute(sql`insert into users (archive_id, id, name, email, is_account_owner)
    select ${archiveId}, 'usr_' || ${tag}::text || n, 'Owner ' || n, 'owner' || n || '@' || ${tag}::text || '.example', true from generate_series(1, ${size.owners}::int) n`);
  // The first owner has many accounts; the others share the rest.
  for (let first = 1; first <= size.accounts; first += CHUNK)
    await db.execute(sql`insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
      select ${archiveId}, 'acc_' || ${tag}::text || n, 'x', ${tag}::text || n, 'Account ' || n,
        'usr_' || ${tag}::text || case when n <= ${size.ofOne}::int then 1 else 1 + n % ${size.owners}::int end,
        case when n % (${size.accounts}::int / ${size.disconnected}::int) = 0 then 'disconnected' else 'connected' end
      from generate_series(${first}::int, least(${first + CHUNK - 1}::int, ${size.accounts}::int)) n`);
  await db.execute(sql`insert into disconnects (archive_id, id, account_id, reason, reported_at, detected_at, series_started_at, workflow, step)
    select archive_id, 'dsc_' || id, id, 'token_expired', now() - interval '3 days', now() - interval '3 days', now() - interval '3 days', 'running', 1
    from accounts where archive_id = ${archiveId} and status = 'disconnected'`);
  // As autovacuum does soon after an import.
  await db.execute(sql`vacuum analyze`);
  const { secret } = await startLoginSession(db, { archiveId, userId: primary });
  return { archiveId, ownerId: `usr_${tag}1`, cookie: `relink=${secret}` };
}

async function times(
  url: string,
  cookie: string,
  count: number,
): Promise<{ p50: number; p99: number; kilobytes: number }> {
  const durations: number[] = [];
  let kilobytes = 0;
  for (let n = 0; n < WARM + count; n += 1) {
    const startedAt = performance.now();
    const response = await fetch(url, { headers: { cookie, 'Sec-Fetch-Site': 'same-origin' } });
    const body = await response.text();
    if (!response.ok) throw new Error(`${url} responded with ${response.status}`);
    if (n >= WARM) durations.push(performance.now() - startedAt);
    kilobytes = body.length / 1024;
  }
  return { p50: median(durations), p99: percentile(durations, 0.99), kilobytes };
}

const pagesOf = ({ ownerId }: TestArchive): [string, string][] => [
  ['dashboard', '/dashboard'],
  ['an owner’s accounts', `/owners/${ownerId}`],
  ['all accounts', '/accounts'],
  ['accounts, searched', '/accounts?q=account+77'],
  ['Account Owners', '/configure/owners'],
  ['Account Owners, searched', '/configure/owners?q=owner+77'],
  ['gaps', '/gaps'],
  ['GET /v1/dashboard', '/v1/dashboard'],
];

export async function* pages(size: Size): AsyncGenerator<Row> {
  // With a day this long, the series of the generated disconnects send nothing while the pages are measured.
  const stack = await Stack.start(86_400);
  const connection = connect(stack.endpoints.database, { name: 'bench', max: 4 });
  try {
    const small = await build(connection.db, SMALL);
    const large = await build(connection.db, {
      owners: size(LARGE.owners),
      accounts: size(LARGE.accounts),
      ofOne: size(LARGE.ofOne),
      disconnected: size(LARGE.disconnected),
    });
    const [ofSmall, ofLarge] = [pagesOf(small), pagesOf(large)];
    for (const [n, [name, path]] of ofLarge.entries()) {
      const base = await times(stack.endpoints.url + ofSmall[n]![1], small.cookie, size(TIMES));
      const big = await times(stack.endpoints.url + path, large.cookie, size(TIMES));
      const limit = path.startsWith('/v1/') ? API_LIMIT_MS : PAGE_LIMIT_MS;
      yield {
        name: `${name}, p50`,
        figure: big.p50,
        unit: 'ms',
        baseline: { name: 'a small archive', figure: base.p50 },
        targets: [{ of: 'ratio', is: '≤', value: 1.2 }],
        note: `${Math.round(big.kilobytes)} kB`,
      };
      yield {
        name: `${name}, p99`,
        figure: big.p99,
        unit: 'ms',
        baseline: { name: 'a small archive', figure: base.p99 },
        targets: [{ of: 'figure', is: '≤', value: limit }],
      };
    }
  } finally {
    await connection.close();
    await stack.stop();
  }
}
