import { connect, type Connection } from '../../db/client.js';
import type { Config } from '../../platform/config.js';

export const DATABASE_ADVICE = 'Is PostgreSQL running, and is DATABASE_URL right?';

export async function withConnection<T>(
  { databaseUrl }: Config,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connect(databaseUrl, { name: 'doctor', max: 1 });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
