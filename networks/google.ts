/**
 * Google for YouTube: the person picks a channel while signing in, and the channel is the account (no Parent Profile).
 *
 * Built from, for YouTube Data API v3 (https://developers.google.com/…):
 * - sign-in: identity/protocols/oauth2/web-server; PKCE is supported, and the `iss` in the callback is checked. The ID token
 *   (identity/openid-connect/openid-connect) is checked for issuer, audience, and time. It comes over TLS from Google itself, which
 *   OpenID Connect Core 3.1.3.7 accepts in place of checking its signature
 * - tokens: an hour
 * - refresh: identity/protocols/oauth2#expiration; a refresh token lasts until it is revoked, goes unused for six months, or is the
 *   oldest of too many live ones; for an app in testing, 7 days; or for as long as the person allowed (`refresh_token_expires_in`). A
 *   changed password ends only tokens with Gmail scopes
 * - permissions: identity/protocols/oauth2/resources/granular-permissions; a person can leave YouTube's box unchecked, and the token
 *   response's `scope` says so
 * - another account: identity/protocols/oauth2/web-server, `prompt`; `select_account` shows Google's own choice of accounts
 * - account: youtube/v3/docs/channels/list with `mine`, paged by `pageToken`; a channel's id doesn't change
 * - check: the same call for the id alone, at a cost of 1 unit
 * - revoke: identity/protocols/oauth2/web-server#tokenrevoke
 * - events: identity/protocols/risc; they identify the person by `sub`
 * - errors: errors/google.ts
 */
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName } from '../domain/networks.js';
import { profileAddress, type IdForm } from './account-id-forms.js';
import type { Permission } from '../domain/permissions.js';
import { NetworkError } from './adapter.js';
import type { AuthorizedAccount, NetworkAuthorization, ProviderAdapter, SignInAnswer } from './adapter.js';
import { readAll, withParameters } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors } from './failures.js';
import { missingPermissions, type Needs } from './granted.js';
import { checkedBaseUrls, oauth, type SignIn } from './oauth.js';
import type { ProviderSettings } from './oauth.js';
import { revokeToken } from './revocation.js';

const BASE_URLS = {
  authorize: 'https://accounts.google.com',
  token: 'https://oauth2.googleapis.com',
  api: 'https://www.googleapis.com',
};

export const SCOPES = [
  'openid', // an ID token: Google's security events identify the person by its `sub`
  'profile', // without this or `email`, Google sends no security events about the person
  'https://www.googleapis.com/auth/youtube.readonly', // the channel, its videos and their comments
];

/** The channel's id in /channel/UC…; an address with a handle (/@name) or an older name (/c/…, /user/…) doesn't tell it. */
function channelIn(text: string): string | null {
  const address = profileAddress(text, ['youtube.com']);
  if (!address) return null;
  const [first, second] = address.path;
  return first === 'channel' ? (second ?? null) : address.query.get('channel_id');
}

export const accountIds = {
  youtube: { form: /^UC[\w-]{22}$/, unmistakable: true, example: 'UC_x5XG1OV2P6uZZ5FSM9Ttw', resolve: channelIn },
} satisfies Partial<Record<NetworkName, IdForm>>;

const CAPTURE: Needs = { 'https://www.googleapis.com/auth/youtube.readonly': 'youtube_videos' };

const Channels = z.object({
  // Without this, `{}` from any source would mean that there is no channel.
  kind: z.literal('youtube#channelListResponse'),
  // Google leaves `items` out when there are none.
  items: z
    .array(z.object({ id: z.string(), snippet: z.object({ title: z.string().nullish() }).nullish() }))
    .default([]),
  nextPageToken: z.string().optional(),
});

type Channel = z.infer<typeof Channels>['items'][number];

type Obstacle = { code: 'permission_missing'; missing: Permission[] } | { code: 'no_channel' };

