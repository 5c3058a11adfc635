/**
 * X: the account itself signs in (no Parent Profile). Access tokens last two hours, and each refresh token works once.
 *
 * Built from, for API v2 (https://docs.x.com/…):
 * - sign-in: fundamentals/authentication/oauth-2-0/user-access-token; PKCE is required, even for web servers; no `iss` in the callback
 * - tokens, refresh: fundamentals/authentication/oauth-2-0/authorization-code; only with `offline.access`; every refresh returns a new
 *   refresh token and invalidates the old one
 * - account: x-api/users/get-my-user (`/2/users/me`); the numeric id doesn't change, the name after "@" can. Nothing to page through
 * - check: the same call for the id alone
 * - revoke: /2/oauth2/revoke, for each token separately
 * - errors: errors/x.ts; a dead token is "Unauthorized", without a cause
 */
import { z } from 'zod';
import type { ClientAuth } from 'openid-client';
import type { NetworkName } from '../domain/networks.js';
import { NUMBER, profileAddress, type IdForm } from './account-id-forms.js';
import type { ProviderAdapter, ProviderCredentials } from './adapter.js';
import { read, withParameters } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors } from './failures.js';
import { missingPermissions, separateUnusable, type Needs } from './granted.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';
import { revokeEach } from './revocation.js';

const BASE_URLS = { authorize: 'https://x.com', token: 'https://api.x.com', api: 'https://api.x.com' };

export const SCOPES = [
  'users.read', // who signed in
  'tweet.read', // the posts; /2/users/me requires it too
  'offline.access', // a refresh token: without it, the authorization ends after two hours
];

/** The id in x.com/i/user/… and in links to follow an account. Every other address contains only the name. */
function userIn(text: string): string | null {
  const address = profileAddress(text, ['x.com', 'twitter.com']);
  if (!address) return null;
  const [first, second, third] = address.path;
  if (first === 'i' && second === 'user') return third ?? null;
  return first === 'intent' ? address.query.get('user_id') : null;
}

export const accountIds = {
  x: { form: NUMBER, example: '2244994945', resolve: userIn },
} satisfies Partial<Record<NetworkName, IdForm>>;

/** Without the first two, X doesn't even say who signed in. */
const IDENTITY: Needs = { 'users.read': 'x_posts', 'tweet.read': 'x_posts' };
const CAPTURE: Needs = { 'offline.access': 'x_lasting' };

const Me = z.object({ data: z.object({ id: z.string(), name: z.string().nullish(), username: z.string().nullish() }) });

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
    // X's page has no parameter for another account (`force_login` belongs to OAuth 1).
    signOutUrl: `${urls.authorize}/logout`,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('x', async () => {
        const { tokens, scopes } = await client.signIn(request);
        const [missing] = missingPermissions({ scopes }, IDENTITY);
        if (missing) {
          const obstacle = { network: 'x', code: 'permission_missing', missing: [missing] } as const;
          return { identity: { id: '', name: 'X' }, tokens, accounts: [], obstacle };
        }
        const { id, name, username } = (await me(tokens.accessToken, 'id,name,username')).data;
        const account = { network: 'x' as const, networkAccountId: id, name: nameOf(id, name, username), tokens };
        const judged = separateUnusable([account], () => missingPermissions({ scopes }, CAPTURE));
        return { identity: { id, name: account.name }, tokens, ...judged };
      }),
    refresh: client.refresh,
    check: ({ networkAccountId, accessToken }) =>
      toCheckResult(async () => {
        const { data } = await me(accessToken, 'id');
        return data.id === networkAccountId ? { verdict: 'healthy' } : NOT_FOUND;
      }),
    // The limit of 75 requests in 15 minutes is per account, but the app pays for every request.
    checksPerSecond: 1,
    revoke: (tokens) =>
      revokeEach(
        {
          provider: 'x',
          url: `${urls.token}/2/oauth2/revoke`,
          fetch: fetcher,
          headers: { authorization: basicCredentials(settings.credentials) },
          // X's response to an invalid token, here and at the token endpoint.
          dead: ['invalid_token', 'invalid_request'],
        },
        tokens,
      ),
  };
}

function nameOf(id: string, name: string | null | undefined, username: string | null | undefined): string {
  const handle = username ? `@${username}` : id;
  return name ? `${name} (${handle})` : handle;
}

/** X expects the id and secret unencoded. The form encoding required by the standard would change a "-" or "_" in them. */
function basicCredentials({ clientId, clientSecret }: ProviderCredentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

function plainBasic(credentials: ProviderCredentials): ClientAuth {
  return (_server, _client, _body, headers) => headers.set('authorization', basicCredentials(credentials));
}
