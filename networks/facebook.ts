/**
 * Facebook Login: a personal profile (the Parent Profile) authorizes its Pages and their linked Instagram accounts.
 *
 * Built from, for Graph API v24.0 (/docs/… of https://developers.facebook.com):
 * - sign-in: /docs/facebook-login/guides/advanced/manual-flow; PKCE exists only in the OpenID flow, which is in testing; no `iss` in the
 *   callback
 * - tokens: /docs/facebook-login/guides/access-tokens/get-long-lived; valid for an hour or two, then exchanged for one of about 60 days
 *   (5,183,944 s). A Page's token that is read with the long-lived one never expires according to the Pages guide; other pages say 60
 *   days. The check reads the actual date. Data access ends 90 days after the person's last activity
 *   (/docs/facebook-login/auth-vs-data), whatever the token says
 * - refresh: none; a person signs in again
 * - accounts: /docs/graph-api/reference/user/accounts, with cursors as in /docs/graph-api/results; Instagram accounts come from the
 *   Page's `instagram_business_account`. The ids of Pages and Instagram accounts don't change; the profile's id is specific to this app
 * - check: /docs/graph-api/reference/debug_token, then the account with its latest post, as capture reads it
 * - revoke: the DELETE in /docs/graph-api/reference/user/permissions
 * - errors: errors/graph.ts
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import type { AuthorizedAccount, CheckRequest, CheckResult, ProviderAdapter, Tokens } from './adapter.js';
import { read, readAll, withParameters } from './api.js';
import type { ApiRequest } from './api.js';
import { toCheckResult, instant } from './check.js';
import { DebugAnswer, evaluateTokenFacts } from './debug-token.js';
import type { TokenFacts } from './debug-token.js';
import { apiFailure, asNetworkErrors } from './failures.js';
import { send } from './http.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';

const GRAPH_VERSION = 'v24.0';
const BASE_URLS = {
  authorize: 'https://www.facebook.com',
  token: 'https://graph.facebook.com',
  api: 'https://graph.facebook.com',
};

export const SCOPES = [
  'pages_show_list', // the profile's Pages, and the Pages' own tokens
  'business_management', // without it, the list omits Pages that belong to a business portfolio
  'pages_read_engagement', // what the Page posted
  'pages_read_user_content', // what visitors wrote on the Page: part of the record
  'instagram_basic', // the linked Instagram account and its media
  'instagram_manage_comments', // comments on Instagram: part of the record; there is no read-only version
];

/** What capture reads from an account, as one request, and the permissions this requires. */
const CAPTURE = {
  facebook_page: { fields: 'id,feed.limit(1){id}', scopes: ['pages_read_engagement', 'pages_read_user_content'] },
  instagram: { fields: 'id,media.limit(1){id}', scopes: ['instagram_basic', 'instagram_manage_comments'] },
};

