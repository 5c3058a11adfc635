/** `/v1/parent-profiles`: the personal profiles that authorize accounts. */
import { z } from 'zod';
import { addParentProfile, listParentProfiles, type ParentProfile } from '../services/accounts/parent-profiles.js';
import { PARENT_PROFILE_NETWORKS } from '../domain/networks.js';
import { id, instantOut, iso, name, networkId } from '../services/input/fields.js';
import { listAnswer, listOf, pageOf, pageQuery } from '../http/lists.js';
import { read, write, type Route } from '../http/route.js';

const ParentProfileOut = z
  .object({
    id: z.string(),
    network: z.enum(PARENT_PROFILE_NETWORKS),
    networkProfileId: z.string(),
    name: z.string(),
    ownerId: z.string(),
    createdAt: instantOut,
  })
  .meta({ id: 'ParentProfile' });

const parentProfileView = (profile: ParentProfile): z.input<typeof ParentProfileOut> => ({
  id: profile.id,
  network: profile.network,
  networkProfileId: profile.networkProfileId,
  name: profile.name,
  ownerId: profile.ownerId,
  createdAt: iso(profile.createdAt),
});

const tag = 'Accounts';

export const parentProfileRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/parent-profiles',
    summary: 'Add a Parent Profile',
    description: 'A personal profile; it authorizes accounts, stays inactive and is never archived.',
    tag,
    access: { scope: 'manage', audience: 'managers' },
    body: z.strictObject({
      network: z.enum(PARENT_PROFILE_NETWORKS),
      networkProfileId: networkId,
      name,
      ownerId: id,
    }),
    answers: { 201: { description: 'The Parent Profile', body: ParentProfileOut } },
    async handle({ tx, archiveId, actor, body }) {
      const profile = await addParentProfile(tx, { archiveId, actor }, body);
      return { status: 201, body: parentProfileView(profile) };
    },
  }),
  read({
    path: '/v1/parent-profiles',
    summary: 'List the Parent Profiles',
    tag,
    access: { scope: 'read', audience: 'everyone' },
    query: z.strictObject({ ownerId: id.optional(), ...pageQuery }),
    answers: { 200: { description: 'Parent Profiles, oldest first', body: listOf(ParentProfileOut) } },
    async handle({ db, archiveId, ownerId, query }) {
      const page = pageOf(query);
      const rows = await listParentProfiles(db, archiveId, { ownerId: query.ownerId, only: ownerId }, page);
      return { status: 200, body: listAnswer(rows, page, (profile) => profile.id, parentProfileView) };
    },
  }),
];
