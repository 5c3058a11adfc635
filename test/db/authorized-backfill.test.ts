/** Accounts that were authorized before Relink kept that on their own row stay authorized when the database is brought up to date. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import postgres from 'postgres';
import { createEmptyDatabase } from '../rig/database.js';

const FOLDER = new URL('../../db/migrations/', import.meta.url);
const migrations = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .toSorted()
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
const change = migrations.findIndex((text) => text.includes('ADD COLUMN "authorized_since"'));

test('an account with tokens is authorized since its consent, and an imported one is not', async () => {
  expect(change).toBeGreaterThan(0);
  const database = await createEmptyDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  for (const text of migrations.slice(0, change)) await sql.unsafe(text);
  await sql`insert into archives (id, name, time_zone) values ('arc', 'Springfield', 'America/Chicago')`;
  await sql`insert into users (archive_id, id, name, email, is_account_owner) values ('arc', 'usr', 'Jane', 'jane@example.org', true)`;
  for (const id of ['consented', 'imported'])
    await sql`insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
      values ('arc', ${id}, 'x', ${id}, ${id}, 'usr', 'connected')`;
  await sql`insert into credentials (archive_id, id, account_id, authorization_id, authorized_at, access_token)
    values ('arc', 'crd', 'consented', 'aut', '2026-01-02T03:04:05Z', '')`;
  await sql.unsafe(migrations[change]!);
  const rows = await sql<{ id: string; since: Date | null }[]>`
    select id, authorized_since as since from accounts order by id`;
  expect([...rows]).toEqual([
    { id: 'consented', since: new Date('2026-01-02T03:04:05Z') },
    { id: 'imported', since: null },
  ]);
  await sql.end();
  await database.close();
});
