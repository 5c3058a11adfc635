/**
 * Authorizations of accounts that left the archive. They are revoked at the network, as far as it lets an app do so, and only
 * then forgotten: a permission that nobody uses is not left behind at somebody's account.
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
 * Nothing is captured with it any more. One that a person gave through Relink is revoked by the scheduled checks; one that the archive
 * brought along may serve the archive elsewhere, and nobody here can tell: it is forgotten at once.
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
  /** Null: it must not be revoked, since the same consent still serves; or it does not decrypt. */
  tokens: Tokens | null;
  /** The network was asked in vain for so long. */
  tooOld: boolean;
}

const CLAIM_SECONDS = 300;
const PATIENCE_DAYS = 7;
/** Somebody who adds the account again is given so long: giving back would end the new consent too. */
const SETTLED_MINUTES = 15;

/** Takes some of them, so that nobody else does for a while. */
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
        tooOld: sql<boolean>`${credentials.revocationRequestedAt} < now() - ${PATIENCE_DAYS} * interval '1 day'`,
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
        .where(self({ archiveId, id }));
      const serves = await stillServes(tx, credential, network);
      found.push({ archiveId, id, network, tooOld, tokens: serves ? null : readableTokens(keys, credential) });
    }
    return found;
  });
}

/** Networks end everything that a person allowed an app: other accounts of the same person, in any archive, must not suffer. */
async function stillServes(tx: Db, credential: CredentialRow, network: NetworkName): Promise<boolean> {
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

const self = ({ archiveId, id }: { archiveId: string; id: string }) =>
  and(eq(credentials.archiveId, archiveId), eq(credentials.id, id));

export async function deleteRevoked(db: Db, of: { archiveId: string; id: string }): Promise<void> {
  await db.delete(credentials).where(and(self(of), isNotNull(credentials.revocationRequestedAt)));
}