/** Only the Google account is known then, by its `sub` and, if Google says it, by the person's name. */
function withoutChannel({ tokens, subject = '', name }: SignIn, obstacle: Obstacle): NetworkAuthorization {
  const identity = { id: subject, name: name ?? PROVIDER_LABELS.google, subject };
  return { identity, tokens, accounts: [], obstacle: { network: 'youtube', ...obstacle } };
}

export function google(settings: ProviderSettings): ProviderAdapter {
  const urls = checkedBaseUrls('google', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'google',
    credentials: settings.credentials,
    // Google identifies itself in the callback (`iss`), and openid-client checks that against this value.
    issuer: urls.authorize,
    authorizeUrl: `${urls.authorize}/o/oauth2/v2/auth`,
    tokenUrl: `${urls.token}/token`,
    fetch: fetcher,
    scopes: SCOPES,
    idToken: true,
    pkce: true,
    // Google issues a refresh token only with these two parameters, and issues another one only after a new consent. Without one, a
    // reconnect would last an hour. Google can still leave it out, until the person removes the app's access and starts over
    // (googleapis/google-api-php-client#2591).
    parameters: { access_type: 'offline', prompt: 'consent' },
    chooserParameters: { prompt: 'select_account consent' },
  });

  async function channelsOf(accessToken: string, part: string): Promise<Channel[]> {
    const api = { provider: 'google' as const, fetch: fetcher, accessToken };
    const list = withParameters(`${urls.api}/youtube/v3/channels`, { part, mine: 'true', maxResults: '50' });
    const pages = await readAll(api, list, Channels, ({ nextPageToken }, url) =>
      nextPageToken === undefined ? undefined : withParameters(url, { pageToken: nextPageToken }),
    );
    return pages.flatMap(({ items }) => items);
  }

  async function authorize(request: SignInAnswer): Promise<NetworkAuthorization> {
    const signIn = await client.signIn(request);
    const { tokens, subject, scopes } = signIn;
    const missing = missingPermissions({ scopes }, CAPTURE);
    if (missing.length > 0) return withoutChannel(signIn, { code: 'permission_missing', missing });
    const channels = await readChannels(tokens.accessToken);
    if (!Array.isArray(channels)) return withoutChannel(signIn, channels);
    const accounts = channels.map(({ id, snippet }): AuthorizedAccount => ({
      network: 'youtube',
      networkAccountId: id,
      name: snippet?.title ?? id,
      tokens,
    }));
    const [channel] = accounts;
    if (!channel) return withoutChannel(signIn, { code: 'no_channel' });
    const identity = { id: channel.networkAccountId, name: channel.name, ...(subject !== undefined && { subject }) };
    return { identity, tokens, accounts };
  }

  /** Returns the channels, or what their absence means. */
  async function readChannels(accessToken: string): Promise<Channel[] | Obstacle> {
    try {
      return await channelsOf(accessToken, 'id,snippet');
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.rawCode === 'youtubeSignupRequired') return { code: 'no_channel' };
      // The network's refusal counts even if the token response claims otherwise.
      if (error.verdict !== 'permission_missing') throw error;
      return { code: 'permission_missing', missing: Object.values(CAPTURE) };
    }
  }

  return {
    provider: 'google',
    networks: ['youtube'],
    refreshes: true,
    signOutUrl: null,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) => asNetworkErrors('google', () => authorize(request)),
    refresh: client.refresh,
    check: ({ networkAccountId, accessToken }) =>
      toCheckResult(async () => {
        const channels = await channelsOf(accessToken, 'id');
        return channels.some(({ id }) => id === networkAccountId) ? { verdict: 'healthy' } : NOT_FOUND;
      }),
    // A check costs one of a project's 10,000 units a day. This rate leaves more than half of them for everything else.
    checksPerSecond: 0.05,
    // Revoking either token also revokes the other.
    revoke: ({ accessToken, refreshToken }) =>
      revokeToken(
        { provider: 'google', url: `${urls.token}/revoke`, fetch: fetcher, dead: ['invalid_token'] },
        refreshToken ?? accessToken,
      ),
  };
}
