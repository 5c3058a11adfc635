/**
 * Personal profiles that authorize accounts. Article: "This Parent Profile remains inactive and is not archived. […] A Parent
 * Profile can only be used to connect accounts under one user."
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import { NETWORKS, type NetworkName, type ParentProfileNetwork } from '../../domain/networks.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { parentProfiles, users } from '../../db/schema.js';
import type { Change } from '../people/users.js';

export type ParentProfile = typeof parentProfiles.$inferSelect;

export async function listParentProfiles(
  db: Db,
  archiveId: string,
  filter: { ownerId?: string; only: string | null },
  page: { after: string | null; limit: number },
): Promise<ParentProfile[]> {
  return db
    .select()
    .from(parentProfiles)
    .where(
      and(
        eq(parentProfiles.archiveId, archiveId),
        filter.ownerId === undefined ? undefined : eq(parentProfiles.ownerId, filter.ownerId),
        filter.only === null ? undefined : eq(parentProfiles.ownerId, filter.only),
        page.after === null ? undefined : gt(parentProfiles.id, page.after),
      ),
    )
    .orderBy(asc(parentProfiles.id))
    .limit(page.limit + 1);
}

/** @throws {Refusal} about the owner; `parent_profile_already_in_archive` */
export async function addParentProfile(
  tx: Transaction,
  { archiveId, actor }: Change,
  profile: { network: ParentProfileNetwork; networkProfileId: string; name: string; ownerId: string },
): Promise<ParentProfile> {
  await requireOwner(tx, archiveId, profile.ownerId);
  const [added] = await tx
    .insert(parentProfiles)
    .values({ ...profile, archiveId, id: newId('parentProfile') })
    .onConflictDoNothing({
      target: [parentProfiles.archiveId, parentProfiles.network, parentProfiles.networkProfileId],
    })
    .returning();
  if (!added) throw await alreadyThere(tx, archiveId, profile);
  await recordAudit(tx, [
    {
      archiveId,
      type: 'parent_profile_added',
      actor,
      userId: profile.ownerId,
      detail: { parentProfileId: added.id, network: added.network },
    },
  ]);
  return added;
}

async function alreadyThere(
  tx: Transaction,
  archiveId: string,
  profile: { network: ParentProfileNetwork; networkProfileId: string; ownerId: string },
): Promise<Refusal> {
  const [there] = await tx
    .select()
    .from(parentProfiles)
    .where(
      and(
        eq(parentProfiles.archiveId, archiveId),
        eq(parentProfiles.network, profile.network),
        eq(parentProfiles.networkProfileId, profile.networkProfileId),
      ),
    );
  const elsewhere = there !== undefined && there.ownerId !== profile.ownerId;
  return new Refusal('parent_profile_already_in_archive', {
    elsewhere,
    ...(there && { parentProfileId: there.id, ownerId: there.ownerId }),
  });
}

/**
 * The user who is to own something, held so that nobody removes them meanwhile.
 * @throws {Refusal} `not_found`, `not_an_account_owner`
 */
export async function requireOwner(tx: Transaction, archiveId: string, ownerId: string): Promise<void> {
  const [owner] = await tx
    .select({ isAccountOwner: users.isAccountOwner })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)))
    .for('share');
  if (!owner) throw notFound('account_owner');
  if (!owner.isAccountOwner) throw notAnOwner();
}

export const notAnOwner = () => new Refusal('not_an_account_owner', {});

/** What is wrong with this Parent Profile for an account of this network and owner. */
export async function requireParentProfile(
  tx: Transaction,
  archiveId: string,
  account: { network: NetworkName; ownerId: string },
  parentProfileId: string,
): Promise<void> {
  const { network } = account;
  const { parentProfile: needed } = NETWORKS[network];
  if (needed === null) throw new Refusal('parent_profile_not_used', { network });
  const [profile] = await tx
    .select()
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.id, parentProfileId)))
    .for('share');
  if (!profile) throw notFound('parent_profile');
  if (profile.network !== needed)
    throw new Refusal('parent_profile_of_other_network', { network, needed, given: profile.network });
  if (profile.transferId !== null) throw new Refusal('transfer_in_progress', { of: 'parent_profile' });
  if (profile.ownerId !== account.ownerId)
    throw new Refusal('parent_profile_owned_by_other_owner', {
      during: 'adding',
      parentProfileId,
      ownerId: profile.ownerId,
    });
}
