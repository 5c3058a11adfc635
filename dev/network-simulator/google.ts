/** Google as far as Relink uses it: OAuth 2 with PKCE, one-hour tokens, a refresh token that stays the same, and the signed-in channel. */
import type { Answer, ApiProblem, Call, Dialect, TokenProblem } from './dialect.js';
import { subjectFor } from './openid.js';

const SCOPE = 'https://www.googleapis.com/auth/youtube.readonly';

function refusal(code: number, message: string, reason: string, status: string): Answer {
  return { status: code, body: { error: { code, message, errors: [{ message, domain: 'global', reason }], status } } };
}

const UNAUTHENTICATED = (): Answer =>
  refusal(401, 'Request had invalid authentication credentials.', 'authError', 'UNAUTHENTICATED');

const API: Record<ApiProblem, () => Answer> = {
  // The API doesn't say why; a refresh does ("invalid_grant").
  unknown_token: UNAUTHENTICATED,
  expire: UNAUTHENTICATED,
  revoke: UNAUTHENTICATED,
  password: UNAUTHENTICATED,
  checkpoint: () =>
    refusal(
      403,
      'The YouTube account of the authenticated user is suspended.',
      'authenticatedUserAccountSuspended',
      'PERMISSION_DENIED',
    ),
  remove_profile: () =>
    refusal(
      403,
      'The YouTube account of the authenticated user is closed.',
      'authenticatedUserAccountClosed',
      'PERMISSION_DENIED',
    ),
  unknown_error: () => refusal(403, 'Something is not as it was.', 'somethingNew', 'PERMISSION_DENIED'),
  remove_page: () => refusal(404, 'Channel not found.', 'channelNotFound', 'NOT_FOUND'),
  scope: () =>
    refusal(403, 'Request had insufficient authentication scopes.', 'insufficientPermissions', 'PERMISSION_DENIED'),
  not_found: () => refusal(404, 'Channel not found.', 'channelNotFound', 'NOT_FOUND'),
  bad_request: () => refusal(400, 'No filter selected.', 'missingRequiredParameter', 'INVALID_ARGUMENT'),
  down: () => refusal(503, 'The service is currently unavailable.', 'backendError', 'UNAVAILABLE'),
  rate_limit: () => refusal(429, 'Quota exceeded for quota metric.', 'rateLimitExceeded', 'RESOURCE_EXHAUSTED'),
};

const OAUTH = (status: number, error: string, error_description: string): Answer => ({
  status,
  body: { error, error_description },
});

const TOKEN: Record<TokenProblem, () => Answer> = {
  client_id: () => OAUTH(401, 'invalid_client', 'The OAuth client was not found.'),
  client_secret: () => OAUTH(401, 'invalid_client', 'The provided client secret is invalid.'),
  grant_type: () => OAUTH(400, 'unsupported_grant_type', 'Invalid grant_type.'),
  code_unknown: () => OAUTH(400, 'invalid_grant', 'Malformed auth code.'),
  code_used: () => OAUTH(400, 'invalid_grant', 'Bad Request'),
  code_expired: () => OAUTH(400, 'invalid_grant', 'Bad Request'),
  redirect_uri: () => OAUTH(400, 'redirect_uri_mismatch', 'Bad Request'),
  code_verifier: () => OAUTH(400, 'invalid_grant', 'Invalid code verifier.'),
  refresh_token: () => OAUTH(400, 'invalid_grant', 'Token has been expired or revoked.'),
};

export const googleDialect: Dialect = {
  provider: 'google',
  who: 'channel',
  color: '#c5221f',
  paths: { authorize: '/o/oauth2/v2/auth', token: '/token', signOut: '/Logout' },
  declinable: (scope) => scope === SCOPE,
  asksAgain: ({ prompt }) => prompt?.split(' ').includes('consent') === true,
  choosesAccount: ({ prompt }) => prompt?.split(' ').includes('select_account') === true,
  scopeSeparator: ' ',
  pkce: 'optional',
  clientAuth: 'body',
  lifetimes: { access: 3_599, refresh: null },
  refresh: 'stays',
  offline: (query) => query.access_type === 'offline',
  cancelled: { error: 'access_denied' },
  openid: { subject: subjectFor, jwks: '/oauth2/v3/certs' },
  revocation: {
    path: '/revoke',
    authenticated: false,
    everything: true,
    done: { status: 200, body: {} },
    unknown: OAUTH(400, 'invalid_token', 'Token expired or revoked'),
  },
  tokenAnswer: ({ access_token, expires_in, refresh_token, scope, id_token }) => ({
    access_token,
    expires_in,
    ...(refresh_token !== undefined && { refresh_token }),
    scope,
    token_type: 'Bearer',
    ...(id_token !== undefined && { id_token }),
  }),
  tokenProblem: (problem) => TOKEN[problem](),
  apiProblem: (problem) => API[problem](),
  api(router, read) {
    router.get('/youtube/v3/channels', read(channels, SCOPE));
  },
};

function channels({ access: { identity } }: Call): object {
  return {
    kind: 'youtube#channelListResponse',
    pageInfo: { totalResults: 1, resultsPerPage: 50 },
    items: [{ kind: 'youtube#channel', id: identity.id, snippet: { title: identity.name } }],
  };
}
