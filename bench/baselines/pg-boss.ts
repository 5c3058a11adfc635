/** The same report with pg-boss: a record, its first notice, and a reminder in two days, in one transaction. */
import { PgBoss } from 'pg-boss';
import type postgres from 'postgres';
import { perSecond } from '../figures.js';
import { inFlight } from '../in-flight.js';
import { createRecords, record } from './records.js';

const QUEUE = 'notices';
const IN_FLIGHT = 50;
const TWO_DAYS_SECONDS = 172_800;

/** Returns reports a second. @param sql of 20 connections */
export async function withPgBoss(sql: postgres.Sql, database: string, count: number): Promise<number> {
  const boss = new PgBoss({ connectionString: database, supervise: false, schedule: false });
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  try {
    await boss.createQueue(QUEUE);
    await createRecords(sql, 'pg_boss');
    const report = (n: number) =>
      sql.begin((tx) => {
        const data = { id: `r${n}` };
        const executeSql = async (text: string, values: unknown[] = []) => ({
          rows: await tx.unsafe(text, values as postgres.ParameterOrJSON<never>[], { prepare: true }),
        });
        // In one round trip: none waits for the answer of the one before.
        return Promise.all([
          record(tx, 'pg_boss', data.id),
          boss.insert(QUEUE, [{ data }, { data, startAfter: TWO_DAYS_SECONDS }], { db: { executeSql } }),
        ]);
      });
    return perSecond(count, await inFlight(IN_FLIGHT, count, report));
  } finally {
    await boss.stop();
  }
}
