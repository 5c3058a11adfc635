/** `/v1/parent-profiles`: the personal profiles that authorize accounts. */
import { z } from 'zod';
import {
  addParentProfile,
  listParentProfiles,
  ParentProfileInput,
  type ParentProfile,
} from '../services/accounts/parent-profiles.js';
import { PARENT_PROFILE_NETWORKS } from '../domain/networks.js';
import { id, instantOut, iso } from '../services/input/fields.js';
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
    description: 'A personal profile that authorizes accounts. It stays inactive and is never archived.',
    tag,
    access: addParentProfile.access,
    body: ParentProfileInput,
    answers: { 201: { description: 'The Parent Profile', body: ParentProfileOut } },
    handle: async ({ context, principal, body }) => ({
      status: 201,
      body: parentProfileView(await addParentProfile(context, principal, body)),
    }),
  }),
  read({
    path: '/v1/parent-profiles',
    summary: 'List Parent Profiles',
    tag,
    access: listParentProfiles.access,
    query: z.strictObject({ ownerId: id.optional(), ...pageQuery }),
    answers: { 200: { description: 'The Parent Profiles, oldest first', body: listOf(ParentProfileOut) } },
    async handle({ context, principal, query }) {
      const page = pageOf(query);
      const rows = await listParentProfiles(context, principal, { ownerId: query.ownerId }, page);
      return { status: 200, body: listAnswer(rows, page, (profile) => profile.id, parentProfileView) };
    },
  }),
];
