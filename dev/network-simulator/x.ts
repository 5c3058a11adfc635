/** X as far as Relink uses it: OAuth 2 with PKCE, two-hour tokens, and single-use refresh tokens. */
import type { Answer, ApiProblem, Call, Dialect, TokenProblem } from './dialect.js';

function refusal(status: number, title: string, headers?: Record<string, string>): Answer {
  return { status, body: { title, detail: title, type: 'about:blank', status }, ...(headers && { headers }) };
}

const UNAUTHORIZED = (): Answer => refusal(401, 'Unauthorized');
const FORBIDDEN = (): Answer => refusal(403, 'Forbidden');
const LOCKED = {
  code: 326,
  message:
    'To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to unlock your account.',
};

const API: Record<ApiProblem, () => Answer> = {
  // API v2 doesn't say why a token is no longer valid.
  unknown_token: UNAUTHORIZED,
  expire: UNAUTHORIZED,
  revoke: UNAUTHORIZED,
  password: UNAUTHORIZED,
  checkpoint: () => ({ status: 403, body: { errors: [LOCKED] } }),
  remove_page: FORBIDDEN,
  remove_profile: UNAUTHORIZED,
  unknown_error: () => ({ status: 403, body: { errors: [{ code: 7_701, message: 'Something is not as it was.' }] } }),
  scope: FORBIDDEN,
  not_found: () => refusal(404, 'Not Found'),
  bad_request: () => refusal(400, 'Invalid Request'),
  down: () => refusal(503, 'Service Unavailable'),
  rate_limit: () =>
    refusal(429, 'Too Many Requests', {
      'x-rate-limit-limit': '75',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 900),
    }),
};

const OAUTH = (status: number, error: string, error_description: string): Answer => ({
  status,
  body: { error, error_description },
});
const BAD_CODE = (): Answer => OAUTH(400, 'invalid_request', 'Value passed for the authorization code was invalid.');

const TOKEN: Record<TokenProblem, () => Answer> = {
  client_id: () => OAUTH(401, 'unauthorized_client', 'Missing valid authorization header'),
  client_secret: () => OAUTH(401, 'unauthorized_client', 'Missing valid authorization header'),
  grant_type: () => OAUTH(400, 'unsupported_grant_type', 'The grant type is not supported.'),
  code_unknown: BAD_CODE,
  code_used: BAD_CODE,
  code_expired: BAD_CODE,
  redirect_uri: () =>
    OAUTH(400, 'invalid_request', 'Value passed for the redirect uri did not match the uri of the authorization code.'),
  code_verifier: () =>
    OAUTH(400, 'invalid_request', 'Value passed for the code verifier did not match the code challenge.'),
  refresh_token: () => OAUTH(400, 'invalid_request', 'Value passed for the token was invalid.'),
};

export const xDialect: Dialect = {
  provider: 'x',
  who: 'account',
  color: '#536471',
  paths: { authorize: '/i/oauth2/authorize', token: '/2/oauth2/token', signOut: '/logout' },
  scopeSeparator: ' ',
  pkce: 'required',
  clientAuth: 'basic',
  // A refresh token expires after six months without use; each use returns a new one.
  lifetimes: { access: 7_200, refresh: 15_768_000 },
  refresh: 'rotates',
  offline: (_query, scopes) => scopes.includes('offline.access'),
  cancelled: { error: 'access_denied' },
  revocation: {
    path: '/2/oauth2/revoke',
    authenticated: true,
    everything: false,
    done: { status: 200, body: { revoked: true } },
    unknown: OAUTH(400, 'invalid_request', 'Value passed for the token was invalid.'),
  },
  tokenAnswer: ({ access_token, expires_in, refresh_token, scope }) => ({
    token_type: 'bearer',
    expires_in,
    access_token,
    scope,
    refresh_token,
  }),
  tokenProblem: (problem) => TOKEN[problem](),
  apiProblem: (problem) => API[problem](),
  api(router, read) {
    router.get('/2/users/me', read(me, 'users.read'));
  },
};

function me({ access: { identity } }: Call): object {
  return { data: { id: identity.id, name: identity.name, username: username(identity.name, identity.id) } };
}

/** Makes a username of at most 15 letters, digits, and underscores. */
function username(name: string, id: string): string {
  return (name.normalize('NFKD').replace(/[^A-Za-z0-9_]/g, '') || `user${id.replace(/\W/g, '')}`).slice(0, 15);
}
