/** Authorizations whose access token ends soon and that a refresh renews (product.md, "Prevention"). */
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { NetworkName } from '../domain/networks.js';
import type { Reason } from '../domain/reasons.js';
import type { Windows } from '../domain/windows.js';
import { RELINK } from './audit.js';
import type { Database, Transaction } from './client.js';
import { credentialOfAccount } from './joins.js';
import { reportDisconnects, type ReportContext } from './report.js';
import { accounts, credentials } from './schema.js';
import type { AuthorizationRef } from './refresh-leases.js';

export interface Renewal extends AuthorizationRef {
  network: NetworkName;
}

/** Seconds of a claim: longer than a refresh takes, so that nobody else begins the same one. */
const CLAIM_SECONDS = 60;

/**
 * Takes some of those that are due: seven days before the end, or where tokens live for hours only, when a quarter of their life is
 * left. Several accounts of one authorization are one renewal.
 */
export async function claimRenewals(db: Database, { prevention }: Windows, limit: number): Promise<Renewal[]> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select({
        id: credentials.id,
        archiveId: credentials.archiveId,
        authorizationId: credentials.authorizationId,
        network: accounts.network,
      })
      .from(credentials)
      .innerJoin(accounts, credentialOfAccount)
      .where(
        and(
          isNotNull(credentials.refreshToken),
          eq(accounts.status, 'connected'),
          isNull(accounts.deletedAt),
          sql`${credentials.expiresAt} <= now() + ${prevention} * interval '1 millisecond'`,
          sql`${credentials.expiresAt} - least(${prevention} * interval '1 millisecond', (${credentials.expiresAt} - ${credentials.updatedAt}) / 4) <= now()`,
          sql`coalesce(${credentials.renewAfter} <= now(), true)`,
        ),
      )
      .orderBy(asc(credentials.expiresAt))
      .limit(limit)
      .for('update', { of: credentials, skipLocked: true });
    const found = new Map(due.map((row) => [`${row.archiveId} ${row.authorizationId}`, row]));
    for (const { archiveId, authorizationId } of found.values())
      await tx
        .update(credentials)
        .set({ renewAfter: sql`now() + ${CLAIM_SECONDS} * interval '1 second'` })
        .where(and(eq(credentials.archiveId, archiveId), eq(credentials.authorizationId, authorizationId)));
    return [...found.values()].map(({ archiveId, authorizationId, network }) => ({
      archiveId,
      authorizationId,
      network,
    }));
  });
}

/** The network could not do it for the moment. */
export async function renewLater(db: Database, { archiveId, authorizationId }: AuthorizationRef, ms: number) {
  await db
    .update(credentials)
    .set({ renewAfter: sql`now() + ${ms} * interval '1 millisecond'` })
    .where(and(eq(credentials.archiveId, archiveId), eq(credentials.authorizationId, authorizationId)));
}

/** The network says that the authorization is over: every connected account that it authorizes is disconnected. Returns how many. */
export async function authorizationOver(
  tx: Transaction,
  context: Omit<ReportContext, 'archiveId' | 'actor'>,
  { archiveId, authorizationId }: AuthorizationRef,
  found: { reason: Reason; rawCode?: string },
): Promise<number> {
  const rows = await tx
    .select({ accountId: accounts.id })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(
      and(
        eq(credentials.archiveId, archiveId),
        eq(credentials.authorizationId, authorizationId),
        eq(accounts.status, 'connected'),
        isNull(accounts.deletedAt),
      ),
    );
  await reportDisconnects(
    tx,
    { ...context, archiveId, actor: RELINK },
    // The refresh that comes before a first email was just tried.
    rows.map(({ accountId }) => ({ account: { id: accountId }, ...found, triedAlready: true })),
  );
  return rows.length;
}
