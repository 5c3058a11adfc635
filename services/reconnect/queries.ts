/** Reads the accounts, Parent Profiles, and transfers of the archive that a reconnect affects. */
import { setTimeout } from 'node:timers/promises';
import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { NETWORKS, networksOf, type ParentProfileNetwork } from '../../domain/networks.js';
import {
  identityKey,
  needsProfile,
  type AccountIdentity,
  type ArchivedAccount,
  type ArchivedProfile,
} from '../../domain/ownership.js';
import { isAnyOf } from '../../db/any-of.js';
import type { Db, Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { accounts, credentials, disconnects, parentProfiles, transfers } from '../../db/schema.js';
import type { StoredSignIn } from './oauth-states.js';

type AccountRow = typeof accounts.$inferSelect;

/** Finds Parent Profiles in a transfer, because the accounts that they authorize are affected too. */
async function profilesInTransfer(db: Db, archiveId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: parentProfiles.id })
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), isNotNull(parentProfiles.transferId)));
  return new Set(rows.map(({ id }) => id));
}

function archived(row: AccountRow, moving: ReadonlySet<string>): ArchivedAccount {
  const { id, network, networkAccountId, name, ownerId, status, parentProfileId } = row;
  const inTransfer = row.transferId !== null || (parentProfileId !== null && moving.has(parentProfileId));
  return { id, network, networkAccountId, name, ownerId, status, parentProfileId, inTransfer };
}

/** Returns one account; null when it is not in this archive, or no longer is. */
export async function findArchivedAccount(
  db: Db,
  archiveId: string,
  accountId: string,
): Promise<ArchivedAccount | null> {
  const [row] = await db
    .select()
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.id, accountId), isNull(accounts.deletedAt)));
  return row ? archived(row, await profilesInTransfer(db, archiveId)) : null;
}

/**
 * Locks, in ID order, the account in question, every account of the archive that the sign-in names, and those that its Parent Profile
 * holds, and then reads their state. Transfers lock the same rows, so what is read here stays true until this transaction ends.
 */
export async function lockNamedAccounts(
  tx: Transaction,
  archiveId: string,
  accountId: string | null,
  named: readonly AccountIdentity[],
  profile: { network: ParentProfileNetwork; id: string } | null,
): Promise<{ target: ArchivedAccount | null; known: ArchivedAccount[]; held: ArchivedAccount[] }> {
  const keys = named.map(identityKey);
  const identity = sql<string>`${accounts.network} || ' ' || ${accounts.networkAccountId}`;
  const [found, profileId] = await Promise.all([
    tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(
        and(
          eq(accounts.archiveId, archiveId),
          isNull(accounts.deletedAt),
          isAnyOf(
            accounts.networkAccountId,
            named.map(({ networkAccountId }) => networkAccountId),
          ),
          isAnyOf(identity, keys),
        ),
      ),
    profile && profileOf(tx, archiveId, profile),
  ]);
  const ids = new Set(found.map(({ id }) => id));
  if (accountId !== null) ids.add(accountId);
  if (profileId) for (const id of await accountsOfProfile(tx, archiveId, profileId)) ids.add(id);
  const locked = await lockAccounts(tx, archiveId, [...ids]);
  const moving = await profilesInTransfer(tx, archiveId);
  const all = locked.filter(({ deletedAt }) => deletedAt === null).map((row) => archived(row, moving));
  const names = new Set(keys);
  return {
    target: all.find(({ id }) => id === accountId) ?? null,
    known: all.filter((account) => names.has(identityKey(account))),
    held: all.filter(({ parentProfileId }) => parentProfileId !== null && parentProfileId === profileId),
  };
}

const hasIdentity = (archiveId: string, network: ParentProfileNetwork, networkProfileId: string) =>
  and(
    eq(parentProfiles.archiveId, archiveId),
    eq(parentProfiles.network, network),
    eq(parentProfiles.networkProfileId, networkProfileId),
  );

async function profileOf(
  tx: Transaction,
  archiveId: string,
  { network, id }: { network: ParentProfileNetwork; id: string },
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: parentProfiles.id })
    .from(parentProfiles)
    .where(hasIdentity(archiveId, network, id));
  return row?.id;
}

async function accountsOfProfile(tx: Transaction, archiveId: string, profileId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.parentProfileId, profileId), isNull(accounts.deletedAt)));
  return rows.map(({ id }) => id);
}

