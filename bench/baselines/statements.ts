/**
 * The same disconnects as bare statements, in tables with the columns and indexes of Relink's own: what PostgreSQL can do at most for any
 * system. Each statement writes disconnects and a row of the audit log for each.
 */
import type postgres from 'postgres';
import { newRowId } from '../../db/ids.js';
import { perSecond } from '../figures.js';
import { inFlight } from '../in-flight.js';

const IN_FLIGHT = 50;

export async function createLimitTables(sql: postgres.Sql): Promise<void> {
  await sql`create table limit_disconnects (like disconnects including all)`;
  await sql`create table limit_audit (like audit including all)`;
}

const write = (sql: postgres.Sql, ids: string[]) => sql`
  with d as (
    insert into limit_disconnects (archive_id, id, account_id, reason, reported_at, detected_at, series_started_at, step, next_email_at)
    select 'arc_limit', id, id, 'unknown', now(), now(), now(), 0, now() + interval '2 days' from unnest(${ids}::text[]) id
    returning archive_id, id, account_id
  )
  insert into limit_audit (archive_id, id, type, actor, disconnect_id, account_id)
  select archive_id, id, 'reported', '{"kind": "archive"}', id, account_id from d`;

/** Returns disconnects a second, one a statement. @param sql of 20 connections */
export const statementsPerSecond = async (sql: postgres.Sql, count: number): Promise<number> =>
  perSecond(count, await inFlight(IN_FLIGHT, count, () => write(sql, [newRowId()])));

/** Returns rows a second. @param width how many statements are in flight */
export async function rowsPerSecond(
  sql: postgres.Sql,
  { statements, rows, width }: { statements: number; rows: number; width: number },
): Promise<number> {
  const ids = Array.from({ length: statements }, () => Array.from({ length: rows }, () => newRowId()));
  return perSecond(statements * rows, await inFlight(width, statements, (n) => write(sql, ids[n]!)));
}

/** Returns the milliseconds of each statement, one after another. */
export async function statementTimes(sql: postgres.Sql, times: number): Promise<number[]> {
  const durations: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const startedAt = performance.now();
    await write(sql, [newRowId()]);
    durations.push(performance.now() - startedAt);
  }
  return durations;
}
