/** A database made by another version of Relink is refused with an explanation, and nothing in it is touched. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import postgres from 'postgres';
import { migrateDatabase } from '../../db/client.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../rig/database.js';
import { makeOldDatabase, OLD_DATABASE, readOldDatabase } from '../rig/old-database.js';
import { runProgram } from '../rig/program.js';

const environment = (url: string) => ({
  DATABASE_URL: url,
  TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS ?? '',
  RESEND_API_KEY: 're_x',
  RESEND_BASE_URL: 'http://127.0.0.1:9',
  MAIL_FROM: 'Relink <relink@example.org>',
  RELINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
});

let database: TestDatabase;
afterEach(() => database.close());

describe('a database from before release 0.1.0', () => {
  const WORDS =
    /^DATABASE_URL: this database is from before release 0.1.0, .* set DATABASE_URL to an empty database. Nothing was deleted.$/m;
  beforeEach(async () => {
    database = await createEmptyDatabase();
    await makeOldDatabase(database.url);
  });
  afterEach(async () => expect(await readOldDatabase(database.url)).toEqual(OLD_DATABASE));

  test('is not migrated', async () => {
    await expect(migrateDatabase(database.url)).rejects.toMatchObject({ code: 'predates_first_release' });
  });

  test.each([
    ['server.ts', []],
    ['relink.ts', ['migrate']],
  ])('makes %s %j exit with one line', async (file, args) => {
    const { code, stderr } = await runProgram([file, ...args], environment(database.url));
    expect(code).toBe(1);
    expect(stderr).toMatch(WORDS);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('a database from a newer version is refused, and the message says so', async () => {
  database = await createTestDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 1900000000000)`;
  await sql.end();
  const { code, stderr } = await runProgram(['relink.ts', 'migrate'], environment(database.url));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^DATABASE_URL: this database is newer than this program\. Deploy the version it belongs to/);
});

test('an unfinished migration is run again', async () => {
  database = await createEmptyDatabase();
  const sql = postgres(database.url, { max: 1 });
  await sql`create schema drizzle`;
  await sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  await migrateDatabase(database.url);
  const [row] = await sql`select count(*)::int as migrations from drizzle.__drizzle_migrations`;
  await sql.end();
  expect(row!.migrations).toBeGreaterThan(0);
});
