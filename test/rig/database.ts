/** A database of its own for each test file, cloned from one template that holds the migrated schema. */
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { migrateDatabase } from '../../db/client.js';

/** Test files migrate the template under this lock, one of them for all. */
const TEMPLATE_LOCK = 81_723_411;
const TEMPLATE = 'relink_template';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** With the migrated schema, or without any. */
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
      await migrateDatabase(urlOf(TEMPLATE));
    }
    await admin.unsafe(`create database ${name}${migrated ? ` template ${TEMPLATE}` : ''}`);
  } finally {
    await admin.end();
  }
  return {
    url: urlOf(name),
    async drop() {
      const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.end();
    },
  };
}
