/** What is wrong when PostgreSQL cannot be reached. */
import postgres from 'postgres';

export type ConnectionErrorCode =
  'no_answer' | 'nothing_listens' | 'unknown_host' | 'sign_in_refused' | 'no_such_database' | 'other';

/** Whoever set DATABASE_URL is told in words elsewhere (platform/database-errors.ts). */
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
 * Asks once; the answer is what is wrong, or null. With a limit of our own: where something accepts connections and closes
 * them again, the driver tries for ever.
 */
export async function findConnectionError(url: string, limitSeconds: number): Promise<DatabaseConnectionError | null> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: limitSeconds });
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
