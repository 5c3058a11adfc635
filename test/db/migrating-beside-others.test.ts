/** A migration that waits for a long transaction doesn't stop everyone else meanwhile. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { migrateDatabase } from '../../db/client.js';
import { MIGRATIONS_FOLDER } from '../../db/pending-migrations.js';
import { createEmptyDatabase, type TestDatabase } from '../rig/database.js';
import { until } from '../rig/until.js';

/** Longer than a migration waits, and much shorter than the long transaction. */
const PAGE_LIMIT_MS = 8000;

/** The migration that changes the tables of sign-ins. */
const CHANGE = '0014_session_endings';

let database: TestDatabase;
let sql: postgres.Sql;
beforeEach(async () => {
  database = await createEmptyDatabase();
  await migrateUntil(CHANGE);
  sql = postgres(database.url, { max: 3, onnotice: () => {} });
});

/** Applies the migrations before this one. */
async function migrateUntil(tag: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'relink-migrations-'));
  const old = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
    const journal = path.join(folder, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: { tag: string }[] };
    const before = entries.slice(
      0,
      entries.findIndex((entry) => entry.tag === tag),
    );
    await writeFile(journal, JSON.stringify({ ...rest, entries: before }));
    await migrate(drizzle(old), { migrationsFolder: folder });
  } finally {
    await old.end();
    await rm(folder, { recursive: true });
  }
}
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
