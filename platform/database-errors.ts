/** Explains database errors in one line to the person who set DATABASE_URL, and tells which ones are worth a retry. */
import { isLockTimeout, isStatementTimeout, isTableMissing, isTransient } from '../db/client.js';
import { DatabaseConnectionError, type ConnectionErrorCode } from '../db/connection-errors.js';
import { DatabaseVersionError, type VersionErrorCode } from '../db/pending-migrations.js';

const CONNECTION: Record<ConnectionErrorCode, (error: DatabaseConnectionError) => string> = {
  no_answer: ({ host, port }) =>
    `${host}:${port} doesn’t respond. Check the host and port, and that this machine can reach it`,
  nothing_listens: ({ host, port }) => `nothing is listening at ${host}:${port}. Is PostgreSQL running there?`,
  unknown_host: ({ host }) => `there’s no host ${host}. Check the name`,
  sign_in_refused: ({ host, port, user }) => `${host}:${port} doesn’t accept the user "${user}" with this password`,
  no_such_database: ({ host, port, database }) =>
    `${host}:${port} has no database "${database}". Create it with createdb`,
  other: ({ message }) => message,
};

const VERSION: Record<VersionErrorCode, string> = {
  predates_first_release:
    'this database is from before release 0.1.0, which this version can’t read. To start over, set DATABASE_URL to an empty database. Nothing was deleted.',
  of_newer_version:
    'this database is newer than this program. Deploy the version it belongs to, or set DATABASE_URL to another database. Nothing was changed.',
};

/** Returns an explanation, or null if the error is about something else. */
export function explainDatabaseError(error: unknown): string | null {
  if (error instanceof DatabaseConnectionError) return `DATABASE_URL: ${CONNECTION[error.code](error)}`;
  if (error instanceof DatabaseVersionError) return `DATABASE_URL: ${VERSION[error.code]}`;
  if (isTableMissing(error))
    return "DATABASE_URL: this database doesn't have this version's tables yet. Run `npm run relink -- migrate` first";
  if (isLockTimeout(error))
    return 'DATABASE_URL: another transaction keeps a table that a migration needs. `select * from pg_stat_activity` shows it; end it, and start again';
  if (error instanceof Error && isTransient(error))
    return `DATABASE_URL: the database doesn't respond (${((error.cause as Error | undefined) ?? error).message}). Is PostgreSQL running there?`;
  return null;
}

export function rethrowExplained(error: unknown): never {
  const explanation = explainDatabaseError(error);
  throw explanation === null ? error : new Error(explanation, { cause: error });
}

/** Returns whether the database is currently down, restarting, or too slow, in which case a retry soon is likely to succeed. */
export const isBusy = (error: unknown): boolean => isTransient(error) || isStatementTimeout(error);
