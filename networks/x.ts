/** X: the account signs in for itself; access tokens last two hours and each refresh token works once. */
import { z } from 'zod';
import type { ClientAuth } from 'openid-client';
import type { ProviderAdapter, ProviderCredentials } from './adapter.js';
import { read, withParameters } from './api.js';
import { guarded } from './failures.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';

const BASE_URLS = { authorize: 'https://x.com', token: 'https://api.x.com', api: 'https://api.x.com' };

const SCOPES = [
  'users.read', // who signed in
  'tweet.read', // the posts; /2/users/me demands it too
  'offline.access', // a refresh token: without it, the authorization ends after two hours
];

const Me = z.object({ data: z.object({ id: z.string(), name: z.string(), username: z.string() }) });

export function x(settings: ProviderSettings): ProviderAdapter {
  const urls = checkedBaseUrls('x', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'x',
    credentials: settings.credentials,
    issuer: urls.authorize,
    authorizeUrl: `${urls.authorize}/i/oauth2/authorize`,
    tokenUrl: `${urls.token}/2/oauth2/token`,
    fetch: fetcher,
    scopes: SCOPES,
    pkce: true,
    clientAuth: plainBasic(settings.credentials),
  });

  return {
    provider: 'x',
    networks: ['x'],
    refreshes: true,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      guarded('x', async () => {
        const tokens = await client.exchange(request);
        const api = { provider: 'x' as const, fetch: fetcher, accessToken: tokens.accessToken };
        const me = withParameters(`${urls.api}/2/users/me`, { 'user.fields': 'id,name,username' });
        const { id, name, username } = (await read(api, me, Me)).data;
        const account = { network: 'x' as const, networkAccountId: id, name: `${name} (@${username})`, tokens };
        return { identity: { id, name: account.name }, tokens, accounts: [account] };
      }),
    refresh: client.refresh,
  };
}

/** X takes id and secret as they are; the standard's form-encoding would spoil a "-" or "_" in them. */
function plainBasic({ clientId, clientSecret }: ProviderCredentials): ClientAuth {
  const value = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  return (_server, _client, _body, headers) => headers.set('authorization', value);
}
