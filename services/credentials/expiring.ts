/**
 * Authorizations that expire soon and can't be renewed automatically. Their owners are asked once, before records are lost.
 */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Windows } from '../../domain/windows.js';
import { recordAudit } from '../audit/audit-log.js';
import { RELINK } from '../../domain/actor.js';
import type { Db, Transaction } from '../../db/client.js';
import { credentialOfAccount } from '../../db/joins.js';
import { accounts, credentials, endOfAuthorization } from '../../db/schema.js';
import { requestRenewalMails } from '../outbox/requests.js';

const endsAt = endOfAuthorization(credentials);

/** Accounts per transaction; the next call continues. */
const BATCH_SIZE = 1000;

/** Queues one email per owner. Returns the archives that have mail to send now. */
export async function requestRenewals(tx: Transaction, { prevention, day }: Windows): Promise<string[]> {
  const ending = await tx
    .select({
      id: credentials.id,
      archiveId: credentials.archiveId,
      accountId: accounts.id,
      ownerId: accounts.ownerId,
      endsAt,
    })
    .from(credentials)
    .innerJoin(accounts, credentialOfAccount)
    .where(
      and(
        isNull(credentials.askedAt),
        eq(accounts.status, 'connected'),
        isNotNull(accounts.ownerId),
        sql`${endsAt} <= now() + ${prevention} * interval '1 millisecond'`,
        // An owner who was already asked today is asked about these tomorrow, unless they expire within two days.
        sql`(${endsAt} <= now() + ${2 * day} * interval '1 millisecond' or not exists (select from emails e
          where e.archive_id = ${accounts.archiveId} and e.user_id = ${accounts.ownerId} and e.kind = 'expiring'
          and e.created_at > now() - ${day} * interval '1 millisecond'))`,
      ),
    )
    // Earliest first, in the order of the index.
    .orderBy(endsAt)
    .limit(BATCH_SIZE)
    .for('update', { of: credentials, skipLocked: true });
  if (ending.length === 0) return [];
  await tx
    .update(credentials)
    .set({ askedAt: sql`now()` })
    .where(
      inArray(
        credentials.id,
        ending.map(({ id }) => id),
      ),
    );
  // In the order of their IDs, because each archive's emails lock what they count toward.
  const byArchive = Map.groupBy(ending, ({ archiveId }) => archiveId);
  for (const archiveId of [...byArchive.keys()].toSorted()) {
    const byOwner = Map.groupBy(byArchive.get(archiveId)!, ({ ownerId }) => ownerId!);
    const owners = [...byOwner].map(([userId, theirs]) => ({
      userId,
      payload: { accountIds: theirs.map(({ accountId }) => accountId) },
    }));
    await requestRenewalMails(tx, archiveId, owners);
  }
  await recordAudit(
    tx,
    ending.map(({ archiveId, accountId, ownerId, endsAt }) => ({
      archiveId,
      type: 'renewal_asked',
      actor: RELINK,
      accountId,
      userId: ownerId!,
      detail: { endsAt: endsAt!.toISOString() },
    })),
  );
  return [...new Set(ending.map(({ archiveId }) => archiveId))];
}

/** Finds the accounts in a request that still need renewal: still the owner's, connected, and not renewed since. */
export async function findStillExpiring(
  db: Db,
  archiveId: string,
  ownerId: string,
  accountIds: readonly string[],
  { prevention }: Windows,
) {
  if (accountIds.length === 0) return [];
  const rows = await db
    .select({ accountName: accounts.name, network: accounts.network, endsAt })
    .from(accounts)
    .innerJoin(credentials, credentialOfAccount)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        inArray(accounts.id, [...accountIds]),
        eq(accounts.ownerId, ownerId),
        eq(accounts.status, 'connected'),
        isNotNull(credentials.askedAt),
        sql`${endsAt} <= now() + ${prevention} * interval '1 millisecond'`,
      ),
    )
    .orderBy(endsAt, asc(accounts.name));
  return rows.flatMap(({ endsAt, ...row }) => (endsAt ? [{ ...row, endsAt: endsAt.toISOString() }] : []));
}

/** Marks the owner's accounts as not yet asked, so the owner is asked again at a new address. */
export async function resetRenewalRequests(db: Db, archiveId: string, ownerId: string): Promise<void> {
  await db.execute(sql`update credentials c set asked_at = null from accounts a
    where c.archive_id = ${archiveId} and c.asked_at is not null and a.archive_id = c.archive_id and a.id = c.account_id
    and a.owner_id = ${ownerId}`);
}
