/** Reports right after a large import are as quick as any: neither they nor others wait until PostgreSQL has counted its rows. */
import { expect, test } from '@jest/globals';
import { sql, type SQL } from 'drizzle-orm';
import { connect, type Database } from '../../db/client.js';
import { RELINK } from '../../domain/actor.js';
import { windowsFor } from '../../domain/windows.js';
import { findArchive } from '../../services/archives/archives.js';
import { openAtOnce } from '../../services/disconnects/open-at-once.js';
import { createApi } from '../rig/api.js';
import { aCity } from '../rig/builders.js';
import { createTestDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';

const database = freshFixture(createTestDatabase);
const connection = freshFixture(() => connect(database.url, { name: 'imports', max: 1 }));
const api = freshFixture(createApi);

const MANY = 5000;
const DAY_SECONDS = 86_400;

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
  const { archiveId, owner } = await aCity(db);
  await db.execute(sql`
    insert into accounts (archive_id, id, network, network_account_id, name, owner_id, status)
    select ${archiveId}, 'acc_' || n, 'x', n::text, 'Account ' || n, ${owner}, 'connected' from generate_series(1, ${MANY}) n`);
  const plans: string[] = [];
  const context = {
    archiveId,
    actor: RELINK,
    now: new Date(),
    dayMs: DAY_SECONDS * 1000,
    windows: windowsFor(DAY_SECONDS),
    archive: await findArchive(db, archiveId),
  };
  await openAtOnce(explaining(db, plans), context, [
    { account: { id: 'acc_1' }, reason: 'unknown' },
    { account: { network: 'x', networkAccountId: '2' }, reason: 'unknown' },
  ]);
  const [plan] = plans;
  const indexes = [...plan!.matchAll(/(?:using|Index Scan on) (accounts_\w+)/g)].map(([, name]) => name);
  expect(new Set(indexes)).toEqual(new Set(['accounts_identity', 'accounts_archive_id_id_pk']));
  expect(plan).not.toContain('Seq Scan on accounts');
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
