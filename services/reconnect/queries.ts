/** What the archive has of the accounts, Parent Profiles and transfers that a reconnect touches. */
import { setTimeout } from 'node:timers/promises';
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import {
  identityKey,
  type AccountIdentity,
  type ArchivedAccount,
  type ArchivedProfile,
} from '../../domain/ownership.js';
import type { Db, Transaction } from '../../db/client.js';
import { lockAccounts } from '../../db/lock-accounts.js';
import { accounts, disconnects, parentProfiles } from '../../db/schema.js';

type AccountRow = typeof accounts.$inferSelect;

/** A Parent Profile on its way takes the accounts with it that it authorizes. */
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

/** One account, or null when it is not in this archive (any more). */
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
 * Locks, in the order of their ids, the account in question, every account of the archive that the sign-in names, and those that
 * its Parent Profile holds; then says what is true of them. Transfers lock the same rows: what is read here stays so until this transaction ends.
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
  const found = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        inArray(
          accounts.networkAccountId,
          named.map(({ networkAccountId }) => networkAccountId),
        ),
        inArray(identity, keys),
      ),
    );
  const ids = new Set(found.map(({ id }) => id));
  if (accountId !== null) ids.add(accountId);
  const profileId = profile && (await profileOf(tx, archiveId, profile));
  if (profileId) for (const id of await heldBy(tx, archiveId, profileId)) ids.add(id);
  const rows = (await lockAccounts(tx, archiveId, [...ids])).filter(({ deletedAt }) => deletedAt === null);
  const moving = await profilesInTransfer(tx, archiveId);
  const all = rows.map((row) => archived(row, moving));
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

async function heldBy(tx: Transaction, archiveId: string, profileId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), eq(accounts.parentProfileId, profileId), isNull(accounts.deletedAt)));
  return rows.map(({ id }) => id);
}

/** The Parent Profile of who signed in, locked; null when the archive does not have it. */
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

/** The open disconnects of accounts, by account. */
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

/** A person waits so long for a page without wondering. */
const PATIENCE_MS = 4000;
const LOOK_EVERY_MS = 100;

/**
 * A transfer takes moments: whoever comes while it runs waits for its end, and is told only when that takes longer. Does `attempt`
 * again while a transfer is in its way, for a few seconds; then what it says stands.
 */
export async function retryDuringTransfer<T>(
  attempt: () => Promise<T>,
  isInTheWay: (result: T) => boolean,
): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = await attempt();
    if (!isInTheWay(result) || Date.now() >= until) return result;
    await setTimeout(LOOK_EVERY_MS);
  }
}
