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
 * - permissions: a person can decline one and keep its Pages selected, and selects Pages for each; debug_token's `scopes` and
 *   `granular_scopes` say what was granted
 * - accounts: facebook-pages.ts; Instagram accounts come from the Page's `instagram_business_account`. The ids of Pages and Instagram
 *   accounts don't change; the profile's id is specific to this app
 * - check: /docs/graph-api/reference/debug_token, then the account with its latest post, as capture reads it
 * - revoke: the DELETE in /docs/graph-api/reference/user/permissions
 * - errors: errors/graph.ts
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName } from '../domain/networks.js';
import { nowhereElse, NUMBER, profileAddress, type IdForm } from './account-id-forms.js';
import { NetworkError } from './adapter.js';
import type { CheckRequest, CheckResult, NetworkAuthorization, ProviderAdapter, SignInAnswer } from './adapter.js';
import { read, withParameters } from './api.js';
import type { ApiRequest } from './api.js';
import { toCheckResult, instant } from './check.js';
import { DebugAnswer, grantedBy, evaluateTokenFacts } from './debug-token.js';
import type { TokenFacts } from './debug-token.js';
import { despiteOutage } from './eventual-consistency.js';
import { accountsOf, CAPTURE, findPages, type Graph, type Page } from './facebook-pages.js';
import { apiFailure, asNetworkErrors } from './failures.js';
import { missingPermissions, unlessForbidden, type Granted, type Needs } from './granted.js';
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

/** Addresses of a Page or of its posts, with `id` for the Page. */
const PAGES_BY_ID = new Set(['profile.php', 'permalink.php', 'story.php']);

/**
 * The id of a Page appears in its address unless it has a name of its own: /profile.php?id=…, /people/Name/…, /p/Name-…. An address that
 * is only a name can't be resolved without asking Facebook.
 */
function pageIn(text: string): string | null {
  const address = profileAddress(text, ['facebook.com', 'fb.com']);
  if (!address) return null;
  const [first = '', ...rest] = address.path;
  if (PAGES_BY_ID.has(first)) return address.query.get('id');
  if (first === 'pages' || first === 'people') return endOf(rest.findLast((part) => /\d{5}$/.test(part)));
  // Names have no hyphens of their own, so the number after one is the Page's id.
  return endOf(first === 'p' || first === 'pg' ? rest[0] : first);
}

const endOf = (part = ''): string | null => /(?:^|-)(\d{5,})$/.exec(part)?.[1] ?? null;

export const accountIds = {
  facebook_page: { form: NUMBER, example: '100064000000001', resolve: pageIn },
  // /docs/instagram-platform/instagram-graph-api/reference/ig-user: the sign-in returns `id`, not the old `ig_id` that web tools find for
  // a name. Its form isn't documented; the ids in Meta's examples and in the field begin so.
  instagram: { form: /^1784\d{13}$/, unmistakable: true, example: '17841405822304914', resolve: nowhereElse },
} satisfies Partial<Record<NetworkName, IdForm>>;

/** A person's id is specific to this app (/docs/graph-api/reference/user), so the number in the profile's address isn't it. */
export const profileId: IdForm = { form: /^[1-9]\d{0,19}$/, example: '10224518890361044', resolve: nowhereElse };

/** Without it, Facebook doesn't even list the Pages. */
const PAGE_LIST: Needs = { pages_show_list: 'page_list' };

/** Page tokens end with the profile's token: "connected" would be true for an hour. */
const SHORTEST_TOKEN_MS = 24 * 3_600_000;

