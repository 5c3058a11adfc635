/** Statements that come again are prepared: parsed and planned once per connection, and answered in one round trip. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { connect, isTransient } from '../../db/client.js';
import { RepeatedStatements } from '../../db/repeated-statements.js';
import { createEmptyDatabase } from '../rig/database.js';
import { freshFixture } from '../rig/fixtures.js';

describe('a statement', () => {
  const times = (n: number, repeated: RepeatedStatements, text: string, parameters: unknown[] = []) =>
    Array.from({ length: n }, () => repeated.prepare([text, parameters as never])[2]?.prepare);

  test('is prepared from the fifth time on', () => {
    expect(times(7, new RepeatedStatements(), 'select 1')).toEqual([false, false, false, false, true, true, true]);
  });

  test('with a parameter for each of many values isn’t', () => {
    const values = Array.from({ length: 41 }, () => 'x');
    expect(new Set(times(9, new RepeatedStatements(), 'select 1', values))).toEqual(new Set([false]));
  });

  test('keeps its place among ever new ones, which take none for good', () => {
    const repeated = new RepeatedStatements();
    times(5, repeated, 'often');
    for (let n = 0; n < 5000; n += 1) times(1, repeated, `once ${n}`);
    expect(times(1, repeated, 'often')).toEqual([true]);
    expect(times(5, repeated, 'late')).toEqual([false, false, false, false, true]);
    for (let n = 0; n < 2000; n += 1) times(5, repeated, `many ${n}`);
    expect(times(9, repeated, 'one too many').filter(Boolean)).toEqual([]);
  });
});

describe('on a connection', () => {
  const database = freshFixture(createEmptyDatabase);
  const connection = freshFixture(() => connect(database.url, { name: 'again', max: 1 }));
  const find = (db: Pick<typeof connection.db, 'execute'>, n: number) =>
    db.execute<{ what: unknown }>(sql`select * from kept where n = ${n}`);
  const prepared = async () =>
    (await connection.db.execute(sql`select statement from pg_prepared_statements where statement like '%from kept%'`))
      .length;

  test('statements are prepared, in transactions too, and follow when the table changes', async () => {
    const { db } = connection;
    await db.execute(sql`create table kept (n int, what int)`);
    await db.execute(sql`insert into kept values (1, 7)`);
    expect(await prepared()).toBe(0);
    for (let n = 0; n < 3; n += 1) await find(db, 1);
    await db.transaction(async (tx) => {
      for (let n = 0; n < 3; n += 1) await find(tx, 1);
    });
    expect(await prepared()).toBe(1);
    await db.execute(sql`alter table kept alter what type text`);
    expect([...(await find(db, 1))]).toEqual([{ n: 1, what: '7' }]);
  });

  test('a transaction that meets a changed table can be tried again', async () => {
    const { db } = connection;
    await db.execute(sql`create table kept (n int, what int)`);
    await db.execute(sql`insert into kept values (1, 7)`);
    for (let n = 0; n < 6; n += 1) await find(db, 1);
    await db.execute(sql`alter table kept alter what type text`);
    const inside = () => db.transaction(async (tx) => [...(await find(tx, 1))]);
    const error: unknown = await inside().catch((thrown: unknown) => thrown);
    expect(isTransient(error)).toBe(true);
    expect(await inside()).toEqual([{ n: 1, what: '7' }]);
  });
});
