/** Authorizations whose access token expires soon and can be refreshed. */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { NetworkName } from '../../domain/networks.js';
import type { KeyRing } from '../../platform/key-ring.js';
import type { Windows } from '../../domain/windows.js';
import { RELINK } from '../../domain/actor.js';
import type { Database, Transaction } from '../../db/client.js';
import { openTokens } from './credentials.js';
import { credentialOfAccount } from '../../db/joins.js';
import { acceptReports } from '../disconnects/accept-reports.js';
import type { Report, ReportContext } from '../disconnects/types.js';
import { accounts, credentials } from '../../db/schema.js';
import type { AuthorizationRef } from './refresh-leases.js';

export interface Renewal extends AuthorizationRef {
  network: NetworkName;
}

/** How long a claim lasts: longer than a refresh, so no other process starts the same one. */
const CLAIM_SECONDS = 60;

/**
 * Claims some due renewals of these networks. A renewal is due seven days before the token expires, or for tokens that live only
 * hours, when a quarter of their lifetime is left. Several accounts with one authorization are one renewal. `taken` is the number
 * of accounts.
 */
export async function claimRenewals(
  db: Database,
  networks: readonly NetworkName[],
  { prevention }: Windows,
  limit: number,
): Promise<{ renewals: Renewal[]; taken: number }> {
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
          inArray(accounts.network, [...networks]),
          sql`${credentials.expiresAt} <= now() + ${prevention} * interval '1 millisecond'`,
          sql`${credentials.expiresAt} - least(${prevention} * interval '1 millisecond', (${credentials.expiresAt} - ${credentials.updatedAt}) / 4) <= now()`,
          sql`coalesce(${credentials.renewAfter} <= now(), true)`,
        ),
      )
      .orderBy(asc(credentials.expiresAt))
      .limit(limit)
      .for('update', { of: credentials, skipLocked: true });
    if (due.length === 0) return { renewals: [], taken: 0 };
    // Only these rows are locked; the lease covers other rows with the same authorization during the refresh.
    await tx
      .update(credentials)
      .set({ renewAfter: sql`now() + ${CLAIM_SECONDS} * interval '1 second'` })
      .where(
        inArray(
          credentials.id,
          due.map(({ id }) => id),
        ),
      );
    const renewals = new Map(due.map(({ id: _id, ...row }) => [`${row.archiveId} ${row.authorizationId}`, row]));
    return { renewals: [...renewals.values()], taken: due.length };
  });
}

const ofAuthorization = ({ archiveId, authorizationId }: AuthorizationRef) =>
  and(eq(credentials.archiveId, archiveId), eq(credentials.authorizationId, authorizationId));

/** Locks the rows in the order of their ids, as everywhere, to avoid deadlocks. */
const lockAuthorization = (tx: Transaction, ref: AuthorizationRef) =>
  tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(ofAuthorization(ref))
    .orderBy(asc(credentials.id))
    .for('update');

/** Postpones a renewal that the network can't do at the moment. */
export async function postponeRenewal(db: Database, ref: AuthorizationRef, ms: number): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAuthorization(tx, ref);
    await tx
      .update(credentials)
      .set({ renewAfter: sql`now() + ${ms} * interval '1 millisecond'` })
      .where(ofAuthorization(ref));
  });
}

/** Marks an authorization as no longer refreshable. Its access tokens still work, so its owner is asked to renew in time. */
export async function markRefreshEnded(db: Database, ref: AuthorizationRef): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAuthorization(tx, ref);
    await tx
      .update(credentials)
      .set({ refreshExpiresAt: sql`${credentials.expiresAt}`, renewAfter: sql`${credentials.expiresAt}` })
      .where(ofAuthorization(ref));
  });
}

/** Reads one connected account of an authorization, to check its token at the network. */
export async function readSample(db: Database, keys: KeyRing, ref: AuthorizationRef) {
  const [row] = await db
    .select({
      credential: credentials,
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      endsInMs: sql<number>`coalesce(extract(epoch from ${credentials.expiresAt} - now())::float8 * 1000, 0)`,
    })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(and(ofAuthorization(ref), eq(accounts.status, 'connected'), isNull(accounts.deletedAt)))
    .orderBy(asc(credentials.id))
    .limit(1);
  if (!row) return null;
  const { credential, ...sample } = row;
  return { ...sample, accessToken: openTokens(keys, credential).accessToken, fresh: false };
}

/** Disconnects every connected account of an authorization that the network says has ended. Returns how many. */
export async function endAuthorization(
  tx: Transaction,
  context: Omit<ReportContext, 'archiveId' | 'actor'>,
  ref: AuthorizationRef,
  found: Pick<Report, 'reason' | 'rawCode' | 'unlistedCode'>,
): Promise<number> {
  const rows = await tx
    .select({ accountId: accounts.id })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(and(ofAuthorization(ref), eq(accounts.status, 'connected'), isNull(accounts.deletedAt)));
  await acceptReports(
    tx,
    { ...context, archiveId: ref.archiveId, actor: RELINK },
    // The refresh that normally precedes a first email was just tried.
    rows.map(({ accountId }) => ({ account: { id: accountId }, ...found, triedAlready: true })),
  );
  return rows.length;
}
