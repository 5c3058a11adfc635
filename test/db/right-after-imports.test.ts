/** Reports right after a large import are as quick as any: neither they nor others wait until PostgreSQL has counted its rows. */
import { expect, test } from '@jest/globals';
import { sql, type SQL } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.js';
import { RELINK } from '../../domain/actor.js';
import { windowsFor } from '../../domain/windows.js';
import { findArchive } from '../../services/archives/archives.js';
import { openAtOnce, type OpeningContext } from '../../services/disconnects/open-at-once.js';
import { createApi } from '../rig/api.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';

const database = freshFixture(createTestDatabase);
const connection = freshFixture(() => connect(database.url, { name: 'imports', max: 1 }));
const api = freshFixture(createApi);

const MANY = 5000;
const DAY_SECONDS = 86_400;

/** Adds many accounts to a new archive, and returns what its reports need. */
async function anImport(db: Database): Promise<OpeningContext> {
  const { archiveId, owner } = await aCity(db);
  await db.execute(sql`
    insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
    select ${archiveId}, 'acc_' || n, 'x', n::text, 'Account ' || n, ${owner}, 'connected' from generate_series(1, ${MANY}) n`);
  return {
    archiveId,
    actor: RELINK,
    now: new Date(),
    dayMs: DAY_SECONDS * 1000,
    windows: windowsFor(DAY_SECONDS),
    archive: await findArchive(db, archiveId),
  };
}

/** A database that explains statements instead of executing them. */
function explaining(db: Database, plans: string[]): Database {
  const execute = async (statement: SQL) => {
    const lines = await db.execute<{ 'QUERY PLAN': string }>(sql`explain ${statement}`);
    plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
    return [];
  };
  return Object.create(db, { execute: { value: execute } }) as Database;
}

test('a report looks its account up by its id, although PostgreSQL knows nothing about the accounts yet', async () => {
  const { db } = connection;
  const context = await anImport(db);
  const plans: string[] = [];
  await openAtOnce(explaining(db, plans), context, [
    { account: { id: 'acc_1' }, reason: 'unknown' },
    { account: { network: 'x', networkAccountId: '2' }, reason: 'unknown' },
  ]);
  const [plan] = plans;
  const indexes = [...plan!.matchAll(/(?:using|Index Scan on) (accounts_\w+)/g)].map(([, name]) => name);
  expect(new Set(indexes)).toEqual(new Set(['accounts_identity', 'accounts_archive_id_id_pk']));
  expect(plan).not.toContain('Seq Scan on accounts');
});

/** Which indexes of a table fit a row's key although they don't contain it: those that begin with the archive and have no condition. */
test('a row is looked up by its own key, however small PostgreSQL believes the table to be', async () => {
  const found = await connection.db.execute<{ name: string }>(sql`
    select i.indexrelid::regclass::text as name from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'archive_id'
    where i.indrelid = any('{accounts, disconnects, due_steps, audit, changes, emails, email_batches}'::regclass[])
      and i.indpred is null and not i.indisprimary`);
  expect(found.map(({ name }) => name)).toEqual([]);
});

/** PostgreSQL keeps the plans of foreign keys' checks, too. These are made when there is next to nothing, and then an outage comes. */
test('an outage is accepted in no more steps than its reports', async () => {
  const { db, sql: client } = connection;
  const context = await anImport(db);
  const report = (from: number, to: number) =>
    openAtOnce(
      db,
      context,
      Array.from({ length: to - from }, (_, n) => ({
        account: { id: `acc_${from + n + 1}` },
        reason: 'unknown' as const,
      })),
    );
  await report(0, 100);
  await client`analyze`;
  await report(100, MANY);
  await client`select pg_stat_force_next_flush()`;
  const [read] = await client<{ rows: number }[]>`
    select (select sum(seq_tup_read) from pg_stat_user_tables where relname in ('accounts', 'disconnects'))::int
      + (select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('accounts', 'disconnects'))::int as rows`;
  // Each account is found, locked, updated, and referred to, and each disconnect is referred to.
  expect(read!.rows).toBeLessThan(20 * MANY);
});

test('after an import of many, PostgreSQL knows how many there are', async () => {
  const lines = Array.from({ length: 1000 }, (_, n) => n);
  const people = lines.map((n) => `Owner ${n},owner-${n}@many.example,account_owner`);
  await api.upload('/v1/users/import', ['name,email,roles', ...people].join('\n'));
  const added = lines.map((n) => `x,${1000 + n},Account ${n},owner-${n}@many.example`);
  await api.upload('/v1/accounts/import', ['network,networkAccountId,name,ownerEmail', ...added].join('\n'));
  const known = await api.context.db.execute<{ name: string; rows: number }>(
    sql`select relname as name, reltuples::int as rows from pg_class where relname in ('accounts', 'users') order by 1`,
  );
  expect(known.map(({ name }) => name)).toEqual(['accounts', 'users']);
  for (const { rows } of known) expect(rows).toBeGreaterThanOrEqual(lines.length);
});
