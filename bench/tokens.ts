/**
 * Measures what the every-minute watch costs while nothing is due, over 200,000 authorizations in one archive, beside PostgreSQL counting
 * the same rows in the same run. Also measures the first batch of a night's checks.
 */
import postgres from 'postgres';
import { requestRenewals } from '../services/credentials/expiring.js';
import { claimPendingRevocations } from '../services/credentials/pending-revocations.js';
import { connect } from '../db/client.js';
import { claimRenewals } from '../services/credentials/renewals.js';
import { claimChecks, dueForCheck, notCheckedSince } from '../services/credentials/token-checks.js';
import { NETWORK_NAMES } from '../domain/networks.js';
import { windowsFor } from '../domain/windows.js';
import { KeyRing, randomSecret } from '../platform/key-ring.js';
import { Stack } from '../dev/demo/stack.js';
import { median, shown, type Row, type Size } from './figures.js';

const AUTHORIZATIONS = 200_000;
const ROUNDS = 11;
const SECONDS_PER_DAY = 86_400;

async function fill(sql: postgres.Sql, count: number): Promise<void> {
  const [owner] = await sql<{ archive_id: string; id: string }[]>`
    select archive_id, id from users where is_account_owner limit 1`;
  const { archive_id: archiveId, id: ownerId } = owner!;
  await sql`insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
    select ${archiveId}, 'acc_bench' || n, 'x', 'bench-' || n, 'Account ' || n, ${ownerId}, 'connected'
    from generate_series(1, ${count}::int) n`;
  // Half have tokens that last hours, as X issues them; none are due.
  await sql`insert into credentials (archive_id, id, account_id, authorization_id, access_token, refresh_token, expires_at, checked_at)
    select ${archiveId}, 'crd_bench' || n, 'acc_bench' || n, 'aut_bench' || n, '\\x00', '\\x00',
      now() + case when n % 2 = 0 then interval '2 hours' else interval '59 days' end, now() from generate_series(1, ${count}::int) n`;
  await sql`analyze accounts, credentials`;
}

async function timed(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const startedAt = performance.now();
    await work();
    durations.push(performance.now() - startedAt);
  }
  return median(durations);
}

export async function* tokens(size: Size): AsyncGenerator<Row> {
  const [authorizations, rounds] = [size(AUTHORIZATIONS), size(ROUNDS)];
  const stack = await Stack.start(SECONDS_PER_DAY, { seed: 'demo' });
  const sql = postgres(stack.endpoints.database, { max: 2 });
  const connection = connect(stack.endpoints.database, { name: 'bench' });
  try {
    await fill(sql, authorizations);
    const { db } = connection;
    const windows = windowsFor(SECONDS_PER_DAY);
    const keys = KeyRing.parse(`bench:${Buffer.from(randomSecret(), 'base64url').toString('base64')}`);
    const options = { keys, claimMs: windows.recheck, freshMs: windows.justConnected, limit: 50 };
    const counting = await timed(
      rounds,
      () => sql`select count(*) from credentials c join accounts a on a.archive_id = c.archive_id
      and a.id = c.account_id where a.status = 'connected'`,
    );
    const parts: [string, () => Promise<unknown>][] = [
      ['due renewals', () => claimRenewals(db, ['x'], windows, 50)],
      ['due checks', () => claimChecks(db, NETWORK_NAMES, dueForCheck, options)],
      ['owners to ask', () => db.transaction((tx) => requestRenewals(tx, windows))],
      ['authorizations to revoke', () => claimPendingRevocations(db, keys, 20)],
      ['one nightly batch of 50', () => claimChecks(db, ['x'], notCheckedSince(new Date()), options)],
    ];
    for (const [what, work] of parts)
      yield {
        name: `${shown(authorizations)} authorizations: ${what}`,
        figure: await timed(rounds, work),
        unit: 'ms',
        baseline: { name: 'PostgreSQL, counting the rows', figure: counting },
        targets: [],
      };
  } finally {
    await Promise.all([sql.end(), connection.close()]);
    await stack.stop();
  }
}
