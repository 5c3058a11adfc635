/** What Relink knows about an account's authorization, without its tokens. */
import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { credentials, endOfAuthorization, type LastCheck } from '../../db/schema.js';

export interface Authorization {
  /** When the person gave it. */
  authorizedAt: Date;
  /** When a check last got a clear answer from the network. */
  checkedAt: Date | null;
  /** What the last check found, even if the answer was unclear. */
  lastCheck: LastCheck | null;
  /** Whether a check is due or in progress. */
  checking: boolean;
  /** When the authorization expires for good; null when unknown. */
  endsAt: Date | null;
}

/** Null when the archive captures the account with its own credentials, which Relink can't check. */
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
