/** A cheap check, for frequent polling, of whether anything on a dashboard has changed. */
import { sql } from 'drizzle-orm';
import { accountOfDisconnect } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import { EVERYONE_READS, useCase } from '../use-case.js';
import { isOpenIn } from './current.js';

export interface Pulse {
  disconnected: number;
  /** Changes when a disconnect is reported or closed, or when an open one's reason, pause, step, or owner changes. */
  version: string;
}

export const readPulse = useCase(EVERYONE_READS, async ({ context, archiveId, ownerId }): Promise<Pulse> => {
  const facts = sql`concat_ws(' ', ${disconnects.id}, ${disconnects.reason}, ${disconnects.pausedUntil}, ${disconnects.step}, ${accounts.ownerId})`;
  const [row] = await context.db
    .select({
      disconnected: sql<number>`count(*)::int`,
      version: sql<string>`coalesce(sum(hashtextextended(${facts}, 0)::numeric), 0)::text`,
    })
    .from(disconnects)
    .innerJoin(accounts, accountOfDisconnect)
    .where(isOpenIn({ archiveId, ownerId }));
  return row!;
});
