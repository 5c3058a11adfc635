/**
 * Threads: the account itself signs in (no Parent Profile). Its token can be renewed again and again, as long as each renewal is in time.
 *
 * Built from, for API v1.0 (/docs/threads/… of https://developers.facebook.com):
 * - sign-in: get-started/get-access-tokens-and-permissions; no PKCE, and no `iss` in the callback
 * - tokens, refresh: get-started/long-lived-tokens; valid for an hour, then exchanged for one of 60 days. It can be renewed for 60 more
 *   days once it is 24 hours old, but never after it expires. A token lost right after consent therefore can't be renewed; the person is
 *   asked to sign in again
 * - account: reference/user (`/me`); the id doesn't change, the name after "@" can. Nothing to page through
 * - permissions: the first token's response doesn't name them, so reading the account's replies (reference/user, `/me/replies`) shows
 *   whether a person declined that permission
 * - check: the same call; reference/debug would say when data access ends, but only for a token of one of the app's testers
 * - revoke: there is no such call
 * - errors: those of the Graph API, errors/graph.ts
 */
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName } from '../domain/networks.js';
import { nowhereElse, type IdForm } from './account-id-forms.js';
import { NetworkError } from './adapter.js';
import type { ProviderAdapter, Tokens } from './adapter.js';
import { read, withParameters } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors, tokenFailure } from './failures.js';
import { expectShape, send } from './http.js';
import { missingPermissions, separateUnusable, type Granted, type Needs } from './granted.js';
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

/** Addresses at Threads contain only names. */
export const accountIds = {
  threads: { form: /^[1-9]\d{0,19}$/, example: '24000000000000001', resolve: nowhereElse },
} satisfies Partial<Record<NetworkName, IdForm>>;

const CAPTURE: Needs = { threads_basic: 'threads_posts', threads_read_replies: 'threads_replies' };

const Replies = z.object({ data: z.array(z.object({ id: z.string() })) });
const LongLived = z.object({ access_token: z.string(), expires_in: z.number() });
const Me = z.object({ id: z.string(), username: z.string().nullish(), name: z.string().nullish() });

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

  /** Both ways to get a 60-day token are GETs with everything in the URL, as documented. */
  async function longLived(path: string, parameters: Record<string, string>): Promise<Tokens> {
    const answer = await send(fetcher, PROVIDER_LABELS.threads, withParameters(urls.token + path, parameters));
    if (answer.status !== 200) throw tokenFailure('threads', answer);
    const { access_token: accessToken, expires_in: seconds } = expectShape(
      LongLived,
      PROVIDER_LABELS.threads,
      answer.body,
    );
    const expiresAt = new Date(Date.now() + seconds * 1000);
    // The token is its own refresh token. Each renewal extends it, so it has no fixed date after which a person must sign in again.
    return { accessToken, refreshToken: accessToken, expiresAt };
  }

  function me(accessToken: string, fields: string): Promise<z.infer<typeof Me>> {
    const api = { provider: 'threads' as const, fetch: fetcher, accessToken };
    return read(api, withParameters(`${urls.api}/${VERSION}/me`, { fields }), Me);
  }

  /** Returns what was granted: as Threads says it, or else as an attempt to read shows it. */
  async function grantedTo(accessToken: string, scopes: string[] | null): Promise<Granted> {
    if (scopes !== null) return { scopes };
    const api = { provider: 'threads' as const, fetch: fetcher, accessToken };
    try {
      await read(api, withParameters(`${urls.api}/${VERSION}/me/replies`, { fields: 'id', limit: '1' }), Replies);
      return { scopes: null };
    } catch (error) {
      if (error instanceof NetworkError && error.verdict === 'permission_missing') return { scopes: ['threads_basic'] };
      throw error;
    }
  }

  return {
    provider: 'threads',
    networks: ['threads'],
    refreshes: true,
    // Threads has no address that signs out at once; its home page has the menu for it.
    signOutUrl: `${urls.authorize}/`,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('threads', async () => {
        const { tokens: short, scopes } = await client.signIn(request);
        const tokens = await longLived('/access_token', {
          grant_type: 'th_exchange_token',
          client_secret: credentials.clientSecret,
          access_token: short.accessToken,
        });
        // The `user_id` returned with the first token is a number too large for JSON.parse to read exactly.
        const { id, username, name } = await me(tokens.accessToken, 'id,username,name');
        const label = username ? `@${username}` : name || id;
        const account = { network: 'threads' as const, networkAccountId: id, name: label, tokens };
        const granted = await grantedTo(tokens.accessToken, scopes);
        const judged = separateUnusable([account], () => missingPermissions(granted, CAPTURE));
        return { identity: { id, name: label }, tokens, ...judged };
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
    // The limits are per account and depend on how often its posts are viewed.
    checksPerSecond: 5,
    // Threads has no call for this. The person can remove the app in the Threads settings.
    revoke: () => Promise.resolve(),
  };
}
