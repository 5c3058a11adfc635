/**
 * Threads: the account signs in for itself (no Parent Profile), with a token that is renewed for as long as that is done in time.
 *
 * Built from, for API v1.0 (/docs/threads/… of https://developers.facebook.com):
 * - sign-in: get-started/get-access-tokens-and-permissions; no PKCE, and no `iss` on the way back
 * - tokens, refresh: get-started/long-lived-tokens; an hour, exchanged for 60 days, renewed for 60 more from 24 hours after it was given
 *   and never after its end; so one that a person has just given and lost at once is not renewed but asked for again
 * - account: reference/user (`/me`); the id does not change, the name after "@" may. Nothing to page through
 * - check: the same call; reference/debug would tell when data access ends, but only to a token of one of the app's testers
 * - revoke: there is no such call
 * - errors: those of the Graph API, errors/graph.ts
 */
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderAdapter, Tokens } from './adapter.js';
import { read, withParameters } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors, tokenFailure } from './failures.js';
import { expectShape, send } from './http.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';

const BASE_URLS = {
  authorize: 'https://threads.net',
  token: 'https://graph.threads.net',
  api: 'https://graph.threads.net',
};
const VERSION = 'v1.0';

export const SCOPES = [
  'threads_basic', // who signed in and what they posted; every other permission needs it
  'threads_read_replies', // what others answered: part of the record
];

const LongLived = z.object({ access_token: z.string(), expires_in: z.number() });
const Me = z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() });

export function threads(settings: ProviderSettings): ProviderAdapter {
  const { credentials } = settings;
  const urls = checkedBaseUrls('threads', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'threads',
    credentials,
    issuer: urls.authorize,
    authorizeUrl: `${urls.authorize}/oauth/authorize`,
    tokenUrl: `${urls.token}/oauth/access_token`,
    fetch: fetcher,
    scopes: SCOPES,
    scopeSeparator: ',',
    pkce: false,
  });

  /** Both ways to a token of 60 days are GETs with everything in the address; that is how they are documented. */
  async function longLived(path: string, parameters: Record<string, string>): Promise<Tokens> {
    const answer = await send(fetcher, PROVIDER_LABELS.threads, withParameters(urls.token + path, parameters));
    if (answer.status !== 200) throw tokenFailure('threads', answer);
    const { access_token: accessToken, expires_in: seconds } = expectShape(
      LongLived,
      PROVIDER_LABELS.threads,
      answer.body,
    );
    const expiresAt = new Date(Date.now() + seconds * 1000);
    // The token is its own refresh token. Each renewal moves its end, so there is no day on which only a person could renew it.
    return { accessToken, refreshToken: accessToken, expiresAt };
  }

  function me(accessToken: string, fields: string): Promise<z.infer<typeof Me>> {
    const api = { provider: 'threads' as const, fetch: fetcher, accessToken };
    return read(api, withParameters(`${urls.api}/${VERSION}/me`, { fields }), Me);
  }

  return {
    provider: 'threads',
    networks: ['threads'],
    refreshes: true,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('threads', async () => {
        const { tokens: short } = await client.signIn(request);
        const tokens = await longLived('/access_token', {
          grant_type: 'th_exchange_token',
          client_secret: credentials.clientSecret,
          access_token: short.accessToken,
        });
        // The `user_id` beside the code's token is a number beyond what JSON's numbers hold.
        const { id, username, name } = await me(tokens.accessToken, 'id,username,name');
        const label = username === undefined ? (name ?? id) : `@${username}`;
        const account = { network: 'threads' as const, networkAccountId: id, name: label, tokens };
        return { identity: { id, name: label }, tokens, accounts: [account] };
      }),
    refresh: (refreshToken) =>
      asNetworkErrors('threads', () =>
        longLived('/refresh_access_token', { grant_type: 'th_refresh_token', access_token: refreshToken }),
      ),
    check: ({ networkAccountId, accessToken }) =>
      toCheckResult(async () => {
        const { id } = await me(accessToken, 'id');
        return id === networkAccountId ? { verdict: 'healthy' } : NOT_FOUND;
      }),
    // The limits are for each account, by how often its posts are seen.
    checksPerSecond: 5,
    // Threads has no call for it: the person removes the app in the settings of Threads.
    revoke: () => Promise.resolve(),
  };
}
