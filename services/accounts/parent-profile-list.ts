/** The list of Parent Profiles: by name, in pages, each with the accounts that it authorizes. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { isAnyOf } from '../../db/any-of.js';
import { z } from 'zod';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { accounts, parentProfiles, users } from '../../db/schema.js';
import { ADMINISTRATORS_READ, useCase } from '../use-case.js';

export interface ManagingProfile {
  id: string;
  network: ParentProfileNetwork;
  name: string;
  owner: { id: string; name: string };
  inTransfer: boolean;
  manages: { total: number; first: { id: string; name: string }[] };
}

/** How many of each profile's accounts are named. */
const MAX_NAMED = 8;

const CursorName = z.string().regex(/^\P{Cc}*$/u);

/** The cursor of the list: the name and id of a page's last row. */
export const ProfileCursor = z.tuple([CursorName, CursorName]);
type ProfileCursor = z.output<typeof ProfileCursor>;

const lowerName = sql<string>`lower(${parentProfiles.name})`;

interface ProfilesRequest {
  /** Part of the profile's name or of its owner's name. */
  search: string;
  after: ProfileCursor | null;
  limit: number;
}

/** Finds one page of Parent Profiles; returns one extra row when there are more. */
export const browseParentProfiles = useCase(ADMINISTRATORS_READ, ({ context, archiveId }, request: ProfilesRequest) =>
  findManagingProfiles(context.db, archiveId, request),
);

async function findManagingProfiles(
  db: Db,
  archiveId: string,
  { search, after, limit }: ProfilesRequest,
): Promise<ManagingProfile[]> {
  const matches = sql`(position(lower(${search}::text) in ${lowerName}) > 0 or position(lower(${search}::text) in lower(${users.name})) > 0)`;
  const rows = await db
    .select({ profile: parentProfiles, ownerName: users.name })
    .from(parentProfiles)
    .innerJoin(users, and(eq(users.archiveId, parentProfiles.archiveId), eq(users.id, parentProfiles.ownerId)))
    .where(
      and(
        eq(parentProfiles.archiveId, archiveId),
        search === '' ? undefined : matches,
        after ? sql`(${lowerName}, ${parentProfiles.id}) > (${after[0]}::text, ${after[1]}::text)` : undefined,
      ),
    )
    .orderBy(asc(lowerName), asc(parentProfiles.id))
    .limit(limit + 1);
  const managed = await managedBy(
    db,
    archiveId,
    rows.map(({ profile }) => profile.id),
  );
  return rows.map(({ profile, ownerName }) => ({
    id: profile.id,
    network: profile.network,
    name: profile.name,
    owner: { id: profile.ownerId, name: ownerName },
    inTransfer: profile.transferId !== null,
    manages: managed.get(profile.id) ?? { total: 0, first: [] },
  }));
}

export const profileCursor = ({ name, id }: ManagingProfile): ProfileCursor => [name.toLowerCase(), id];

async function managedBy(db: Db, archiveId: string, ids: readonly string[]) {
  const ranked = db
    .select({
      profileId: accounts.parentProfileId,
      id: accounts.id,
      name: accounts.name,
      place:
        sql<number>`(row_number() over (partition by ${accounts.parentProfileId} order by lower(${accounts.name}), ${accounts.id}))::int`.as(
          'place',
        ),
      total: sql<number>`(count(*) over (partition by ${accounts.parentProfileId}))::int`.as('total'),
    })
    .from(accounts)
    .where(and(eq(accounts.archiveId, archiveId), isNull(accounts.deletedAt), isAnyOf(accounts.parentProfileId, ids)))
    .as('ranked');
  const rows = await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${MAX_NAMED}`)
    .orderBy(ranked.place);
  const managed = new Map<string, ManagingProfile['manages']>();
  for (const { profileId, id, name, total } of rows) {
    const of = managed.get(profileId!) ?? { total, first: [] };
    of.first.push({ id, name });
    managed.set(profileId!, of);
  }
  return managed;
}
