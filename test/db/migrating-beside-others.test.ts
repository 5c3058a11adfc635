/** A migration that waits for a long transaction doesn't stop everyone else meanwhile. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import postgres from 'postgres';
import { migrateDatabase } from '../../db/client.js';
import { createTestDatabase, type TestDatabase } from '../rig/database.js';
import { until } from '../rig/until.js';

/** Longer than a migration waits, and much shorter than the long transaction. */
const PAGE_LIMIT_MS = 8000;

/** The migration's place among all. */
const CHANGE = 15;

let database: TestDatabase;
let sql: postgres.Sql;
beforeEach(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 3, onnotice: () => {} });
  // As before the migration that changes the tables of sign-ins.
  await sql.unsafe(`delete from drizzle.__drizzle_migrations where id >= ${CHANGE};
    alter table sessions drop column ended_by, drop column authenticated_at;
    alter table sessions add constraint sessions_enums check (true);
    alter table oidc_attempts drop column again, drop column started_at`);
});
afterEach(async () => {
  await sql.end({ timeout: 1 });
  await database.close();
});

const locksOf = (table: string, granted: boolean) => sql`select from pg_locks join pg_stat_activity using (pid)
  where application_name = 'relink migrations' and relation = ${table}::regclass and granted = ${granted}`;
const isMigrated = async () =>
  (await sql`select from information_schema.columns where table_name = 'sessions' and column_name = 'ended_by'`)
    .length > 0;

test.each(['sessions', 'oidc_attempts'])(
  'pages are answered while a migration waits for a long transaction with %s, and it is applied when that ends',
  async (table) => {
    let migrated: Promise<void> | undefined;
    await sql.begin(async (report) => {
      await report`select count(*) from ${sql(table)}`;
      migrated = migrateDatabase(database.url);
      await until('the migration waits for the report', async () => (await locksOf(table, false)).length > 0);
      if (table === 'oidc_attempts') expect(await locksOf('sessions', true)).toHaveLength(0);
      const page = sql.begin(async (tx) => {
        await tx.unsafe(`set local statement_timeout = ${PAGE_LIMIT_MS}`);
        return tx`select count(*) from sessions`;
      });
      await expect(page).resolves.toHaveLength(1);
      expect(await isMigrated()).toBe(false);
    });
    await migrated;
    expect(await isMigrated()).toBe(true);
    const [check] = await sql`select convalidated as valid from pg_constraint where conname = 'sessions_enums'`;
    expect(check).toEqual({ valid: true });
  },
  60_000,
);
