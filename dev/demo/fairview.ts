/** The demo's owner and her Facebook Page, in Relink and at the simulated network. */
import type { Stack } from './stack.js';

export const OWNER = 'maria.lopez@fairview.example';

/** The ids have the form that Facebook gives them. */
const PROFILE_ID = '10210000000000001';
const PAGE_ID = '104000000000001';

/** @param signedIn whether every browser is signed in as her at the network already */
export async function fairview(stack: Stack, signedIn: boolean): Promise<{ ownerId: string; accountId: string }> {
  const add = (route: string, body: unknown) => stack.api<{ id: string }>('POST', route, body);
  const page = { network: 'facebook_page', name: 'Fairview City Hall' };
  const owner = await add('/v1/users', { name: 'Maria Lopez', email: OWNER, roles: ['account_owner'] });
  const profile = await add('/v1/parent-profiles', {
    network: 'facebook',
    networkProfileId: PROFILE_ID,
    name: 'Maria Lopez',
    ownerId: owner.id,
  });
  const account = await add('/v1/accounts', {
    ...page,
    networkAccountId: PAGE_ID,
    ownerId: owner.id,
    parentProfileId: profile.id,
  });
  await stack.simulator('/api/identities', {
    network: 'facebook',
    id: PROFILE_ID,
    name: 'Maria Lopez',
    manages: [{ ...page, id: PAGE_ID }],
    signedIn,
  });
  return { ownerId: owner.id, accountId: account.id };
}
