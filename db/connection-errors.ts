/** Finds out why PostgreSQL can't be reached. */
import postgres from 'postgres';

export type ConnectionErrorCode =
  'no_answer' | 'nothing_listens' | 'unknown_host' | 'sign_in_refused' | 'no_such_database' | 'other';

/** A failed connection. platform/database-errors.ts words it for the person who set DATABASE_URL. */
export class DatabaseConnectionError extends Error {
  override readonly name = 'DatabaseConnectionError';
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly database: string;

  constructor(
    readonly code: ConnectionErrorCode,
    address: string,
    cause: unknown,
  ) {
    super((cause as Error).message || code, { cause });
    const url = new URL(address);
    this.host = url.hostname;
    this.port = url.port || '5432';
    this.user = decodeURIComponent(url.username);
    this.database = url.pathname.slice(1);
  }
}

const CODES: Record<string, ConnectionErrorCode> = {
  CONNECT_TIMEOUT: 'no_answer',
  ETIMEDOUT: 'no_answer',
  EHOSTUNREACH: 'no_answer',
  ENETUNREACH: 'no_answer',
  ECONNRESET: 'no_answer',
  EPIPE: 'no_answer',
  CONNECTION_CLOSED: 'no_answer',
  ECONNREFUSED: 'nothing_listens',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  '28P01': 'sign_in_refused',
  '28000': 'sign_in_refused',
  '3D000': 'no_such_database',
};

/**
 * Tries one query and returns what is wrong, or null. It sets its own time limit, because the driver retries forever if something
 * accepts connections and then closes them.
 */
export async function findConnectionError(url: string, limitSeconds: number): Promise<DatabaseConnectionError | null> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    fetch_types: false,
    connect_timeout: limitSeconds,
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })), limitSeconds * 1000);
  });
  try {
    await Promise.race([sql`select 1`, limit]);
    return null;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return new DatabaseConnectionError((typeof code === 'string' && CODES[code]) || 'other', url, error);
  } finally {
    clearTimeout(timer);
    await sql.end({ timeout: 0 });
  }
}
