/** The connection to PostgreSQL, and the migrations that are applied at start. */
import { DrizzleQueryError, type ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { abortLostTransactions } from './abort-lost-transactions.js';
import * as schema from './schema.js';
import { findConnectionError } from './connection-errors.js';
import { countPendingMigrations, MIGRATIONS_FOLDER } from './pending-migrations.js';

type Schema = typeof schema;
export type Database = PostgresJsDatabase<Schema>;
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** Either: functions that take it run alone or as a part of a larger transaction. */
export type Db = Database | Transaction;

export interface Connection {
  db: Database;
  /** For single statements and LISTEN; transactions go through `db`. */
  sql: postgres.Sql & { begin: never; reserve: never };
  close(): Promise<void>;
}

const CONNECT_LIMIT_SECONDS = 10;

export function connect(url: string, options: { max?: number; name: string }): Connection {
  const sql = postgres(url, {
    max: options.max ?? 20,
    onnotice: () => {},
    connect_timeout: CONNECT_LIMIT_SECONDS,
    connection: {
      application_name: `relink ${options.name}`,
      // A worker that hangs must not hold the rows that a reconnect waits for.
      idle_in_transaction_session_timeout: 30_000,
      statement_timeout: 30_000,
    },
  });
  abortLostTransactions(sql);
  return {
    db: drizzle(sql, { schema, casing: 'snake_case' }),
    sql: sql as Connection['sql'],
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Any constant; all processes that migrate a database take the same advisory lock. */
const MIGRATION_LOCK = 7_355_465;

/**
 * Applies what is missing of the committed migrations. Several processes may call it at once: one works, the others wait.
 * @throws {DatabaseConnectionError | DatabaseVersionError}
 */
export async function migrateDatabase(url: string): Promise<void> {
  const connectionError = await findConnectionError(url, CONNECT_LIMIT_SECONDS);
  if (connectionError !== null) throw connectionError;
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'relink migrations' } });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    if ((await countPendingMigrations(sql)) > 0) await migrate(drizzle(sql), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** PostgreSQL's own code (SQLSTATE), or that of the connection; undefined when the error has none. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** The constraint that refused a statement, or null when the error is another. */
export function violatedConstraint(error: unknown): string | null {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.code.startsWith('23')
    ? (cause.constraint_name ?? null)
    : null;
}

/** No repetition helps: the data, the statement or the program is wrong. Everything else may pass, however it is worded. */
export function isForGood(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^((22|23|42)[0-9A-Z]{3}$|ERR_)/.test(code);
}

/** PostgreSQL is away, or asks to try again: a retry helps. */
export function isTransient(error: unknown): boolean {
  return /^(08|40001|40P01|53|57P0|55P03|55000|3D000|CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT)/.test(
    codeOf(error) ?? '',
  );
}

/** PostgreSQL undid a transaction so that others could go on: a deadlock, or a race lost. */
export function asksToRetry(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error) ?? '');
}

/** A statement took longer than `statement_timeout`, and was cancelled. */
export const isStatementTimeout = (error: unknown): boolean => codeOf(error) === '57014';

/** The database lacks a table of this version. */
export const isTableMissing = (error: unknown): boolean => codeOf(error) === '42P01';

/** A row was not given back within `lock_timeout`. */
export const isLockTimeout = (error: unknown): boolean => codeOf(error) === '55P03';
