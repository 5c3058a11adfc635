/** What every peer writes about a report: the disconnect, and a row that says what happened. */
import type postgres from 'postgres';

/** @param peer part of the tables' names */
export async function createRecords(sql: postgres.Sql, peer: string): Promise<void> {
  await sql`create table ${sql(`${peer}_disconnects`)} (id text primary key, account_id text not null,
    reason text not null, at timestamptz not null default now())`;
  await sql`create table ${sql(`${peer}_audit`)} (id bigserial primary key, disconnect_id text not null,
    type text not null, at timestamptz not null default now())`;
}

export const record = (sql: postgres.ISql, peer: string, id: string) => sql`
  with d as (insert into ${sql(`${peer}_disconnects`)} (id, account_id, reason) values (${id}, ${id}, 'unknown') returning id)
  insert into ${sql(`${peer}_audit`)} (disconnect_id, type) select id, 'reported' from d`;