/** Locks the Parent Profile of the person who signed in; null when the archive does not have it. */
export async function lockProfile(
  tx: Transaction,
  archiveId: string,
  network: ParentProfileNetwork,
  networkProfileId: string,
): Promise<ArchivedProfile | null> {
  const [row] = await tx
    .select()
    .from(parentProfiles)
    .where(hasIdentity(archiveId, network, networkProfileId))
    .for('no key update');
  if (!row) return null;
  return { id: row.id, name: row.name, ownerId: row.ownerId, inTransfer: row.transferId !== null };
}

/**
 * Finds what the owner would want a sign-in to name: the account in question, then what else is disconnected, then the rest of the
 * networks that this sign-in authorizes. Networks can leave some out of their lists, so they are looked up one by one.
 */
export async function findWantedAccounts(
  db: Db,
  { archiveId, ownerId, accountId, network }: Pick<StoredSignIn, 'archiveId' | 'ownerId' | 'accountId' | 'network'>,
): Promise<Pick<AccountIdentity, 'network' | 'networkAccountId'>[]> {
  return db
    .select({ network: accounts.network, networkAccountId: accounts.networkAccountId })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        eq(accounts.ownerId, ownerId),
        isNull(accounts.deletedAt),
        inArray(accounts.network, networksOf(NETWORKS[network].provider)),
        inArray(accounts.status, ['connected', 'disconnected']),
      ),
    )
    .orderBy(
      desc(sql`${accounts.id} is not distinct from ${accountId}`),
      desc(eq(accounts.status, 'disconnected')),
      asc(accounts.id),
    );
}

/** Finds the disconnected accounts that the owner's page offers to reconnect together with this one (web/parts/account-groups.ts). */
export async function findTogether(
  tx: Transaction,
  archiveId: string,
  { ownerId, network, parentProfileId }: ArchivedAccount,
): Promise<ArchivedAccount[]> {
  if (ownerId === null) return [];
  const siblings = networksOf(NETWORKS[network].provider).filter((each) => needsProfile({ network: each }));
  const rows = await tx
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        eq(accounts.ownerId, ownerId),
        isNull(accounts.deletedAt),
        inArray(accounts.network, siblings),
        eq(accounts.status, 'disconnected'),
        sql`${accounts.parentProfileId} is not distinct from ${parentProfileId}`,
      ),
    )
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id));
  const moving = await profilesInTransfer(tx, archiveId);
  return rows.map((row) => archived(row, moving));
}

/** Returns whether this person, by the network's own id, gave the account's current authorization. */
export async function isAuthorizedBy(tx: Transaction, archiveId: string, accountId: string, personId: string) {
  const [row] = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(
      and(
        eq(credentials.archiveId, archiveId),
        eq(credentials.accountId, accountId),
        eq(credentials.authorizedBy, personId),
      ),
    );
  return row !== undefined;
}

/** Returns the IDs of the accounts' open disconnects, by account. */
export async function openDisconnectIds(
  db: Db,
  archiveId: string,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db
    .select({ id: disconnects.id, accountId: disconnects.accountId })
    .from(disconnects)
    .where(
      and(
        eq(disconnects.archiveId, archiveId),
        inArray(disconnects.accountId, [...accountIds]),
        eq(disconnects.status, 'open'),
      ),
    )
    .orderBy(asc(disconnects.id));
  return new Map(rows.map(({ id, accountId }) => [accountId, id]));
}

/**
 * Whether a transfer took this from the Account Owner. They are then told what is true now, and not to ask for a transfer that has
 * been done.
 */
export async function wasTransferredFrom(
  db: Db,
  archiveId: string,
  ownerId: string,
  what: { accountIds: [string] } | { parentProfileIds: [string] },
): Promise<boolean> {
  const from = JSON.stringify({ fromOwners: [{ id: ownerId, ...what }] });
  const [found] = await db
    .select({ id: transfers.id })
    .from(transfers)
    .where(
      and(
        eq(transfers.archiveId, archiveId),
        eq(transfers.status, 'completed'),
        sql`${transfers.moved} @> ${from}::text::jsonb`,
      ),
    )
    .limit(1);
  return found !== undefined;
}

/** How long people wait for a page without getting uneasy. */
const TIMEOUT_MS = 4000;
const POLL_MS = 100;

/**
 * Repeats `attempt` for a few seconds while a transfer is in its way, then returns its last result. A transfer takes only moments, so
 * anyone who comes while it runs waits for it to end, and is refused only when it takes longer.
 */
export async function retryDuringTransfer<T>(attempt: () => Promise<T>, isBlocked: (result: T) => boolean): Promise<T> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const result = await attempt();
    if (!isBlocked(result) || Date.now() >= until) return result;
    await setTimeout(POLL_MS);
  }
}
