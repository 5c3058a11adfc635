/** Whether anything on a dashboard may have changed: cheap enough to ask often, and different whenever it has. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import { openIn, type DashboardScope } from './current.js';

export interface Pulse {
  disconnected: number;
  /** Changes with every report, close, pause, owner and reason of what is open. */
  version: string;
}

export async function readPulse(db: Db, scene: DashboardScope): Promise<Pulse> {
  const facts = sql`concat_ws(' ', ${disconnects.id}, ${disconnects.reason}, ${disconnects.pausedUntil}, ${disconnects.step}, ${accounts.ownerId})`;
  const [row] = await db
    .select({
      disconnected: sql<number>`count(*)::int`,
      version: sql<string>`coalesce(sum(hashtextextended(${facts}, 0)::numeric), 0)::text`,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .where(openIn(scene));
  return row!;
}
