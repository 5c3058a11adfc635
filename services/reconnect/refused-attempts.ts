/**
 * What a retry remembers of the attempt before it. Requirement: "A refusal because of the wrong identity offers another account …; it never
 * loops." A browser stays signed in at the network, so the same click would lead to the same refusal.
 */
import { and, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { audit, type RetryOf } from '../../db/schema.js';

interface Attempt {
  archiveId: string;
  /** The person who tries again. */
  userId: string;
  /** Undefined when connecting something new. */
  accountId: string | undefined;
  network: NetworkName;
}

/** Returns the person's last attempt of the past day, if it was refused; null if it wasn't, or if there was none. */
export async function findRefusedAttempt(
  db: Db,
  { archiveId, userId, accountId, network }: Attempt,
): Promise<RetryOf | null> {
  const [last] = await db
    .select({ type: audit.type, detail: audit.detail })
    .from(audit)
    .where(
      and(
        eq(audit.archiveId, archiveId),
        gt(audit.at, sql`now() - interval '1 day'`),
        accountId === undefined
          ? and(
              isNull(audit.accountId),
              eq(audit.type, 'reconnect_refused'),
              eq(audit.userId, userId),
              eq(sql`${audit.detail} ->> 'network'`, network),
            )
          : and(
              eq(audit.accountId, accountId),
              // A success since then, no matter whose, makes the earlier refusal irrelevant.
              or(
                and(eq(audit.type, 'reconnect_refused'), eq(audit.userId, userId)),
                inArray(audit.type, ['reconnected', 'connected', 'credential_renewed']),
              ),
            ),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(1);
  if (last?.type !== 'reconnect_refused') return null;
  const { code, signedInAs } = last.detail;
  return typeof code === 'string' && typeof signedInAs === 'string' ? { code, signedInAs } : null;
}
