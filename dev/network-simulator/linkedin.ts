/** LinkedIn as far as Relink uses it: 60-day tokens with a year of refreshes, the member, and the pages that the member administers. */
import type { Answer, ApiProblem, Call, Dialect, TokenProblem } from './dialect.js';
import { Refused } from './reader.js';
import { allowedAccounts } from './tokens.js';
import { parameters } from './wire.js';

/** The page size, whatever count is asked for. Any longer list shows whether a client follows the pages. */
const PAGE_SIZE = 25;

function refusal(status: number, message: string, code: string, serviceErrorCode?: number): Answer {
  return { status, body: { status, ...(serviceErrorCode !== undefined && { serviceErrorCode }), code, message } };
}

const REVOKED = (): Answer =>
  refusal(401, 'The token used in the request has been revoked by the user', 'REVOKED_ACCESS_TOKEN', 65601);
const INVALID = (): Answer => refusal(401, 'Invalid access token', 'INVALID_ACCESS_TOKEN', 65600);
const FORBIDDEN = (): Answer => refusal(403, 'Not enough permissions to access this resource', 'ACCESS_DENIED', 100);

const API: Record<ApiProblem, () => Answer> = {
  unknown_token: INVALID,
  expire: () => refusal(401, 'The token used in the request has expired', 'EXPIRED_ACCESS_TOKEN', 65602),
  revoke: REVOKED,
  password: REVOKED, // LinkedIn has no code for it
  checkpoint: INVALID, // or for a restricted member
  remove_page: FORBIDDEN,
  remove_profile: INVALID,
  unknown_error: () => refusal(400, 'Unexpected state', 'UNEXPECTED_STATE', 77_001),
  scope: FORBIDDEN,
  not_found: FORBIDDEN,
  bad_request: () => refusal(400, 'Invalid query parameters passed to request', 'ILLEGAL_ARGUMENT'),
  down: () => refusal(503, 'Service Unavailable', 'SERVICE_UNAVAILABLE'),
  rate_limit: () =>
    refusal(429, 'Resource level throttle limit for calls to this resource is reached.', 'TOO_MANY_REQUESTS', 101),
};

const OAUTH = (status: number, error: string, error_description: string): Answer => ({
  status,
  body: { error, error_description },
});
const BAD_CODE = (): Answer =>
  OAUTH(
    400,
    'invalid_request',
    'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired.',
  );

const TOKEN: Record<TokenProblem, () => Answer> = {
  client_id: () => OAUTH(401, 'invalid_client', 'Client authentication failed'),
  client_secret: () => OAUTH(401, 'invalid_client', 'Client authentication failed'),
  grant_type: () => OAUTH(400, 'unsupported_grant_type', 'The grant type is not supported'),
  code_unknown: BAD_CODE,
  code_used: BAD_CODE,
  code_expired: BAD_CODE,
  redirect_uri: () => OAUTH(401, 'invalid_redirect_uri', 'redirect_uri does not match'),
  code_verifier: BAD_CODE,
  refresh_token: () =>
    OAUTH(400, 'invalid_grant', 'The provided authorization grant or refresh token is invalid, expired or revoked.'),
};

export const linkedinDialect: Dialect = {
  provider: 'linkedin',
  who: 'profile',
  color: '#0a66c2',
  paths: { authorize: '/oauth/v2/authorization', token: '/oauth/v2/accessToken', signOut: '/m/logout' },
  scopeSeparator: ',',
  pkce: 'ignored',
  clientAuth: 'body',
  lifetimes: { access: 5_184_000, refresh: 31_536_000 },
  refresh: 'stays',
  offline: () => true,
  cancelled: { error: 'user_cancelled_authorize', error_description: 'The user cancelled the authorization' },
  revocation: {
    path: '/oauth/v2/revoke',
    authenticated: true,
    everything: false,
    done: { status: 200, body: {} },
    unknown: { status: 200, body: {} },
  },
  // No token_type, matching LinkedIn's documentation.
  tokenAnswer: ({ access_token, expires_in, refresh_token, refresh_token_expires_in, scope }) => ({
    access_token,
    expires_in,
    refresh_token,
    refresh_token_expires_in,
    scope,
  }),
  tokenProblem: (problem) => TOKEN[problem](),
  apiProblem: (problem) => API[problem](),
  api(router, read) {
    router.get('/v2/me', read(me, 'r_basicprofile'));
    router.get('/v2/organizationAcls', read(roles, 'rw_organization_admin'));
    router.get('/v2/organizations/:id', read(organization, 'rw_organization_admin'));
  },
};

function me({ access: { identity } }: Call): object {
  const [first = '', ...rest] = identity.name.split(' ');
  return { id: identity.id, localizedFirstName: first, localizedLastName: rest.join(' ') };
}

function roles({ request, access }: Call): object {
  const query = parameters(request.query);
  if (query.q !== 'roleAssignee') throw new Refused('bad_request');
  const start = Number(query.start ?? 0) || 0;
  const count = Math.min(Number(query.count ?? 10) || 10, PAGE_SIZE);
  const all = allowedAccounts(access);
  const links =
    start + count < all.length ? [{ rel: 'next', href: `/v2/organizationAcls?start=${start + count}` }] : [];
  return {
    elements: all.slice(start, start + count).map(({ id, name }) => ({
      role: 'ADMINISTRATOR',
      state: 'APPROVED',
      roleAssignee: `urn:li:person:${access.identity.id}`,
      organization: `urn:li:organization:${id}`,
      ...(query.projection?.includes('organization~') && { 'organization~': { localizedName: name } }),
    })),
    paging: { start, count, total: all.length, links },
  };
}

function organization({ request, access }: Call): object {
  const found = allowedAccounts(access).find(({ id }) => id === request.params.id);
  if (!found) throw new Refused('not_found');
  return { id: found.id, localizedName: found.name };
}
