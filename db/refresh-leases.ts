/**
 * One refresh at a time for each credential, across processes: the network is asked outside of any transaction, under a lease on
 * the row. A lease that ran out, since its process died, is taken over.
 */
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from './client.js';
import { credentials } from './schema.js';

/** Longer than a request to a network may take (networks/http.ts), and no longer than a crash may cost. */
const LEASE_SECONDS = 13;

interface Subject {
  archiveId: string;
  accountId: string;
}

export interface RefreshLease {
  credentialId: string;
  /** What the refresh begins with; another version since then is a newer authorization, which wins. */
  version: number;
  until: Date;
}

const of = ({ archiveId, accountId }: Subject) =>
  and(eq(credentials.archiveId, archiveId), eq(credentials.accountId, accountId));

/** Null: there is nothing to refresh. `heldForMs`: somebody else is at it, for so long at most. */
export async function takeRefreshLease(db: Db, subject: Subject): Promise<RefreshLease | { heldForMs: number } | null> {
  const [taken] = await db
    .update(credentials)
    .set({ refreshLeasedUntil: sql`clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'` })
    .where(
      and(
        of(subject),
        isNotNull(credentials.refreshToken),
        sql`coalesce(${credentials.refreshLeasedUntil} <= clock_timestamp(), true)`,
      ),
    )
    .returning({
      credentialId: credentials.id,
      version: credentials.version,
      until: credentials.refreshLeasedUntil,
    });
  if (taken?.until) return { ...taken, until: taken.until };
  const [held] = await db
    .select({
      ms: sql<number>`greatest(0, extract(epoch from ${credentials.refreshLeasedUntil} - clock_timestamp()))::float8 * 1000`,
    })
    .from(credentials)
    .where(and(of(subject), isNotNull(credentials.refreshToken)));
  return held ? { heldForMs: held.ms ?? 0 } : null;
}

/**
 * Gives the lease back, if it is still this one, and says whether the credential is still the one that was refreshed. The row
 * stays locked until the transaction ends.
 */
export async function endRefreshLease(tx: Db, subject: Subject, lease: RefreshLease): Promise<boolean> {
  const [row] = await tx.select().from(credentials).where(of(subject)).for('update');
  if (row?.id !== lease.credentialId) return false;
  if (row.refreshLeasedUntil?.getTime() === lease.until.getTime())
    await tx.update(credentials).set({ refreshLeasedUntil: null }).where(of(subject));
  return row.version === lease.version;
}
