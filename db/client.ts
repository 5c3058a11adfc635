/** The connection to PostgreSQL, the migrations that are applied at startup, and the meaning of database errors. */
import { setTimeout as pause } from 'node:timers/promises';
import { DrizzleQueryError, type ExtractTablesWithRelations } from 'drizzle-orm';
import { makePgArray, parsePgArray, type PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { abortLostTransactions } from './abort-lost-transactions.js';
import * as schema from './schema.js';
import { findConnectionError } from './connection-errors.js';
import { RepeatedStatements } from './repeated-statements.js';
import { countPendingMigrations, MIGRATIONS_FOLDER } from './pending-migrations.js';

type Schema = typeof schema;
export type Database = PostgresJsDatabase<Schema>;
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
/** A database or a transaction. Functions that take it can run on their own or as part of a larger transaction. */
export type Db = Database | Transaction;

export interface Connection {
  db: Database;
  /** For single statements and LISTEN. Transactions go through `db`. */
  sql: postgres.Sql & { begin: never; reserve: never };
  close(): Promise<void>;
}

const CONNECT_LIMIT_SECONDS = 10;

/** PostgreSQL's number for text[]. */
const TEXT_ARRAY = 1009;

/**
 * postgres.js (3.4.9) asks PostgreSQL for its array types on every new connection, and if the connection is lost at that moment, a
 * rejection that nobody handles ends the process. Statements here have only arrays of text as parameters.
 */
const ARRAYS: postgres.Options<Record<string, postgres.PostgresType>> = {
  fetch_types: false,
  types: { texts: { to: TEXT_ARRAY, from: [TEXT_ARRAY], serialize: writeTexts, parse: parsePgArray } },
};

/** Drizzle writes the arrays of its own columns. */
function writeTexts(value: string | (string | null)[]): string {
  return typeof value === 'string' ? value : makePgArray(value);
}

interface ConnectOptions {
  max?: number;
  name: string;
  /** PostgreSQL's settings for these connections, in addition to everyone's. */
  settings?: Record<string, string | number>;
}

/** The statements of all connections of this process. */
const repeated = new RepeatedStatements();

export function connect(url: string, options: ConnectOptions): Connection {
  const sql = postgres(url, {
    max: options.max ?? 20,
    onnotice: () => {},
    ...ARRAYS,
    connect_timeout: CONNECT_LIMIT_SECONDS,
    connection: {
      application_name: `relink ${options.name}`,
      // A hanging worker must not keep rows locked that a reconnect is waiting for.
      idle_in_transaction_session_timeout: 30_000,
      statement_timeout: 30_000,
      // No disk today takes four times as long for a page out of order. With PostgreSQL's default, small tables are read as a whole, and
      // a prepared statement or a foreign key's check goes on with that while the table grows.
      random_page_cost: 1.1,
      ...options.settings,
    },
  });
  const unsafe = sql.unsafe.bind(sql);
  sql.unsafe = (...args) => unsafe(...repeated.prepare(args));
  abortLostTransactions(sql, repeated);
  return {
    db: drizzle(sql, { schema, casing: 'snake_case' }),
    sql: sql as Connection['sql'],
    close: () => sql.end({ timeout: 5 }),
  };
}

/** An arbitrary constant. All processes that migrate a database take the same advisory lock. */
const MIGRATION_LOCK = 7_355_465;

/**
 * How long a migration waits for a table, in milliseconds. Whoever wants the table after it waits behind it, so a page that is asked for
 * during a long report's transaction would wait for the report too. Between its tries, they go first.
 */
const MIGRATION_LOCK_MS = 2000;
const MIGRATION_TRIES = 60;
const BETWEEN_TRIES_MS = 2000;

/**
 * Applies pending migrations. Several processes can call it at once: one does the work while the others wait.
 * @throws {DatabaseConnectionError | DatabaseVersionError}
 */
export async function migrateDatabase(url: string): Promise<void> {
  const connectionError = await findConnectionError(url, CONNECT_LIMIT_SECONDS);
  if (connectionError !== null) throw connectionError;
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    ...ARRAYS,
    connection: { application_name: 'relink migrations' },
  });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await sql`select set_config('lock_timeout', ${String(MIGRATION_LOCK_MS)}, false)`;
    if ((await countPendingMigrations(sql)) > 0) await migrateInTries(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** All that is pending, in one transaction. @throws the last try's error, if a table wasn't free within four minutes */
async function migrateInTries(sql: postgres.Sql): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await migrate(drizzle(sql), { migrationsFolder: MIGRATIONS_FOLDER });
    } catch (error) {
      if (tries === MIGRATION_TRIES || !(isLockTimeout(error) || isTransactionConflict(error))) throw error;
      await pause(BETWEEN_TRIES_MS);
    }
  }
}

/** Returns PostgreSQL's error code (SQLSTATE) or the connection's, or undefined if the error has none. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** Returns the constraint that a statement violated, or null for any other error. */
export function violatedConstraint(error: unknown): string | null {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.code.startsWith('23')
    ? (cause.constraint_name ?? null)
    : null;
}

/** Returns whether retrying is pointless: the data, the statement, or the program is wrong. Any other error may be temporary. */
export function isPermanent(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^((22|23|42)[0-9A-Z]{3}$|ERR_)/.test(code);
}

/** Returns whether PostgreSQL is unavailable or asks for a retry, so that a retry helps. */
export function isTransient(error: unknown): boolean {
  if (isStatementOutdated(error)) return true;
  return /^(08|40001|40P01|53|57P0|55P03|55000|3D000|CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT)/.test(
    codeOf(error) ?? '',
  );
}

/** Returns whether a table has changed since a statement was prepared. postgres.js has forgotten the statement by then. */
function isStatementOutdated(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.routine === 'RevalidateCachedQuery';
}

/** Returns whether PostgreSQL rolled back a transaction so that others could continue: a deadlock or a serialization failure. */
export function isTransactionConflict(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error) ?? '');
}

/** Returns whether a row refers to another one that isn't there. */
export const isReferenceMissing = (error: unknown): boolean => codeOf(error) === '23503';

/** Returns whether a statement was canceled, usually because it exceeded `statement_timeout`. */
export const isStatementTimeout = (error: unknown): boolean => codeOf(error) === '57014';

/** Returns whether a table is missing from the database. */
export const isTableMissing = (error: unknown): boolean => codeOf(error) === '42P01';

/** Returns whether a row lock wasn't released within `lock_timeout`. */
export const isLockTimeout = (error: unknown): boolean => codeOf(error) === '55P03';