const Node = z.object({ id: z.string() });
const Profile = z.object({ id: z.string(), name: z.string().nullish() });
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
    // Asks again for what the person declined earlier. Otherwise, Facebook silently repeats the earlier choice:
    // https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow. Whether it also offers the Pages again isn't
    // documented.
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

  async function check({ network, networkAccountId, accessToken }: CheckRequest): Promise<CheckResult> {
    const { fields, needs } = CAPTURE[network === 'instagram' ? 'instagram' : 'facebook_page'];
    const scopes = Object.keys(needs);
    const result = evaluateTokenFacts(await factsOf(accessToken), { scopes, account: networkAccountId, network });
    if (result.verdict !== 'healthy') return result;
    // A valid token can be for a Page that is gone.
    const url = graphUrl(`/${encodeURIComponent(networkAccountId)}`, accessToken, { fields });
    await read(apiFor(accessToken), url, Node);
    return result;
  }

  async function authorize(request: SignInAnswer): Promise<NetworkAuthorization> {
    const { tokens: short } = await client.signIn(request);
    // A Page token lives as long as the user token it was read with, so the hour-long user token would be useless.
    const long = await client.grant('fb_exchange_token', { fb_exchange_token: short.accessToken });
    const { accessToken } = long;
    const api = apiFor(accessToken);
    const { id, name } = await read(api, graphUrl('/me', accessToken, { fields: 'id,name' }), Profile);
    const identity = { id, name: name ?? PROVIDER_LABELS.facebook };
    // Without these facts, nothing may be called connected.
    const facts = await despiteOutage(() => factsOf(accessToken));
    if (!facts.is_valid) throw new NetworkError('rejected', 'Facebook doesn’t accept its own new token.');
    const expiresAt = instant(facts.expires_at);
    if (expiresAt && expiresAt.getTime() < Date.now() + SHORTEST_TOKEN_MS)
      throw new NetworkError('unavailable', 'Facebook didn’t exchange its short-lived token for a long-lived one.');
    const granted = grantedBy(facts);
    const graph: Graph = { api, url: (path, parameters) => graphUrl(path, accessToken, parameters) };
    const unlisted = missingPermissions(granted, PAGE_LIST);
    const pages =
      unlisted.length > 0 ? null : await unlessForbidden(() => findPages(graph, granted, request.wanted ?? []));
    if (!pages) {
      const missing = Object.values(PAGE_LIST);
      const obstacle = { network: request.network, code: 'permission_missing', missing } as const;
      return { identity, tokens: long, accounts: [], obstacle };
    }
    // Data access for a Page ends when the profile's does, so one date applies to all of them.
    const dataAccessExpiresAt = instant(facts.data_access_expires_at);
    const ending = dataAccessExpiresAt ? { dataAccessExpiresAt } : {};
    const each = pages.map((page) => accountsOf(page, granted, ending));
    return {
      identity,
      tokens: { ...long, ...ending },
      accounts: each.flatMap(({ accounts }) => accounts),
      unusable: each.flatMap(({ unusable }) => unusable),
      ...instagramObstacle(pages, granted),
    };
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
    // "Apps should build their own mechanisms for switching … using log out functions and should not rely upon re-authentication":
    // /docs/facebook-login/guides/advanced/re-authentication. This address signs out only with a token, which must not be in a link; without
    // one it leads to the home page, whose menu signs out.
    signOutUrl: `${urls.authorize}/logout.php`,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) => asNetworkErrors('facebook', () => authorize(request)),
    refresh: () =>
      Promise.reject(new NetworkError('rejected', 'Facebook has no refresh tokens. A person has to sign in again.')),
    check: (request) => toCheckResult(() => check(request)),
    // Each check takes two requests; the limit is 200 an hour for each person who signed in recently.
    checksPerSecond: 5,
    revoke: ({ accessToken }) => asNetworkErrors('facebook', () => revoke(accessToken)),
  };
}

/** Facebook names only professional Instagram accounts, each with the Page that it is linked to. */
function instagramObstacle(pages: readonly Page[], granted: Granted): Pick<NetworkAuthorization, 'obstacle'> {
  const network = 'instagram';
  const missing = missingPermissions(granted, CAPTURE.instagram.needs);
  if (missing.length > 0) return { obstacle: { network, code: 'permission_missing', missing } };
  const isUnlinked = pages.some((page) => !page.instagram_business_account);
  return isUnlinked ? { obstacle: { network, code: 'instagram_not_professional' } } : {};
}
