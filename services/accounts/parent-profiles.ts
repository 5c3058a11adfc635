/**
 * Personal profiles that authorize accounts. Article: "This Parent Profile remains inactive and is not archived. […] A Parent
 * Profile can only be used to connect accounts under one user."
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import { NETWORKS, type NetworkName, type ParentProfileNetwork } from '../../domain/networks.js';
import { inTransfer, notFound, Refusal } from '../../domain/refusal.js';
import { recordAudit } from '../audit/audit-log.js';
import type { Db, Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { parentProfiles, users } from '../../db/schema.js';
import { notAnOwner, type Change } from '../people/users.js';

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

/** @throws {Refusal} 404, 422 for the owner; 409 `parent_profile_already_in_archive` */
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
  return new Refusal(
    409,
    'parent_profile_already_in_archive',
    elsewhere
      ? 'This Parent Profile is in the archive under another Account Owner. Transfer it; it can be used under one owner only.'
      : 'This Parent Profile is in the archive already.',
    there && { parentProfileId: there.id, ownerId: there.ownerId },
  );
}

/**
 * The user who is to own something, held so that nobody removes them meanwhile.
 * @throws {Refusal} 404; 422 `not_an_account_owner`
 */
export async function requireOwner(tx: Transaction, archiveId: string, ownerId: string): Promise<void> {
  const [owner] = await tx
    .select({ isAccountOwner: users.isAccountOwner })
    .from(users)
    .where(and(eq(users.archiveId, archiveId), eq(users.id, ownerId)))
    .for('share');
  if (!owner) throw notFound('Account Owner');
  if (!owner.isAccountOwner) throw notAnOwner();
}

/** What is wrong with this Parent Profile for an account of this network and owner. */
export async function requireParentProfile(
  tx: Transaction,
  archiveId: string,
  account: { network: NetworkName; ownerId: string },
  parentProfileId: string,
): Promise<void> {
  const { parentProfile: needed, label } = NETWORKS[account.network];
  if (needed === null)
    throw new Refusal(
      422,
      'parent_profile_not_used',
      `Accounts of ${label} sign in by themselves. Leave out parentProfileId.`,
    );
  const [profile] = await tx
    .select()
    .from(parentProfiles)
    .where(and(eq(parentProfiles.archiveId, archiveId), eq(parentProfiles.id, parentProfileId)))
    .for('share');
  if (!profile) throw notFound('Parent Profile');
  if (profile.network !== needed)
    throw new Refusal(
      422,
      'parent_profile_of_other_network',
      `${label} needs a Parent Profile of the network "${needed}", this one is of "${profile.network}".`,
    );
  if (profile.transferId !== null) throw inTransfer('This Parent Profile');
  if (profile.ownerId !== account.ownerId)
    throw new Refusal(
      409,
      'parent_profile_owned_by_other_owner',
      'This Parent Profile is under another Account Owner. Transfer it first, or use one of this owner.',
      { parentProfileId, ownerId: profile.ownerId },
    );
}
