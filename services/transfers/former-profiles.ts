/**
 * Personal profiles that go on authorizing accounts after a transfer. A transfer changes who is responsible in the archive, not whose
 * consent the network holds: if that person leaves, these accounts disconnect. Administrators are warned before and after.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import type { Db } from '../../db/client.js';
import { profileOfAccount } from '../../db/joins.js';
import { accounts, parentProfiles } from '../../db/schema.js';
import type { FormerProfile } from '../../db/tables/transfers.js';

export type { FormerProfile };

/** Finds the Parent Profiles that authorize these accounts, with the connected accounts of each. Call it before they move. */
export async function findFormerProfiles(
  db: Db,
  archiveId: string,
  accountIds: readonly string[],
): Promise<FormerProfile[]> {
  const rows = await db
    .select({
      accountId: accounts.id,
      id: parentProfiles.id,
      name: parentProfiles.name,
      network: parentProfiles.network,
    })
    .from(accounts)
    .innerJoin(parentProfiles, profileOfAccount)
    .where(and(eq(accounts.archiveId, archiveId), isAnyOf(accounts.id, accountIds), eq(accounts.status, 'connected')))
    .orderBy(asc(parentProfiles.id), asc(accounts.id));
  const found = new Map<string, FormerProfile>();
  for (const { accountId, ...profile } of rows) {
    const known = found.get(profile.id);
    if (known) known.accountIds.push(accountId);
    else found.set(profile.id, { ...profile, accountIds: [accountId] });
  }
  return [...found.values()];
}

/** Keeps only the accounts that no other personal profile has authorized since the transfer. */
export async function stillAuthorizing(
  db: Db,
  archiveId: string,
  profiles: readonly FormerProfile[],
): Promise<FormerProfile[]> {
  const rows = await db
    .select({ id: accounts.id, profileId: accounts.parentProfileId, detachedAt: accounts.detachedAt })
    .from(accounts)
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        eq(accounts.status, 'connected'),
        isAnyOf(
          accounts.id,
          profiles.flatMap(({ accountIds }) => accountIds),
        ),
        // The new owner's own consent ends the detachment, and names their own profile.
        sql`(${accounts.detachedAt} is not null or ${accounts.parentProfileId} is not null)`,
      ),
    );
  const now = new Map(rows.map((row) => [row.id, row]));
  return profiles.flatMap((profile) => {
    const accountIds = profile.accountIds.filter((id) => {
      const account = now.get(id);
      return account && (account.detachedAt !== null || account.profileId === profile.id);
    });
    return accountIds.length > 0 ? [{ ...profile, accountIds }] : [];
  });
}
