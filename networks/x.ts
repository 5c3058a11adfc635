/**
 * X: the account signs in for itself (no Parent Profile); access tokens last two hours and each refresh token works once.
 *
 * Built from, for API v2 (https://docs.x.com/…):
 * - sign-in: fundamentals/authentication/oauth-2-0/user-access-token; PKCE is demanded, of web servers too; no `iss` on the way back
 * - tokens, refresh: fundamentals/authentication/oauth-2-0/authorization-code; with `offline.access` only; every refresh gives a new
 *   refresh token and ends the old one
 * - account: x-api/users/get-my-user (`/2/users/me`); the numeric id does not change, the name after "@" may. Nothing to page through
 * - check: the same call, with the id alone
 * - revoke: /2/oauth2/revoke, each token by itself
 * - errors: errors/x.ts; a dead token is "Unauthorized", without a cause
 */
import { z } from 'zod';
import type { ClientAuth } from 'openid-client';
import type { ProviderAdapter, ProviderCredentials } from './adapter.js';
import { read, withParameters } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors } from './failures.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';
import { revokeEach } from './revocation.js';

const BASE_URLS = { authorize: 'https://x.com', token: 'https://api.x.com', api: 'https://api.x.com' };

export const SCOPES = [
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

  function me(accessToken: string, fields: string): Promise<z.infer<typeof Me>> {
    const api = { provider: 'x' as const, fetch: fetcher, accessToken };
    return read(api, withParameters(`${urls.api}/2/users/me`, { 'user.fields': fields }), Me);
  }

  return {
    provider: 'x',
    networks: ['x'],
    refreshes: true,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('x', async () => {
        const { tokens } = await client.signIn(request);
        const { id, name, username } = (await me(tokens.accessToken, 'id,name,username')).data;
        const account = { network: 'x' as const, networkAccountId: id, name: `${name} (@${username})`, tokens };
        return { identity: { id, name: account.name }, tokens, accounts: [account] };
      }),
    refresh: client.refresh,
    check: ({ networkAccountId, accessToken }) =>
      toCheckResult(async () => {
        const { data } = await me(accessToken, 'id');
        return data.id === networkAccountId ? { verdict: 'healthy' } : NOT_FOUND;
      }),
    // 75 requests in 15 minutes are for each account; the app as a whole pays for each.
    checksPerSecond: 1,
    revoke: (tokens) =>
      revokeEach(
        {
          provider: 'x',
          url: `${urls.token}/2/oauth2/revoke`,
          fetch: fetcher,
          headers: { authorization: basicCredentials(settings.credentials) },
          // X's answer to a token that does not hold, here and at the token endpoint.
          dead: ['invalid_token', 'invalid_request'],
        },
        tokens,
      ),
  };
}

/** X takes id and secret as they are; the standard's form-encoding would spoil a "-" or "_" in them. */
function basicCredentials({ clientId, clientSecret }: ProviderCredentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

function plainBasic(credentials: ProviderCredentials): ClientAuth {
  return (_server, _client, _body, headers) => headers.set('authorization', basicCredentials(credentials));
}
