/**
 * Personal profiles that authorize accounts. Article: "This Parent Profile remains inactive and is not archived. […] A Parent
 * Profile can only be used to connect accounts under one user."
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '../../domain/actor.js';
import { NETWORKS, PARENT_PROFILE_NETWORKS, type NetworkName } from '../../domain/networks.js';
import { notFound, Refusal } from '../../domain/refusal.js';
import type { Transaction } from '../../db/client.js';
import { newId } from '../../db/ids.js';
import { parentProfiles, users } from '../../db/schema.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { recordAudit } from '../audit/audit-log.js';
import { id, name } from '../input/fields.js';
import { networkIdText, requireProfileId } from '../input/network-ids.js';
import type { Page } from '../input/page.js';
import { EVERYONE_READS, MANAGERS, useCase } from '../use-case.js';
import { notAnOwner } from '../people/users.js';

export type ParentProfile = typeof parentProfiles.$inferSelect;

export const ParentProfileInput = z.strictObject({
  network: z.enum(PARENT_PROFILE_NETWORKS),
  networkProfileId: networkIdText,
  name,
  ownerId: id,
});

type NewParentProfile = z.output<typeof ParentProfileInput>;

/**
 * @throws {Refusal} `invalid_request` for an id that isn't one; `not_found`, `not_an_account_owner` for the owner;
 * `parent_profile_already_in_archive`
 */
export const addParentProfile = useCase(MANAGERS, async ({ context, archiveId, actor }, profile: NewParentProfile) => {
  const networkProfileId = requireProfileId(profile.network, profile.networkProfileId);
  return inUnitOfWork(context, ({ tx }) =>
    insertParentProfile(tx, { archiveId, actor }, { ...profile, networkProfileId }),
  );
});

/** @throws {Refusal} as `addParentProfile` */
export async function insertParentProfile(
  tx: Transaction,
  { archiveId, actor }: { archiveId: string; actor: Actor },
  profile: NewParentProfile,
): Promise<ParentProfile> {
  await requireOwner(tx, archiveId, profile.ownerId);
  const [added] = await tx
    .insert(parentProfiles)
    .values({ ...profile, archiveId, id: newId('parentProfile') })
    .onConflictDoNothing({
      target: [parentProfiles.archiveId, parentProfiles.network, parentProfiles.networkProfileId],
    })
    .returning();
  if (!added) throw await alreadyInArchive(tx, archiveId, profile);
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

/** Lists Parent Profiles, oldest first; returns one extra row when there are more. */
export const listParentProfiles = useCase(
  EVERYONE_READS,
  async ({ context, archiveId, ownerId: only }, filter: { ownerId?: string }, page: Page): Promise<ParentProfile[]> =>
    context.db
      .select()
      .from(parentProfiles)
      .where(
        and(
          eq(parentProfiles.archiveId, archiveId),
          filter.ownerId === undefined ? undefined : eq(parentProfiles.ownerId, filter.ownerId),
          only === null ? undefined : eq(parentProfiles.ownerId, only),
          page.after === null ? undefined : gt(parentProfiles.id, page.after),
        ),
      )
      .orderBy(asc(parentProfiles.id))
      .limit(page.limit + 1),
);

async function alreadyInArchive(tx: Transaction, archiveId: string, profile: NewParentProfile): Promise<Refusal> {
  const [existing] = await tx
    .select()
    .from(parentProfiles)
    .where(
      and(
        eq(parentProfiles.archiveId, archiveId),
        eq(parentProfiles.network, profile.network),
        eq(parentProfiles.networkProfileId, profile.networkProfileId),
      ),
    );
  const elsewhere = existing !== undefined && existing.ownerId !== profile.ownerId;
  return new Refusal('parent_profile_already_in_archive', {
    elsewhere,
    ...(existing && { parentProfileId: existing.id, ownerId: existing.ownerId }),
  });
}

/**
 * Checks that a user can be an owner, and locks the user so that they can't be removed in the meantime.
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

/** Checks that a Parent Profile fits an account of this network and owner. @throws {Refusal} as `addAccount` */
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
