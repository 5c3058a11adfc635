/** Adds an administrator to the stack's archive. Returns the archive and the cookie of the administrator's session. */
import { randomBytes } from 'node:crypto';
import { connect } from '../db/client.js';
import { newId } from '../db/ids.js';
import { apiKeys, users } from '../db/schema.js';
import type { Stack } from '../dev/demo/stack.js';
import { startLoginSession } from '../services/access/sessions.js';

export async function signInAdministrator({ endpoints }: Stack): Promise<{ archiveId: string; cookie: string }> {
  const connection = connect(endpoints.database, { name: 'bench', max: 2 });
  try {
    const [key] = await connection.db.select({ archiveId: apiKeys.archiveId }).from(apiKeys).limit(1);
    const { archiveId } = key!;
    const userId = newId('user');
    const email = `admin${randomBytes(4).toString('hex')}@bench.example`;
    await connection.db
      .insert(users)
      .values({ archiveId, id: userId, name: 'Pat', email, adminRole: 'full_access_administrator' });
    const { secret } = await startLoginSession(connection.db, { archiveId, userId });
    return { archiveId, cookie: `relink=${secret}` };
  } finally {
    await connection.close();
  }
}