const Node = z.object({ id: z.string() });
const Profile = z.object({ id: z.string(), name: z.string() });
const Pages = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      // Absent if the profile's role on the Page doesn't give access to it. The profile then doesn't authorize the Page.
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
    // Asks again for a permission that the person declined earlier. Otherwise, Facebook never asks for it again.
    parameters: { auth_type: 'rerequest' },
  });

  /** Adds a proof of the app secret. Apps with "Require App Secret" turned on reject calls without it; other apps ignore it. */
  function graphUrl(path: string, accessToken: string, parameters: Record<string, string>): URL {
    const proof = createHmac('sha256', credentials.clientSecret).update(accessToken).digest('hex');
    return withParameters(`${urls.api}/${GRAPH_VERSION}${path}`, { ...parameters, appsecret_proof: proof });
  }

  const apiFor = (accessToken: string): ApiRequest => ({ provider: 'facebook', fetch: fetcher, accessToken });

  /** Reads the facts with the app's own token, so a refusal here is never the account's fault, but our app's trouble. */
  async function factsOf(accessToken: string): Promise<TokenFacts> {
    const appToken = `${credentials.clientId}|${credentials.clientSecret}`;
    const url = graphUrl('/debug_token', appToken, { input_token: accessToken });
    try {
      return (await read(apiFor(appToken), url, DebugAnswer)).data;
    } catch (error) {
      if (!(error instanceof NetworkError) || error.kind === 'unavailable') throw error;
      const { rawCode, message, verdict } = error;
      // A code that no one knows isn't proof against the app either.
      if (verdict === 'unknown')
        throw new NetworkError('unavailable', message, { cause: error, rawCode, verdict: 'not_a_disconnect' });
      throw new NetworkError('application', message, { cause: error, rawCode, verdict: 'application' });
    }
  }

  /**
   * Returns undefined if Facebook doesn't say. It doesn't retry, because a person is waiting and the sign-in works without the date;
   * the first check finds it.
   */
  async function dataAccessEnd(accessToken: string): Promise<Date | undefined> {
    try {
      return instant((await factsOf(accessToken)).data_access_expires_at);
    } catch (error) {
      if (error instanceof NetworkError) return undefined;
      throw error;
    }
  }

  async function check({ network, networkAccountId, accessToken }: CheckRequest): Promise<CheckResult> {
    const { fields, scopes } = CAPTURE[network === 'instagram' ? 'instagram' : 'facebook_page'];
    const page = network === 'facebook_page' ? networkAccountId : undefined;
    const result = evaluateTokenFacts(await factsOf(accessToken), { scopes, page });
    if (result.verdict !== 'healthy') return result;
    // A valid token can be for a Page that is gone.
    const url = graphUrl(`/${encodeURIComponent(networkAccountId)}`, accessToken, { fields });
    await read(apiFor(accessToken), url, Node);
    return result;
  }

  /**
   * Revoking a profile's token ends everything that the profile allowed. The network has no call to revoke a single Page, so a Page's
   * token is left alone; anything else would also end the profile's other Pages.
   */
  async function revoke(accessToken: string): Promise<void> {
    const facts = await factsOf(accessToken);
    if (!facts.is_valid || facts.type === 'PAGE') return;
    const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };
    const url = graphUrl('/me/permissions', accessToken, {});
    const answer = await send(fetcher, PROVIDER_LABELS.facebook, url, { method: 'DELETE', headers });
    if (answer.status !== 200) throw apiFailure('facebook', answer);
  }

  return {
    provider: 'facebook',
    networks: ['facebook_page', 'instagram'],
    refreshes: false,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('facebook', async () => {
        const { tokens: short } = await client.signIn(request);
        // A Page token lives as long as the user token it was read with, so the hour-long user token would be useless.
        const long = await client.grant('fb_exchange_token', { fb_exchange_token: short.accessToken });
        const { accessToken } = long;
        const api = apiFor(accessToken);
        const identity = await read(api, graphUrl('/me', accessToken, { fields: 'id,name' }), Profile);
        const fields = 'id,name,access_token,instagram_business_account{id,username,name}';
        const list = graphUrl('/me/accounts', accessToken, { fields, limit: '100' });
        const pages = await readAll(api, list, Pages, ({ paging }, url) =>
          paging?.next && paging.cursors ? withParameters(url, { after: paging.cursors.after }) : undefined,
        );
        // Data access for a Page ends when the profile's does, so one date applies to all of them.
        const dataAccessExpiresAt = await dataAccessEnd(accessToken);
        const ending = dataAccessExpiresAt ? { dataAccessExpiresAt } : {};
        const accounts = pages.flatMap(({ data }) => data.flatMap((page) => accountsOf(page, ending)));
        return { identity, tokens: { ...long, ...ending }, accounts };
      }),
    refresh: () =>
      Promise.reject(new NetworkError('rejected', 'Facebook has no refresh tokens. A person has to sign in again.')),
    check: (request) => toCheckResult(() => check(request)),
    // Each check takes two requests; the limit is 200 an hour for each person who signed in recently.
    checksPerSecond: 5,
    revoke: ({ accessToken }) => asNetworkErrors('facebook', () => revoke(accessToken)),
  };
}

/** Returns a Page and its linked Instagram account. Both are read with the Page's token, which has no expiry date of its own. */
function accountsOf(page: Page, ending: Pick<Tokens, 'dataAccessExpiresAt'>): AuthorizedAccount[] {
  if (page.access_token === undefined) return [];
  const tokens = { accessToken: page.access_token, ...ending };
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
