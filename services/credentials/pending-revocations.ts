/**
 * Authorizations of accounts that were deleted from the archive. They are revoked at the network, if it lets an app do so, and
 * deleted only after that. This leaves no unused permission behind in anyone's account at the network.
 */
import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { networksOf, NETWORKS, type NetworkName } from '../../domain/networks.js';
import type { KeyRing } from '../../platform/key-ring.js';
import type { Tokens } from '../../networks/adapter.js';
import type { Database, Db, Transaction } from '../../db/client.js';
import { readableTokens, type CredentialRow } from './credentials.js';
import { credentialOfAccount } from '../../db/joins.js';
import { accounts, credentials } from '../../db/schema.js';

/**
 * Requests revocation of a deleted account's authorization. The scheduled checks revoke one that a person gave through Relink. One
 * that the archive supplied is only deleted, because the archive may still use it elsewhere.
 */
export async function requestRevocation(tx: Transaction, archiveId: string, accountId: string): Promise<void> {
  const of = and(eq(credentials.archiveId, archiveId), eq(credentials.accountId, accountId));
  await tx.delete(credentials).where(and(of, isNull(credentials.authorizedBy)));
  await tx
    .update(credentials)
    .set({ revocationRequestedAt: sql`now()`, checkAfter: null, renewAfter: null })
    .where(of);
}

export interface PendingRevocation {
  archiveId: string;
  id: string;
  network: NetworkName;
  /** Null when the same consent is still in use, so it must not be revoked, or when the tokens don't decrypt. */
  tokens: Tokens | null;
  /** Whether revoking has failed for so long that it is abandoned. */
  tooOld: boolean;
}

const CLAIM_SECONDS = 300;
const GIVE_UP_DAYS = 7;
/** Grace period for someone who adds the account again, since revoking would end the new consent too. */
const SETTLED_MINUTES = 15;

/** Claims some pending revocations, so that no other process takes them for a while. */
export async function claimPendingRevocations(
  db: Database,
  keys: KeyRing,
  limit: number,
): Promise<PendingRevocation[]> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select({
        credential: credentials,
        network: accounts.network,
        tooOld: sql<boolean>`${credentials.revocationRequestedAt} < now() - ${GIVE_UP_DAYS} * interval '1 day'`,
      })
      .from(credentials)
      .innerJoin(accounts, credentialOfAccount)
      .where(
        and(
          sql`${credentials.revocationRequestedAt} < now() - ${SETTLED_MINUTES} * interval '1 minute'`,
          sql`coalesce(${credentials.renewAfter} <= now(), true)`,
        ),
      )
      .limit(limit)
      .for('update', { of: credentials, skipLocked: true });
    const found: PendingRevocation[] = [];
    for (const { credential, network, tooOld } of rows) {
      const { archiveId, id } = credential;
      await tx
        .update(credentials)
        .set({ renewAfter: sql`now() + ${CLAIM_SECONDS} * interval '1 second'` })
        .where(isCredential({ archiveId, id }));
      const serves = await isStillNeeded(tx, credential, network);
      found.push({ archiveId, id, network, tooOld, tokens: serves ? null : readableTokens(keys, credential) });
    }
    return found;
  });
}

/**
 * Whether the consent is still in use. Networks revoke everything that a person allowed an app, and the person's other accounts,
 * in any archive, must keep working.
 */
async function isStillNeeded(tx: Db, credential: CredentialRow, network: NetworkName): Promise<boolean> {
  const { id, authorizationId, authorizedBy } = credential;
  const networks = networksOf(NETWORKS[network].provider);
  const [other] = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .leftJoin(accounts, credentialOfAccount)
    .where(
      and(
        ne(credentials.id, id),
        isNull(credentials.revocationRequestedAt),
        sql`(${credentials.authorizationId} = ${authorizationId} or (${credentials.authorizedBy} = ${authorizedBy}
              and (${accounts.id} is null or ${accounts.network} = any(${sql.param([...networks])}::text[]))))`,
      ),
    )
    .limit(1);
  return other !== undefined;
}

const isCredential = ({ archiveId, id }: { archiveId: string; id: string }) =>
  and(eq(credentials.archiveId, archiveId), eq(credentials.id, id));

export async function deleteRevoked(db: Db, of: { archiveId: string; id: string }): Promise<void> {
  await db.delete(credentials).where(and(isCredential(of), isNotNull(credentials.revocationRequestedAt)));
}
