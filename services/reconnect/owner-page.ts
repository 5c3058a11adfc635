/** What an Account Owner's page shows about the owner's accounts. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { accountState, type AccountState } from '../../domain/account-state.js';
import type { NetworkName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import type { Db } from '../../db/client.js';
import { credentialOfAccount, openDisconnectOfAccount, profileOfAccount } from '../../db/joins.js';
import { accounts, credentials, disconnects, endOfAuthorization, parentProfiles } from '../../db/schema.js';
import { readArchiveSummary, type ArchiveSummary } from '../archives/summary.js';
import { EVERYONE_READS, useCase } from '../use-case.js';
import { requirePerson } from './permission.js';

export interface OwnerAccount {
  id: string;
  network: NetworkName;
  name: string;
  status: 'connected' | 'disconnected' | 'inactive';
  /** What the owner is told about it. */
  state: AccountState;
  parentProfile: { id: string; name: string } | null;
  /** Null when there is no open disconnect. */
  disconnect: { reason: Reason; since: Date } | null;
  /** When the account was last connected, whether for the first time or again. Null: no one has given permission for it here. */
  connectedAt: Date | null;
  /** Whether that was a reconnect. */
  again: boolean;
  /** Whether a transfer separated it from the Parent Profile that authorized it. */
  detached: boolean;
  /** When its permission ends; null until the owner has been asked to renew it. */
  endsAt: Date | null;
}

/** Reads the person's own accounts, both for a Personalized Link and for a sign-in. @throws {Refusal} `acting_user_required` */
export const readOwnerPage = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, principal }): Promise<{ archive: ArchiveSummary; accounts: OwnerAccount[] }> => {
    const { userId } = requirePerson(principal);
    const [archive, accounts] = await Promise.all([
      readArchiveSummary(context, archiveId),
      findOwnerAccounts(context.db, archiveId, userId),
    ]);
    return { archive, accounts };
  },
);

async function findOwnerAccounts(db: Db, archiveId: string, ownerId: string): Promise<OwnerAccount[]> {
  const rows = await db
    .select({
      id: accounts.id,
      network: accounts.network,
      name: accounts.name,
      status: accounts.status,
      profileId: parentProfiles.id,
      profileName: parentProfiles.name,
      reason: disconnects.reason,
      since: disconnects.detectedAt,
      lastReconnectedAt: accounts.lastReconnectedAt,
      authorizedSince: accounts.authorizedSince,
      detachedAt: accounts.detachedAt,
      endsAt: endOfAuthorization(credentials),
      askedAt: credentials.askedAt,
    })
    .from(accounts)
    .leftJoin(parentProfiles, profileOfAccount)
    .leftJoin(disconnects, openDisconnectOfAccount)
    .leftJoin(credentials, credentialOfAccount)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.ownerId, ownerId), isNull(accounts.deletedAt)))
    .orderBy(sql`${disconnects.detectedAt} nulls last`, asc(sql`lower(${accounts.name})`), asc(accounts.id));
  return rows.map(({ id, network, name, status, ...row }) => ({
    id,
    network,
    name,
    status,
    state: accountState({ status, authorized: row.authorizedSince !== null }),
    parentProfile: row.profileId && row.profileName ? { id: row.profileId, name: row.profileName } : null,
    disconnect: row.reason && row.since ? { reason: row.reason, since: row.since } : null,
    ...lastConnected(row),
    detached: row.detachedAt !== null,
    endsAt: row.askedAt === null ? null : row.endsAt,
  }));
}

/** The two times of one sign-in differ by how long it took. */
const SAME_SIGN_IN_MS = 60_000;

/** A sign-in to a disconnected account that was never authorized does both: that is a reconnect. */
function lastConnected({
  lastReconnectedAt,
  authorizedSince,
}: {
  lastReconnectedAt: Date | null;
  authorizedSince: Date | null;
}) {
  if (!lastReconnectedAt) return { connectedAt: authorizedSince, again: false };
  const again = !authorizedSince || lastReconnectedAt.getTime() > authorizedSince.getTime() - SAME_SIGN_IN_MS;
  return { connectedAt: again ? lastReconnectedAt : authorizedSince, again };
}
