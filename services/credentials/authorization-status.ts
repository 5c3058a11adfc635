/** What is known of the authorization of an account, without its tokens. */
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { credentials, endOfAuthorization, type LastCheck } from '../../db/schema.js';

export interface Authorization {
  /** When the person gave it. */
  authorizedAt: Date;
  /** When the network last gave a clear answer about it. */
  checkedAt: Date | null;
  /** What the last check found, also where it was nothing clear. */
  lastCheck: LastCheck | null;
  /** A check is due or under way. */
  checking: boolean;
  /** When it ends for good, as far as is known. */
  endsAt: Date | null;
}

/** Null: the archive captures the account with what it has itself, and Relink cannot look. */
export async function readAuthorization(db: Db, archiveId: string, accountId: string): Promise<Authorization | null> {
  const [row] = await db
    .select({
      authorizedAt: credentials.authorizedAt,
      checkedAt: credentials.checkedAt,
      lastCheck: credentials.lastCheck,
      checking: sql<boolean>`coalesce(${credentials.checkAfter} <= now(), false)`,
      endsAt: endOfAuthorization(credentials),
    })
    .from(credentials)
    .where(and(eq(credentials.archiveId, archiveId), eq(credentials.accountId, accountId)));
  return row ?? null;
}
