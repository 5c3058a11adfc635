/**
 * Measures a mass outage: 50,000 accounts of 5,000 owners are reported, and each owner gets one email. Beside it, in the same run, are the
 * same rows and emails with nothing but statements of 1,000 rows and requests of 100 emails: the floor for any system on this machine.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { Stack } from '../dev/demo/stack.js';
import type { Row, Size } from './figures.js';
import { inFlight } from './in-flight.js';

const OWNERS = 5000;
const PER_OWNER = 10;
const PER_REQUEST = 1000;
const PER_IMPORT = 10_000;
const IN_FLIGHT = 4;
const PER_BATCH = 100;
/** How long first emails wait for others of the same owner (domain/windows.ts). */
const WINDOW_MS = 10_000;
const LIMIT_MS = 600_000;
const POLL_MS = 50;
const SECONDS_PER_DAY = 86_400;

interface Counts {
  owners: number;
  accounts: number;
}

const ownerOf = (n: number, { owners }: Counts) => `owner-${n % owners}@outage.example`;
const networkIdOf = (n: number) => String(1_000_000 + n);
const chunks = <T>(length: number, size: number, make: (n: number) => T): T[][] =>
  Array.from({ length: Math.ceil(length / size) }, (_, c) =>
    Array.from({ length: Math.min(size, length - c * size) }, (__, i) => make(c * size + i)),
  );

async function addAccounts({ endpoints: { url, apiKey } }: Stack, counts: Counts): Promise<void> {
  const load = async (path: string, header: string, lines: readonly string[]) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' };
    const response = await fetch(url + path, { method: 'POST', headers, body: [header, ...lines].join('\n') });
    if (!response.ok) throw new Error(`the import was refused: ${await response.text()}`);
  };
  for (const lines of chunks(counts.owners, PER_IMPORT, (n) => `Owner ${n},${ownerOf(n, counts)},account_owner`))
    await load('/v1/users/import', 'name,email,roles', lines);
  for (const lines of chunks(
    counts.accounts,
    PER_IMPORT,
    (n) => `x,${networkIdOf(n)},Account ${n},${ownerOf(n, counts)}`,
  ))
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
async function floor(sql: postgres.Sql, stack: Stack, counts: Counts): Promise<{ accepted: number; mailed: number }> {
  await sql`create table floor_disconnects (id text primary key, account_id text not null, owner_id text not null,
    at timestamptz not null default now())`;
  await sql`create table floor_audit (id bigserial primary key, disconnect_id text not null, at timestamptz not null default now())`;
  await sql`create table floor_emails (id bigserial primary key, owner_id text not null unique, sent_at timestamptz)`;
  const startedAt = performance.now();
  const disconnects = chunks(counts.accounts, PER_REQUEST, (n) => n);
  await inFlight(IN_FLIGHT, disconnects.length, async (n) => {
    const ids = disconnects[n]!.map(networkIdOf);
    const owners = disconnects[n]!.map((id) => ownerOf(id, counts));
    await sql`with d as (insert into floor_disconnects (id, account_id, owner_id)
        select id, id, owner from unnest(${ids}::text[], ${owners}::text[]) v (id, owner) returning id)
        insert into floor_audit (disconnect_id) select id from d`;
  });
  const accepted = performance.now() - startedAt;
  const rows = await sql<{ id: string; owner_id: string }[]>`
    insert into floor_emails (owner_id) select distinct owner_id from floor_disconnects returning id, owner_id`;
  const secret = await readFile(path.join(stack.dir, 'inbox-api-key'), 'utf8');
  const batches = chunks(rows.length, PER_BATCH, (n) => rows[n]!);
  await inFlight(IN_FLIGHT, batches.length, async (n) => {
    const some = batches[n]!;
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
  });
  return { accepted, mailed: performance.now() - startedAt };
}

export async function* outage(size: Size): AsyncGenerator<Row> {
  const owners = size(OWNERS);
  const counts = { owners, accounts: owners * PER_OWNER };
  // The local inbox takes as many as come, so that nothing but Relink limits the emails.
  const stack = await Stack.start(SECONDS_PER_DAY, { env: { RESEND_REQUESTS_PER_SECOND: '1000' } });
  const sql = postgres(stack.endpoints.database, { max: IN_FLIGHT });
  try {
    await addAccounts(stack, counts);
    const least = await floor(sql, stack, counts);
    const requests = chunks(counts.accounts, PER_REQUEST, (n) => ({ network: 'x', networkAccountId: networkIdOf(n) }));
    const startedAt = performance.now();
    const accepted = await inFlight(IN_FLIGHT, requests.length, (n) =>
      stack.api('POST', '/v1/disconnects', { disconnects: requests[n] }),
    );
    yield {
      name: `${counts.accounts} accounts reported and accepted`,
      figure: accepted,
      unit: 'ms',
      baseline: { name: 'the floor: the same rows', figure: least.accepted },
      targets: [{ of: 'ratio', is: '≤', value: 10 }],
    };
    await settled(sql, 'first', owners);
    yield {
      name: `${owners} first emails handed over, without the window`,
      figure: performance.now() - startedAt - WINDOW_MS,
      unit: 'ms',
      baseline: { name: 'the floor: the same rows and emails', figure: least.mailed },
      targets: [{ of: 'ratio', is: '≤', value: 10 }],
    };
    const [sent] = await sql<{ n: number; owners: number }[]>`
      select count(*)::int as n, count(distinct user_id)::int as owners from emails where kind = 'first'`;
    yield {
      name: 'first emails',
      figure: sent!.n,
      unit: 'count',
      baseline: { name: 'owners, an email each', figure: owners },
      targets: [{ of: 'ratio', is: '=', value: 1 }],
      note: `to ${sent!.owners} owners`,
    };
  } finally {
    await sql.end();
    await stack.stop();
  }
}
