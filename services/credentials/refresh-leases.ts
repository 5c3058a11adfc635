/**
 * Allows one refresh at a time per authorization, across processes. The network is called outside any transaction, under a lease
 * on the rows that share the authorization. A lease that expired because its process died is taken over.
 */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Transaction } from '../../db/client.js';
import { credentials } from '../../db/schema.js';

/** Longer than the timeout of a network request (networks/http.ts), but short, because a crash costs this much waiting. */
const LEASE_SECONDS = 13;

export interface AuthorizationRef {
  archiveId: string;
  authorizationId: string;
}
type Credential = typeof credentials.$inferSelect;

export interface RefreshLease {
  until: Date;
  /** Whether the previous process never released the lease: it died, or is slow and may have used up the refresh token. */
  takenOver: boolean;
  /** The rows as they were when the refresh began. A row with a different version or authorization now is newer and wins. */
  rows: readonly Credential[];
}

const refreshable = ({ archiveId, authorizationId }: AuthorizationRef) =>
  and(
    eq(credentials.archiveId, archiveId),
    eq(credentials.authorizationId, authorizationId),
    isNotNull(credentials.refreshToken),
  );

/** Takes the lease. Null when there is nothing to refresh. `heldForMs`: another process has the lease for at most this long. */
export async function acquireRefreshLease(
  tx: Transaction,
  ref: AuthorizationRef,
): Promise<RefreshLease | { heldForMs: number } | null> {
  const rows = await tx
    .select({
      row: credentials,
      heldForMs: sql<number>`coalesce(extract(epoch from ${credentials.refreshLeasedUntil} - clock_timestamp())::float8 * 1000, 0)`,
    })
    .from(credentials)
    .where(refreshable(ref))
    .orderBy(asc(credentials.id))
    .for('update');
  if (rows.length === 0) return null;
  const heldForMs = Math.max(...rows.map((each) => each.heldForMs));
  if (heldForMs > 0) return { heldForMs };
  const [leased] = await tx
    .update(credentials)
    .set({ refreshLeasedUntil: sql`clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'` })
    .where(refreshable(ref))
    .returning({ until: credentials.refreshLeasedUntil });
  const takenOver = rows.some(({ row }) => row.refreshLeasedUntil !== null);
  return { until: leased!.until!, takenOver, rows: rows.map(({ row }) => row) };
}

/** Releases the lease and returns the rows that are unchanged. They stay locked until the transaction ends. */
export async function endRefreshLease(
  tx: Transaction,
  { archiveId, authorizationId }: AuthorizationRef,
  lease: RefreshLease,
): Promise<Credential[]> {
  const ids = lease.rows.map(({ id }) => id);
  const of = and(eq(credentials.archiveId, archiveId), isAnyOf(credentials.id, ids));
  const rows = await tx.select().from(credentials).where(of).orderBy(asc(credentials.id)).for('update');
  await tx
    .update(credentials)
    .set({ refreshLeasedUntil: null })
    .where(and(of, eq(credentials.refreshLeasedUntil, lease.until)));
  const before = new Map(lease.rows.map((row) => [row.id, row.version]));
  return rows.filter((row) => row.authorizationId === authorizationId && row.version === before.get(row.id));
}
