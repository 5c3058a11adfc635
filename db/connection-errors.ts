/** What is wrong when PostgreSQL cannot be reached, as one line for the person who set DATABASE_URL. */
import postgres from 'postgres';

/** Null: the error is about something else. */
function describeConnectionError(url: string, error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  const explain = typeof code === 'string' ? SAID[code] : undefined;
  return explain ? `DATABASE_URL: ${explain(new URL(url))}` : null;
}

const placeOf = ({ hostname, port }: URL) => `${hostname}:${port || '5432'}`;
const noAnswer = (url: URL) =>
  `${placeOf(url)} does not answer. Check the host and the port, and that this machine may reach it`;
const unknownHost = ({ hostname }: URL) => `there is no host ${hostname}. Check the name`;
const signInRefused = (url: URL) =>
  `${placeOf(url)} does not accept the user "${decodeURIComponent(url.username)}" with this password`;

const SAID: Record<string, (url: URL) => string> = {
  CONNECT_TIMEOUT: noAnswer,
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: noAnswer,
  ENETUNREACH: noAnswer,
  ECONNRESET: noAnswer,
  EPIPE: noAnswer,
  CONNECTION_CLOSED: noAnswer,
  ECONNREFUSED: (url) => `nothing listens at ${placeOf(url)}. Is PostgreSQL running there?`,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  '28P01': signInRefused,
  '28000': signInRefused,
  '3D000': (url) => `${placeOf(url)} has no database "${url.pathname.slice(1)}". Make it with createdb`,
};

/**
 * Asks once; the answer is what is wrong, or null. With a limit of our own: where something accepts connections and closes
 * them again, the driver tries for ever.
 */
export async function findConnectionError(url: string, limitSeconds: number): Promise<string | null> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: limitSeconds });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })), limitSeconds * 1000);
  });
  try {
    await Promise.race([sql`select 1`, limit]);
    return null;
  } catch (error) {
    return describeConnectionError(url, error) ?? `DATABASE_URL: ${(error as Error).message}`;
  } finally {
    clearTimeout(timer);
    await sql.end({ timeout: 0 });
  }
}
