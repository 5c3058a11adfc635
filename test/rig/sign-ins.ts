/** A person who can sign in for one disconnected account, at each provider. */
import { aBrokenAccount, type City, type Identity, type Site } from './site.js';

const NETWORK_AT = {
  facebook: 'facebook_page',
  linkedin: 'linkedin_page',
  x: 'x',
  google: 'youtube',
  threads: 'threads',
} as const;
export type SignInProvider = keyof typeof NETWORK_AT;

/** Pages are managed by the person who signs in; other accounts are their own. @param n makes the IDs unique */
export async function aPersonWithBrokenAccount(site: Site, city: City, provider: SignInProvider, n: number) {
  const isPage = provider === 'facebook' || provider === 'linkedin';
  const network = NETWORK_AT[provider];
  const networkAccountId = isPage ? `page-${n}` : `who-${n}`;
  const identity: Identity = {
    network: provider === 'google' ? 'youtube' : provider,
    id: `who-${n}`,
    name: 'Jane Doe',
    ...(isPage && { manages: [{ network: NETWORK_AT[provider], id: networkAccountId, name: 'City Hall' }] }),
  };
  await site.identity(identity);
  return aBrokenAccount(site, city, { network, networkAccountId, name: 'City Hall' });
}
