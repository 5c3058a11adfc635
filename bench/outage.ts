/**
 * Measures a mass outage: 50,000 accounts of 5,000 owners are reported, and each owner gets one email. Beside it, in the same run, are the
 * same rows and emails with nothing but statements of 1,000 rows and requests of 100 emails: the floor for any system on this machine.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import { ms, row } from './figures.js';

const OWNERS = 5000;
const PER_OWNER = 10;
const ACCOUNTS = OWNERS * PER_OWNER;
const PER_REQUEST = 1000;
const PER_IMPORT = 10_000;
const IN_FLIGHT = 4;
const PER_BATCH = 100;
/** How long first emails wait for others of the same owner (domain/windows.ts). */
const WINDOW_MS = 10_000;
const LIMIT_MS = 600_000;
const POLL_MS = 50;
const SECONDS_PER_DAY = 86_400;

const ownerOf = (n: number) => `owner-${n % OWNERS}@outage.example`;
const networkIdOf = (n: number) => String(1_000_000 + n);
const chunks = <T>(length: number, size: number, make: (n: number) => T): T[][] =>
  Array.from({ length: Math.ceil(length / size) }, (_, c) =>
    Array.from({ length: Math.min(size, length - c * size) }, (__, i) => make(c * size + i)),
  );

async function inFlight<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

async function addAccounts({ endpoints: { url, apiKey } }: Stack): Promise<void> {
  const load = async (path: string, header: string, lines: readonly string[]) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' };
    const response = await fetch(url + path, { method: 'POST', headers, body: [header, ...lines].join('\n') });
    if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  };
  for (const lines of chunks(OWNERS, PER_IMPORT, (n) => `Owner ${n},${ownerOf(n)},account_owner`))
    await load('/v1/users/import', 'name,email,roles', lines);
  for (const lines of chunks(ACCOUNTS, PER_IMPORT, (n) => `x,${networkIdOf(n)},Account ${n},${ownerOf(n)}`))
    await load('/v1/accounts/import', 'network,networkAccountId,name,ownerEmail', lines);
}

/** Waits until that many emails were handed over. */
async function settled(sql: postgres.Sql, kind: string, count: number): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const [found] = await sql<{ n: number }[]>`
      select count(*)::int as n from emails where kind = ${kind} and state = 'accepted'`;
    if (found!.n >= count) return;
    if (Date.now() > until) throw new Error(`${found!.n} of ${count} emails (${kind}) were handed over`);
    await pause(POLL_MS);
  }
}

/** The same rows and emails without Relink. */
async function floor(sql: postgres.Sql, stack: Stack): Promise<{ accepted: number; mailed: number }> {
  await sql`create table floor_disconnects (id text primary key, account_id text not null, owner_id text not null,
    at timestamptz not null default now())`;
  await sql`create table floor_audit (id bigserial primary key, disconnect_id text not null, at timestamptz not null default now())`;
  await sql`create table floor_emails (id bigserial primary key, owner_id text not null unique, sent_at timestamptz)`;
  const startedAt = performance.now();
  await inFlight(
    chunks(ACCOUNTS, PER_REQUEST, (n) => n),
    async (some) => {
      const ids = some.map(networkIdOf);
      const owners = some.map(ownerOf);
      await sql`with d as (insert into floor_disconnects (id, account_id, owner_id)
        select id, id, owner from unnest(${ids}::text[], ${owners}::text[]) v (id, owner) returning id)
        insert into floor_audit (disconnect_id) select id from d`;
    },
  );
  const accepted = performance.now() - startedAt;
  const rows = await sql<{ id: string; owner_id: string }[]>`
    insert into floor_emails (owner_id) select distinct owner_id from floor_disconnects returning id, owner_id`;
  const secret = await readFile(path.join(stack.dir, 'inbox-api-key'), 'utf8');
  await inFlight(
    chunks(rows.length, PER_BATCH, (n) => rows[n]!),
    async (some) => {
      const body = some.map(({ owner_id: to }) => ({
        from: 'Floor <floor@outage.example>',
        to,
        subject: 'Floor',
        html: '<p>Floor</p>',
        text: 'Floor',
      }));
      const headers = { authorization: `Bearer ${secret.trim()}`, 'content-type': 'application/json' };
      const response = await fetch(`${stack.endpoints.inbox}/emails/batch`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`the inbox refused the floor's emails: ${await response.text()}`);
      await response.arrayBuffer();
      await sql`update floor_emails set sent_at = now() where id = any(${some.map(({ id }) => id)}::bigint[])`;
    },
  );
  return { accepted, mailed: performance.now() - startedAt };
}

export async function outage(): Promise<void> {
  // The local inbox takes as many as come, so that nothing but Relink limits the emails.
  const stack = await Stack.start(SECONDS_PER_DAY, { env: { RESEND_REQUESTS_PER_SECOND: '1000' } });
  const sql = postgres(stack.endpoints.database, { max: IN_FLIGHT });
  try {
    await addAccounts(stack);
    const least = await floor(sql, stack);
    const startedAt = performance.now();
    await inFlight(
      chunks(ACCOUNTS, PER_REQUEST, (n) => ({ network: 'x', networkAccountId: networkIdOf(n) })),
      (disconnects) => stack.api('POST', '/v1/disconnects', { disconnects }),
    );
    const accepted = performance.now() - startedAt;
    row(
      `${ACCOUNTS} accounts reported and accepted`,
      `${ms(accepted)}, floor ${ms(least.accepted)}`,
      `${(accepted / least.accepted).toFixed(1)} × the floor`,
    );
    await settled(sql, 'first', OWNERS);
    const mailed = performance.now() - startedAt - WINDOW_MS;
    row(
      `${OWNERS} first emails handed over, without the window`,
      `${ms(mailed)}, floor ${ms(least.mailed)}`,
      `${(mailed / least.mailed).toFixed(1)} × the floor`,
    );
    const [sent] = await sql<{ n: number; owners: number }[]>`
      select count(*)::int as n, count(distinct user_id)::int as owners from emails where kind = 'first'`;
    row('first emails and their owners', `${sent!.n}, ${sent!.owners}`, '');
  } finally {
    await sql.end();
    await stack.stop();
  }
}
