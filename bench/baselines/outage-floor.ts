/**
 * The floor of a mass outage for any system on this machine: the same rows and emails with nothing but statements of 1,000 rows and
 * requests of 100 emails.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type postgres from 'postgres';
import type { Stack } from '../../dev/demo/stack.js';
import { inFlight } from '../in-flight.js';
import { accountsOf, chunks, IN_FLIGHT, networkIdOf, ownerOf, PER_REQUEST, type Outage } from '../mass-outage.js';

const PER_BATCH = 100;

/** Returns the milliseconds until all rows were written, and until all emails were handed over. */
export async function measureFloor(
  sql: postgres.Sql,
  stack: Stack,
  outage: Outage,
): Promise<{ accepted: number; mailed: number }> {
  await sql`create table floor_disconnects (id text primary key, account_id text not null, owner_id text not null,
    at timestamptz not null default now())`;
  await sql`create table floor_audit (id bigserial primary key, disconnect_id text not null, at timestamptz not null default now())`;
  await sql`create table floor_emails (id bigserial primary key, owner_id text not null unique, sent_at timestamptz)`;
  await inFlight(IN_FLIGHT, IN_FLIGHT, () => sql`select`);
  const secret = await readFile(path.join(stack.dir, 'inbox-api-key'), 'utf8');
  const startedAt = performance.now();
  const disconnects = chunks(accountsOf(outage), PER_REQUEST, (n) => n);
  await inFlight(IN_FLIGHT, disconnects.length, async (n) => {
    const ids = disconnects[n]!.map((id) => networkIdOf(id, outage));
    const owners = disconnects[n]!.map((id) => ownerOf(id, outage));
    await sql`with d as (insert into floor_disconnects (id, account_id, owner_id)
        select id, id, owner from unnest(${ids}::text[], ${owners}::text[]) v (id, owner) returning id)
        insert into floor_audit (disconnect_id) select id from d`;
  });
  const accepted = performance.now() - startedAt;
  const rows = await sql<{ id: string; owner_id: string }[]>`
    insert into floor_emails (owner_id) select distinct owner_id from floor_disconnects returning id, owner_id`;
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
