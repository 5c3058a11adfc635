/** A cheap check, for frequent polling, of whether anything on a dashboard has changed. */
import { and, eq, sql } from 'drizzle-orm';
import { openDisconnectOfAccount } from '../../db/joins.js';
import { accounts, disconnects } from '../../db/schema.js';
import { EVERYONE_READS, useCase } from '../use-case.js';
import { isDisconnectedIn } from './current.js';

export interface Pulse {
  disconnected: number;
  /** Changes when a disconnect is reported or closed, or when an open one's reason, pause, step, or owner changes. */
  version: string;
}

const aboutAccount = sql`hash_record_extended(row(${accounts.id}, ${accounts.ownerId}), 0)`;
const aboutDisconnect = sql`hash_record_extended(row(${disconnects.id}, ${disconnects.reason}, ${disconnects.pausedUntil}, ${disconnects.step}), 0)`;
const digest = (hash: typeof aboutAccount) => sql<string>`coalesce(bit_xor(${hash}), 0)::text`;
const n = sql<number>`count(*)::int`;

export const readPulse = useCase(EVERYONE_READS, async ({ context, archiveId, ownerId }): Promise<Pulse> => {
  const { db } = context;
  if (ownerId !== null) {
    const [own] = await db
      .select({ disconnected: n, version: digest(aboutDisconnect) })
      .from(accounts)
      .innerJoin(disconnects, openDisconnectOfAccount)
      .where(isDisconnectedIn({ archiveId, ownerId }));
    return own!;
  }
  // Each from an index of just these rows. A join of the two would cost more than both.
  const [[ofAccounts], [ofDisconnects]] = await Promise.all([
    db
      .select({ disconnected: n, version: digest(aboutAccount) })
      .from(accounts)
      .where(isDisconnectedIn({ archiveId, ownerId })),
    db
      .select({ version: digest(aboutDisconnect) })
      .from(disconnects)
      .where(and(eq(disconnects.archiveId, archiveId), eq(disconnects.status, 'open'))),
  ]);
  return { disconnected: ofAccounts!.disconnected, version: `${ofAccounts!.version}.${ofDisconnects!.version}` };
});
