/**
 * One refresh at a time for each authorization, across processes: the network is asked outside of any transaction, under a lease on
 * the rows that share it. A lease that ran out, since its process died, is taken over.
 */
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { credentials } from '../../db/schema.js';

/** Longer than a request to a network may take (networks/http.ts), and no longer than a crash may cost. */
const LEASE_SECONDS = 13;

export interface AuthorizationRef {
  archiveId: string;
  authorizationId: string;
}
type Credential = typeof credentials.$inferSelect;

export interface RefreshLease {
  until: Date;
  /** From a process that did not give it back: it died, or is slow and may have spent the refresh token. */
  takenOver: boolean;
  /** As they were when the refresh began; another version or authorization since then is a newer one, which wins. */
  rows: readonly Credential[];
}

const refreshable = ({ archiveId, authorizationId }: AuthorizationRef) =>
  and(
    eq(credentials.archiveId, archiveId),
    eq(credentials.authorizationId, authorizationId),
    isNotNull(credentials.refreshToken),
  );

/** Null: there is nothing to refresh. `heldForMs`: somebody else is at it, for so long at most. */
export async function takeRefreshLease(
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

/** Gives the lease back and returns the rows that are still as they were. They stay locked until the transaction ends. */
export async function endRefreshLease(
  tx: Transaction,
  { archiveId, authorizationId }: AuthorizationRef,
  lease: RefreshLease,
): Promise<Credential[]> {
  const ids = lease.rows.map(({ id }) => id);
  const of = and(eq(credentials.archiveId, archiveId), inArray(credentials.id, ids));
  const rows = await tx.select().from(credentials).where(of).orderBy(asc(credentials.id)).for('update');
  await tx
    .update(credentials)
    .set({ refreshLeasedUntil: null })
    .where(and(of, eq(credentials.refreshLeasedUntil, lease.until)));
  const before = new Map(lease.rows.map((row) => [row.id, row.version]));
  return rows.filter((row) => row.authorizationId === authorizationId && row.version === before.get(row.id));
}
