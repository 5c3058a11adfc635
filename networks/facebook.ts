/** Facebook Login: a personal profile (the Parent Profile) authorizes its Pages and their linked Instagram accounts. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { NetworkError } from './adapter.js';
import type { AuthorizedAccount, ProviderAdapter } from './adapter.js';
import { read, readAll, withParameters } from './api.js';
import { guarded } from './failures.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';

const GRAPH_VERSION = 'v24.0';
const BASE_URLS = {
  authorize: 'https://www.facebook.com',
  token: 'https://graph.facebook.com',
  api: 'https://graph.facebook.com',
};

const SCOPES = [
  'pages_show_list', // the Pages of the profile, and the Pages' own tokens
  'business_management', // without it, Pages that belong to a business portfolio are missing from the list
  'pages_read_engagement', // what the Page posted
  'pages_read_user_content', // what visitors wrote on the Page: part of the record
  'instagram_basic', // the linked Instagram account and its media
  'instagram_manage_comments', // comments on Instagram: part of the record; there is no read-only form
];

const Profile = z.object({ id: z.string(), name: z.string() });
const Pages = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      // Absent where the profile's role on the Page gives no access to it: then it authorizes nothing.
      access_token: z.string().optional(),
      instagram_business_account: z
        .object({ id: z.string(), username: z.string().optional(), name: z.string().optional() })
        .optional(),
    }),
  ),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
});
type Page = z.infer<typeof Pages>['data'][number];

export function facebook(settings: ProviderSettings): ProviderAdapter {
  const { credentials } = settings;
  const urls = checkedBaseUrls('facebook', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'facebook',
    credentials,
    issuer: urls.authorize,
    authorizeUrl: `${urls.authorize}/${GRAPH_VERSION}/dialog/oauth`,
    tokenUrl: `${urls.token}/${GRAPH_VERSION}/oauth/access_token`,
    fetch: fetcher,
    scopes: SCOPES,
    scopeSeparator: ',',
    pkce: false,
    // Asks again for a permission that was unticked before; otherwise Facebook never mentions it again.
    parameters: { auth_type: 'rerequest' },
  });

  /** Apps that demand it ("Require App Secret") refuse calls without this proof; the others ignore it. */
  function graphUrl(path: string, accessToken: string, parameters: Record<string, string>): URL {
    const proof = createHmac('sha256', credentials.clientSecret).update(accessToken).digest('hex');
    return withParameters(`${urls.api}/${GRAPH_VERSION}${path}`, { ...parameters, appsecret_proof: proof });
  }

  return {
    provider: 'facebook',
    networks: ['facebook_page', 'instagram'],
    refreshes: false,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      guarded('facebook', async () => {
        const short = await client.exchange(request);
        // Page tokens live as long as the user token they were read with: the hour-long one would be useless.
        const tokens = await client.grant('fb_exchange_token', { fb_exchange_token: short.accessToken });
        const { accessToken } = tokens;
        const api = { provider: 'facebook' as const, fetch: fetcher, accessToken };
        const identity = await read(api, graphUrl('/me', accessToken, { fields: 'id,name' }), Profile);
        const fields = 'id,name,access_token,instagram_business_account{id,username,name}';
        const list = graphUrl('/me/accounts', accessToken, { fields, limit: '100' });
        const pages = await readAll(api, list, Pages, ({ paging }, url) =>
          paging?.next && paging.cursors ? withParameters(url, { after: paging.cursors.after }) : undefined,
        );
        return { identity, tokens, accounts: pages.flatMap(({ data }) => data.flatMap(accountsOf)) };
      }),
    refresh: () =>
      Promise.reject(new NetworkError('rejected', 'Facebook has no refresh tokens: a person must sign in again.')),
  };
}

/** A Page, and the Instagram account that is linked to it: both are read with the Page's token, which has no end of its own. */
function accountsOf(page: Page): AuthorizedAccount[] {
  if (page.access_token === undefined) return [];
  const tokens = { accessToken: page.access_token };
  const accounts: AuthorizedAccount[] = [
    { network: 'facebook_page', networkAccountId: page.id, name: page.name, tokens },
  ];
  const instagram = page.instagram_business_account;
  if (instagram) {
    const name = instagram.username ?? instagram.name ?? page.name;
    accounts.push({ network: 'instagram', networkAccountId: instagram.id, name, tokens });
  }
  return accounts;
}
