/**
 * A file's clock, its database's clock, and that of a program it runs all show the same moment: the shifted one, if the clock is shifted.
 */
import { expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { connect } from '../../db/client.js';
import { archives } from '../../db/schema.js';
import { aCity } from '../rig/builders.js';
import { DAY_MS } from '../rig/calendar.js';
import { createTestDatabase } from '../rig/database.js';
import { sharedFixture } from '../rig/fixtures.js';

const SECONDS = 60_000;

const database = sharedFixture(createTestDatabase);
const connection = sharedFixture(() => connect(database.url, { name: 'test', max: 1 }));

const isNow = (at: Date | number) => expect(Math.abs(Number(at) - Date.now())).toBeLessThan(SECONDS);

it('the clock of a test file starts where the project sets it', () => {
  if (globalThis.TEST_CLOCK) isNow(Date.parse(globalThis.TEST_CLOCK.at));
  isNow(new Date());
  isNow(Date.parse(Date()));
});

it('Date still works as usual otherwise', () => {
  expect(new Date(2026, 1, 3).getMonth()).toBe(1);
  expect(new Date(0)).toEqual(new Date('1970-01-01T00:00:00Z'));
  expect(Date.UTC(1970, 0, 2)).toBe(DAY_MS);
  expect(structuredClone(new Date(0)).getTime()).toBe(0);
  expect(new Date()).toBeInstanceOf(Date);
  expect(new Date().constructor).toBe(Date);
});

it.each(['now()', 'transaction_timestamp()', 'statement_timestamp()', 'clock_timestamp()'])(
  'the database has the same clock: %s',
  async (clock) => {
    const [row] = await connection.db.execute<{ ms: number }>(
      sql.raw(`select extract(epoch from ${clock})::float8 * 1000 as ms`),
    );
    isNow(row!.ms);
  },
);

it('column defaults have the same clock', async () => {
  const { archiveId } = await aCity(connection.db);
  const [row] = await connection.db.select().from(archives).where(eq(archives.id, archiveId));
  isNow(row!.createdAt);
});
