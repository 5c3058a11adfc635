/**
 * Errors as they are logged. The database's own tell the values of a query: names, addresses, ciphertexts. None of them is
 * logged; the statement and the database's code are enough to find the fault.
 */
import { DrizzleQueryError } from 'drizzle-orm';
import { pino } from 'pino';
import postgres from 'postgres';

export function safeError(error: unknown): unknown {
  if (error instanceof DrizzleQueryError)
    return { type: 'DrizzleQueryError', query: error.query, cause: safeError(error.cause), stack: frames(error) };
  if (error instanceof postgres.PostgresError) {
    const { code, severity, message, table_name: table, constraint_name: constraint, where } = error;
    return { type: 'PostgresError', code, severity, message, table, constraint, where };
  }
  return error instanceof Error ? pino.stdSerializers.err(error) : error;
}

/** The stack without its first lines, which repeat the message. */
function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.join('\n');
}

/** The error as Temporal may keep it: a failed query without the values that it was about. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const safe = new Error(`Failed query: ${error.query}`, { cause: withoutValues(error.cause) });
  safe.name = error.name;
  return safe;
}
