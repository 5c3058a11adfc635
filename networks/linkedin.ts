/**
 * LinkedIn: when a member signs in, that authorizes the member's own profile and every page that the member administers. The member is
 * the Parent Profile of those pages; the member's own profile needs none.
 *
 * Built from, for API /v2 (/en-us/linkedin/… of https://learn.microsoft.com):
 * - sign-in: shared/authentication/authorization-code-flow; PKCE is for native apps only, no `iss` in the callback; all scopes or none
 * - tokens: 60 days
 * - refresh: shared/authentication/programmatic-refresh-tokens, for approved partners; valid for 365 days from the sign-in, not extended
 *   by use. The refresh token stays the same, and toward the end both tokens expire together
 * - accounts: compliance/integrations/organizations/organization-access-control (`roleAssignee`), paged by start and count. An
 *   organization's id doesn't change; the member's id is specific to this app
 * - check: /v2/me for the profile; for a page, the member's roles, because being able to read a page doesn't prove a role
 * - revoke: RFC 7009 at /oauth/v2/revoke, which is widely used but missing from LinkedIn's documentation
 * - errors: errors/linkedin.ts; LinkedIn can call a token revoked that is only seconds old (eventual-consistency.ts)
 */
import { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { NetworkName } from '../domain/networks.js';
import { idInUrn, NUMBER, profileAddress, type IdForm } from './account-id-forms.js';
import type { AuthorizedAccount, ProviderAdapter } from './adapter.js';
import { read, readAll, withParameters } from './api.js';
import type { ApiRequest } from './api.js';
import { NOT_FOUND, toCheckResult } from './check.js';
import { asNetworkErrors } from './failures.js';
import { withFreshToken } from './eventual-consistency.js';
import { missingPermissions, separateUnusable, unlessForbidden, type Needs } from './granted.js';
import { checkedBaseUrls, oauth } from './oauth.js';
import type { ProviderSettings } from './oauth.js';
import { clientParameters, revokeEach } from './revocation.js';

const BASE_URLS = {
  authorize: 'https://www.linkedin.com',
  token: 'https://www.linkedin.com',
  api: 'https://api.linkedin.com',
};

// Apps with the Community Management product can't get OpenID's `openid profile`, so /v2/me tells who signed in.
export const SCOPES = [
  'r_basicprofile', // who signed in
  'rw_organization_admin', // which pages the member administers; this product has no read-only version
  'r_organization_social', // what the pages posted
  'r_member_social', // what the member posted: a LinkedIn profile is an account in its own right
];

/** Showcase pages (/showcase/…, organizationBrand) are not among the pages that a member's roles name. */
function organizationIn(text: string): string | null {
  const inUrn = idInUrn(text, ['organization', 'company', 'fsd_company', 'fs_normalized_company']);
  if (inUrn !== null) return inUrn;
  const [first, second = '', third = ''] = profileAddress(text, ['linkedin.com'])?.path ?? [];
  if (first === 'company' || first === 'school' || first === 'company-beta') return second;
  return first === 'sales' && second === 'company' ? third : null;
}

/**
 * A member's id is specific to this app, and LinkedIn shows it to no one else. A URN of another kind (member, fsd_profile) and the address
 * of a profile (/in/…) have other ids. Lowercase letters, digits at their end, or digits alone are a name or another network's number:
 * about one id in 3,000 looks like that.
 */
export const memberId: IdForm = {
  form: /^[\w-]{10}$/,
  names: /^[a-z-]*[\d-]*$/,
  example: 'yrZCpj2Z12',
  resolve: (text) => idInUrn(text, ['person']),
};

export const accountIds = {
  linkedin_page: { form: NUMBER, example: '1363540', resolve: organizationIn },
  linkedin_profile: memberId,
} satisfies Partial<Record<NetworkName, IdForm>>;

/** What capture reads, by the kind of account. LinkedIn grants all scopes or none, but it says which ones, so this checks. */
const CAPTURE: Readonly<Record<string, Needs>> = {
  linkedin_profile: { r_member_social: 'linkedin_profile_posts' },
  linkedin_page: { r_organization_social: 'linkedin_page_posts' },
};
const PAGE_LIST: Needs = { rw_organization_admin: 'linkedin_page_list' };

/** Without this header, LinkedIn responds in its version 1 encoding. */
const HEADERS = { 'x-restli-protocol-version': '2.0.0' };

/** A member without a name in the reader's language has none here. */
const Member = z.object({
  id: z.string(),
  localizedFirstName: z.string().nullish(),
  localizedLastName: z.string().nullish(),
});
const Roles = z.object({
  elements: z.array(
    z.object({
      organization: z.string(),
      'organization~': z.object({ localizedName: z.string().optional() }).optional(),
    }),
  ),
  paging: z.object({
    start: z.number(),
    count: z.number(),
    links: z.array(z.object({ rel: z.string() })).default([]),
  }),
});
type Role = z.infer<typeof Roles>['elements'][number];

export function linkedin(settings: ProviderSettings): ProviderAdapter {
  const urls = checkedBaseUrls('linkedin', settings.baseUrls ?? BASE_URLS);
  const fetcher = settings.fetch ?? fetch;
  const client = oauth({
    provider: 'linkedin',
    credentials: settings.credentials,
    issuer: `${urls.authorize}/oauth`,
    authorizeUrl: `${urls.authorize}/oauth/v2/authorization`,
    tokenUrl: `${urls.token}/oauth/v2/accessToken`,
    fetch: fetcher,
    scopes: SCOPES,
    pkce: false,
  });

  const apiFor = (accessToken: string): ApiRequest => ({
    provider: 'linkedin',
    fetch: fetcher,
    accessToken,
    headers: HEADERS,
  });
  const memberOf = (api: ApiRequest) => read(api, new URL(`${urls.api}/v2/me`), Member);

  /** Returns the member's roles, from all pages of the list. */
  async function rolesOf(api: ApiRequest, projection: string): Promise<Role[]> {
    const list = withParameters(`${urls.api}/v2/organizationAcls`, {
      q: 'roleAssignee',
      role: 'ADMINISTRATOR',
      state: 'APPROVED',
      projection: `(paging,elements*(${projection}))`,
      start: '0',
      count: '100',
    });
    const pages = await readAll(api, list, Roles, ({ paging }, url) =>
      paging.count > 0 && paging.links.some(({ rel }) => rel === 'next')
        ? withParameters(url, { start: String(paging.start + paging.count) })
        : undefined,
    );
    return pages.flatMap(({ elements }) => elements);
  }

  return {
    provider: 'linkedin',
    networks: ['linkedin_page', 'linkedin_profile'],
    // Only partners get refresh tokens. Without one, Relink doesn't try to refresh.
    refreshes: true,
    // A token without a refresh token still lasts 60 days.
    // LinkedIn's page has no parameter for another member. The address isn't documented, but people and programs have long used it.
    signOutUrl: `${urls.authorize}/m/logout/`,
    authorizationUrl: client.authorizationUrl,
    authorize: (request) =>
      asNetworkErrors('linkedin', async () => {
        const { tokens, scopes } = await client.signIn(request);
        const api = apiFor(tokens.accessToken);
        const member = await withFreshToken('linkedin', () => memberOf(api));
        const unlisted = missingPermissions({ scopes }, PAGE_LIST).length > 0;
        const projection = 'organization,organization~(localizedName)';
        const roles = unlisted
          ? null
          : await unlessForbidden(() => withFreshToken('linkedin', () => rolesOf(api, projection)));
        const missing = roles ? [] : Object.values(PAGE_LIST);
        const name = `${member.localizedFirstName ?? ''} ${member.localizedLastName ?? ''}`.trim();
        const identity = { id: member.id, name: name || PROVIDER_LABELS.linkedin };
        const profile: AuthorizedAccount = {
          network: 'linkedin_profile',
          networkAccountId: identity.id,
          name: identity.name,
          tokens,
        };
        const accounts = (roles ?? []).flatMap(organizationOf).map(({ id, name }): AuthorizedAccount => ({
          network: 'linkedin_page',
          networkAccountId: id,
          name,
          tokens,
        }));
        const judged = separateUnusable([profile, ...accounts], ({ network }) =>
          missingPermissions({ scopes }, CAPTURE[network] ?? {}),
        );
        const obstacle = { network: 'linkedin_page', code: 'permission_missing', missing } as const;
        return { identity, tokens, ...judged, ...(missing.length > 0 && { obstacle }) };
      }),
    refresh: client.refresh,
    check: ({ network, networkAccountId, accessToken }) =>
      toCheckResult(async () => {
        const api = apiFor(accessToken);
        if (network === 'linkedin_profile') {
          return (await memberOf(api)).id === networkAccountId ? { verdict: 'healthy' } : NOT_FOUND;
        }
        const roles = await rolesOf(api, 'organization');
        if (roles.flatMap(organizationOf).some(({ id }) => id === networkAccountId)) return { verdict: 'healthy' };
        // The token is valid, but the member is no longer an administrator of this page.
        return { verdict: 'permission_missing' };
      }),
    // LinkedIn counts requests per app and day, and shows the limit only in its developer portal.
    checksPerSecond: 1,
    revoke: (tokens) =>
      revokeEach(
        {
          provider: 'linkedin',
          url: `${urls.token}/oauth/v2/revoke`,
          fetch: fetcher,
          parameters: clientParameters(settings.credentials),
          dead: ['invalid_token'],
        },
        tokens,
      ),
  };
}

/** Skips showcase brands (urn:li:organizationBrand:…), which roles also name; only organizations are pages. */
function organizationOf(role: Role): { id: string; name: string }[] {
  const id = /^urn:li:organization:(.+)$/.exec(role.organization)?.[1];
  if (id === undefined) return [];
  return [{ id, name: role['organization~']?.localizedName ?? `LinkedIn Page ${id}` }];
}
