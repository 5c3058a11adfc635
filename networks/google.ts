/** Google for YouTube: the person picks a channel while signing in, and the channel is the account. */
import { z } from 'zod';
import { NetworkError } from './adapter.js';
import type { AuthorizedAccount, ProviderAdapter } from './adapter.js';
import { readAll, withParameters } from './api.js';
import { guarded } from './failures.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';

const BASE_URLS = {
  authorize: 'https://accounts.google.com',
  token: 'https://oauth2.googleapis.com',
  api: 'https://www.googleapis.com',
};

const SCOPES = [
  'https://www.googleapis.com/auth/youtube.readonly', // the channel, its videos and their comments
];

const Channels = z.object({
  // Google leaves `items` out when there are none.
  items: z.array(z.object({ id: z.string(), snippet: z.object({ title: z.string() }) })).default([]),
  nextPageToken: z.string().optional(),
});

export function google(settings: ProviderSettings): ProviderAdapter {
  const urls = checkedBaseUrls('google', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'google',
    credentials: settings.credentials,
    // Google names itself in the callback (`iss`), and openid-client compares.
    issuer: urls.authorize,
    authorizeUrl: `${urls.authorize}/o/oauth2/v2/auth`,
    tokenUrl: `${urls.token}/token`,
    fetch: fetcher,
    scopes: SCOPES,
    pkce: true,
    // Google gives a refresh token only with these two, and the second time only after a new consent:
    // a reconnect without one would last an hour.
    parameters: { access_type: 'offline', prompt: 'consent' },
  });

  return {
    provider: 'google',
    networks: ['youtube'],
    refreshes: true,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      guarded('google', async () => {
        const tokens = await client.exchange(request);
        const api = { provider: 'google' as const, fetch: fetcher, accessToken: tokens.accessToken };
        const list = withParameters(`${urls.api}/youtube/v3/channels`, {
          part: 'id,snippet',
          mine: 'true',
          maxResults: '50',
        });
        const pages = await readAll(api, list, Channels, ({ nextPageToken }, url) =>
          nextPageToken === undefined ? undefined : withParameters(url, { pageToken: nextPageToken }),
        );
        const accounts = pages.flatMap(({ items }) =>
          items.map(({ id, snippet }): AuthorizedAccount => ({
            network: 'youtube',
            networkAccountId: id,
            name: snippet.title,
            tokens,
          })),
        );
        const [channel] = accounts;
        if (!channel) throw new NetworkError('rejected', 'This Google account has no YouTube channel.');
        return { identity: { id: channel.networkAccountId, name: channel.name }, tokens, accounts };
      }),
    refresh: client.refresh,
  };
}
