/**
 * Live streams and calls that wait, counted for each caller and each archive across all processes. Each has a lease, which its process renews,
 * so a process that dies takes no places with it: its leases expire.
 */
import { and, count, eq, gt, lte, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { liveStreams } from '../../db/schema.js';
import { Refusal } from '../../domain/refusal.js';
import type { DatabaseContext } from '../../platform/unit-of-work.js';

/** Long enough for two renewals to fail. */
const LEASE_SECONDS = 30;

const expiry = sql`now() + ${LEASE_SECONDS} * interval '1 second'`;
const isAlive = gt(liveStreams.expiresAt, sql`now()`);
const isExpired = lte(liveStreams.expiresAt, sql`now()`);

export interface LiveStream {
  id: string;
  archiveId: string;
  /** The person or the key. */
  caller: string;
  /** The process that serves the stream. */
  process: string;
}

export interface StreamLimits {
  perCaller: number;
  perArchive: number;
}

/** Takes a place for a stream. @throws {Refusal} `too_many_streams` */
export async function leaseStream({ db }: DatabaseContext, stream: LiveStream, limits: StreamLimits): Promise<void> {
  const { archiveId, caller } = stream;
  const ofArchive = eq(liveStreams.archiveId, archiveId);
  await db.transaction(async (tx) => {
    // The lock makes streams that open at the same moment, in any process, count each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`liveStreams/${archiveId}`}, 0))`);
    const [open] = await tx
      .select({ all: count(), own: sql<number>`count(*) filter (where ${liveStreams.caller} = ${caller})::int` })
      .from(liveStreams)
      .where(and(ofArchive, isAlive));
    refuseIfFull(open!, limits);
    await tx.delete(liveStreams).where(and(ofArchive, isExpired));
    await tx.insert(liveStreams).values({ ...stream, expiresAt: expiry });
  });
}

/** @throws {Refusal} `too_many_streams` */
export function refuseIfFull(open: { own: number; all: number }, { perCaller, perArchive }: StreamLimits): void {
  if (open.own >= perCaller) throw new Refusal('too_many_streams', { of: 'caller', max: perCaller });
  if (open.all >= perArchive) throw new Refusal('too_many_streams', { of: 'archive', max: perArchive });
}

/** Renews a process's leases, and returns those that it still has. One that expired is lost: others may have its place by now. */
export async function renewStreams(db: Db, process: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .update(liveStreams)
    .set({ expiresAt: expiry })
    .where(and(eq(liveStreams.process, process), isAnyOf(liveStreams.id, ids), isAlive))
    .returning({ id: liveStreams.id });
  return rows.map(({ id }) => id);
}

/** Gives a process's leases back: one, or all. */
export async function endStreams(db: Db, process: string, id?: string): Promise<void> {
  await db
    .delete(liveStreams)
    .where(and(eq(liveStreams.process, process), id === undefined ? undefined : eq(liveStreams.id, id)));
}

/** Deletes what is left of archives whose streams ended with a process and weren't opened again. */
export async function purgeStreams(db: Db): Promise<void> {
  await db.delete(liveStreams).where(isExpired);
}
