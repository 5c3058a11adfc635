/** Creates a separate database for each test file, cloned from one template that holds the migrated schema. */
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { migrateDatabase } from '../../db/client.js';

/** One test file migrates the template for all, under this lock. */
const TEMPLATE_LOCK = 81_723_411;
/** How many milliseconds the file's clock is shifted (shifted-clock.ts); the database's clock shifts with it. */
const OFFSET = process.env.TEST_CLOCK_OFFSET_MS;
const TEMPLATE = OFFSET === undefined ? 'relink_template' : 'relink_template_shifted';

export interface TestDatabase {
  url: string;
  /** Drops the database. */
  close(): Promise<void>;
}

/** Create a database with the migrated schema, or an empty one. */
export const createTestDatabase = () => createDatabase(true);
export const createEmptyDatabase = () => createDatabase(false);

async function createDatabase(migrated: boolean): Promise<TestDatabase> {
  const adminUrl = process.env.TEST_POSTGRES_URL;
  if (!adminUrl) throw new Error('TEST_POSTGRES_URL is not set: run the tests with `npm test`');
  const urlOf = (name: string) => {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    const [there] = await admin`select from pg_database where datname = ${TEMPLATE}`;
    if (migrated && !there) {
      await admin.unsafe(`create database ${TEMPLATE}`);
      if (OFFSET !== undefined) await shiftClock(admin, urlOf(TEMPLATE));
      await migrateDatabase(urlOf(TEMPLATE));
    }
    await admin.unsafe(`create database ${name}${migrated ? ` template ${TEMPLATE}` : ''}`);
    if (OFFSET !== undefined) await shiftClock(admin, urlOf(name));
  } finally {
    await admin.end();
  }
  return {
    url: urlOf(name),
    async close() {
      const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.end();
    },
  };
}

/**
 * Puts our own functions in front of PostgreSQL's. This runs before the migrations, so that column defaults bind to them, and again in each
 * database, because a clone inherits the functions but not the settings. The keyword `current_timestamp` would bypass them.
 */
async function shiftClock(admin: postgres.Sql, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await admin.unsafe(`alter database ${name} set test.clock_offset = '${OFFSET} ms'`);
  await admin.unsafe(`alter database ${name} set search_path = public, pg_catalog`);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (const clock of ['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp'])
    await sql.unsafe(`create or replace function public.${clock}() returns timestamptz language sql
      ${clock === 'clock_timestamp' ? 'volatile' : 'stable'} parallel safe
      as $$ select pg_catalog.${clock}() + current_setting('test.clock_offset')::interval $$`);
  await sql.end();
}
