/** The page of Parent Profiles: by name, page by page, each with the accounts that it authorizes. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { ParentProfileNetwork } from '../../domain/networks.js';
import type { Db } from '../../db/client.js';
import { accounts, parentProfiles, users } from '../../db/schema.js';

export interface ManagingProfile {
  id: string;
  network: ParentProfileNetwork;
  name: string;
  owner: { id: string; name: string };
  inTransfer: boolean;
  manages: { total: number; first: { id: string; name: string }[] };
}

/** Of each profile's accounts so many are named. */
const NAMED = 8;

/** Where a page ends: name and id of its last row. */
export type ProfileKey = readonly [name: string, id: string];

const lowerName = sql<string>`lower(${parentProfiles.name})`;

/** One more than `limit` when there are more. */
export async function listManagingProfiles(
  db: Db,
  archiveId: string,
  search: string,
  page: { after: ProfileKey | null; limit: number },
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
        page.after
          ? sql`(${lowerName}, ${parentProfiles.id}) > (${page.after[0]}::text, ${page.after[1]}::text)`
          : undefined,
      ),
    )
    .orderBy(asc(lowerName), asc(parentProfiles.id))
    .limit(page.limit + 1);
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

export const profileKey = ({ name, id }: ManagingProfile): ProfileKey => [name.toLowerCase(), id];

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
    .where(
      and(
        eq(accounts.archiveId, archiveId),
        isNull(accounts.deletedAt),
        sql`${accounts.parentProfileId} = any(${sql.param([...ids])}::text[])`,
      ),
    )
    .as('ranked');
  const rows = await db
    .select()
    .from(ranked)
    .where(sql`${ranked.place} <= ${NAMED}`)
    .orderBy(ranked.place);
  const managed = new Map<string, ManagingProfile['manages']>();
  for (const { profileId, id, name, total } of rows) {
    const of = managed.get(profileId!) ?? { total, first: [] };
    of.first.push({ id, name });
    managed.set(profileId!, of);
  }
  return managed;
}
