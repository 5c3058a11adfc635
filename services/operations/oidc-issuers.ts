/** Which archives an organization's provider (OpenID Connect) signs people in to. Operators decide, on the command line. */
import { asc, eq, sql } from 'drizzle-orm';
import { archives, oidcIdentities, oidcIssuers } from '../../db/schema.js';
import type { Db, Transaction } from '../../db/client.js';
import { inUnitOfWork, type DatabaseContext } from '../../platform/unit-of-work.js';
import { issuerName } from '../access/oidc-identities.js';

export interface ServedArchive {
  archiveId: string;
  name: string;
  /** Null: no provider. */
  issuer: string | null;
  /** How many of its people are linked to an account at a provider. */
  linked: number;
}

/** @returns every archive. While none was named, `isEveryArchive` is set: the installation's provider serves them all. */
export async function listServedArchives(db: Db): Promise<{ isEveryArchive: boolean; served: ServedArchive[] }> {
  const [named] = await db.select().from(oidcIssuers).limit(1);
  const served = await db
    .select({
      archiveId: archives.id,
      name: archives.name,
      issuer: oidcIssuers.issuer,
      linked: sql<number>`(select count(distinct ${oidcIdentities.userId}) from ${oidcIdentities}
        where ${oidcIdentities.archiveId} = ${archives.id})::int`,
    })
    .from(archives)
    .leftJoin(oidcIssuers, eq(oidcIssuers.archiveId, archives.id))
    .orderBy(asc(archives.id));
  return { isEveryArchive: named === undefined, served };
}

/** Lets a provider sign people in to an archive, and no other provider. False if there is no such archive. */
export async function serveArchive(context: DatabaseContext, archiveId: string, issuer: string): Promise<boolean> {
  return inUnitOfWork(context, async ({ tx }) => {
    if (!(await exists(tx, archiveId))) return false;
    await setIssuer(tx, archiveId, issuerName(issuer));
    return true;
  });
}

/**
 * Lets no provider sign people in to an archive. If no archive was named yet, all others are, so that nothing changes for them.
 * False if there is no such archive.
 * @param issuer the provider that served them all
 */
export async function stopServingArchive(
  context: DatabaseContext,
  archiveId: string,
  issuer: string,
): Promise<boolean> {
  return inUnitOfWork(context, async ({ tx }) => {
    if (!(await exists(tx, archiveId))) return false;
    const { isEveryArchive, served } = await listServedArchives(tx);
    if (isEveryArchive) for (const other of served) await setIssuer(tx, other.archiveId, issuerName(issuer));
    await setIssuer(tx, archiveId, null);
    return true;
  });
}

async function setIssuer(tx: Transaction, archiveId: string, issuer: string | null): Promise<void> {
  await tx
    .insert(oidcIssuers)
    .values({ archiveId, issuer })
    .onConflictDoUpdate({ target: oidcIssuers.archiveId, set: { issuer } });
}

async function exists(tx: Transaction, archiveId: string): Promise<boolean> {
  const [row] = await tx.select({ id: archives.id }).from(archives).where(eq(archives.id, archiveId));
  return row !== undefined;
}
