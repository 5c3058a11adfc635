/**
 * Makes errors safe to log. Database errors contain the values of a query: names, addresses, ciphertexts. Errors from libraries
 * contain responses from the other side, with tokens and anything it echoes. None of that is logged: the location, the statement,
 * and the codes are enough to find the cause.
 */
import { DrizzleQueryError } from 'drizzle-orm';
import postgres from 'postgres';

export function safeError(error: unknown): unknown {
  if (error instanceof DrizzleQueryError)
    return { type: 'DrizzleQueryError', query: error.query, cause: safeError(error.cause), stack: frames(error) };
  if (error instanceof postgres.PostgresError) {
    const { code, severity, message, table_name: table, constraint_name: constraint, where } = error;
    return { type: 'PostgresError', code, severity, message, table, constraint, where };
  }
  return error instanceof Error ? plain(error) : error;
}

/** The properties that are logged besides the message: codes, which are short words and numbers. */
const CODES = ['code', 'status', 'error', 'kind', 'rawCode', 'errno', 'syscall', 'address', 'port', 'type'] as const;
const isCode = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && /^[\w./:-]{1,64}$/.test(value));

function plain(error: Error): Record<string, unknown> {
  const members = error as unknown as Record<string, unknown>;
  return {
    ...Object.fromEntries(CODES.filter((name) => isCode(members[name])).map((name) => [name, members[name]])),
    type: error.constructor.name || error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error && error.cause !== error && { cause: safeError(error.cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(safeError) }),
  };
}

/** Returns the stack without its first lines, which repeat the message. */
function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return lines.join('\n');
}

/** Returns an error that is safe to store in Temporal: a failed query without its values. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const safe = new Error(`Failed query: ${error.query}`, { cause: withoutValues(error.cause) });
  safe.name = error.name;
  return safe;
}
