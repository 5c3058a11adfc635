/** The same report with graphile-worker: a record, its first notice, and a reminder in two days, in one statement. */
import { runMigrations } from 'graphile-worker';
import type postgres from 'postgres';
import { perSecond } from '../figures.js';
import { inFlight } from '../in-flight.js';
import { createRecords } from './records.js';

const IN_FLIGHT = 50;

/** Returns reports a second. @param sql of 20 connections */
export async function withGraphileWorker(sql: postgres.Sql, database: string, count: number): Promise<number> {
  await runMigrations({ connectionString: database });
  await createRecords(sql, 'graphile');
  const report = (n: number) => sql`
    with d as (insert into graphile_disconnects (id, account_id, reason) values (${`r${n}`}, ${`r${n}`}, 'unknown') returning id),
      a as (insert into graphile_audit (disconnect_id, type) select id, 'reported' from d)
    select graphile_worker.add_job('first_notice', json_build_object('id', id)),
      graphile_worker.add_job('reminder', json_build_object('id', id), run_at := now() + interval '2 days') from d`;
  return perSecond(count, await inFlight(IN_FLIGHT, count, report));
}
