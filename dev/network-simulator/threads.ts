/** Threads as far as Relink uses it: an hour-long token, exchanged for a 60-day one that can be renewed once it is a day old. */
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import type { Answer, Call, Dialect, Parts } from './dialect.js';
import { graphProblem, graphTokenProblem } from './facebook.js';
import { Refused } from './reader.js';
import { parameters } from './wire.js';

const LONG_LIVED_SECONDS = 5_183_944;
const SHORT_LIVED_SECONDS = 3_600;

const INVALID_PARAMETER: Answer = {
  status: 400,
  body: { error: { message: 'Invalid parameter', type: 'OAuthException', code: 100, fbtrace_id: 'AbCdEf' } },
};

export const threadsDialect: Dialect = {
  provider: 'threads',
  who: 'account',
  color: '#5b5b5b',
  paths: { authorize: '/oauth/authorize', token: '/oauth/access_token' },
  scopeSeparator: ',',
  pkce: 'ignored',
  clientAuth: 'body',
  lifetimes: { access: SHORT_LIVED_SECONDS, refresh: null },
  refresh: 'none',
  offline: () => false,
  cancelled: { error: 'access_denied', error_reason: 'user_denied', error_description: 'The user denied your request' },
  // A number if the id is one, as Threads writes it.
  tokenAnswer: ({ access_token, identity }) => ({ access_token, user_id: Number(identity) || identity }),
  tokenProblem: graphTokenProblem,
  // Threads has no `appsecret_proof`; what is refused here is a token that is too young, or of the wrong kind.
  apiProblem: (problem) => (problem === 'bad_request' ? INVALID_PARAMETER : graphProblem(problem)),
  api(router, read, parts) {
    router.get(
      '/access_token',
      read((call) => exchange(call), 'threads_basic'),
    );
    router.get(
      '/refresh_access_token',
      read((call) => refresh(call, parts), 'threads_basic'),
    );
    router.get('/:version/me', read(me, 'threads_basic'));
  },
};

function exchange(call: Call): object {
  const query = parameters(call.request.query);
  if (query.grant_type !== 'th_exchange_token') throw new Refused('bad_request');
  if (query.client_secret !== simulatorCredentials('threads').clientSecret) throw new Refused('bad_request');
  return longLived(call);
}

function refresh(call: Call, { dayMs }: Parts): object {
  const { expiresAt, issuedAt = 0 } = call.access.token;
  if (parameters(call.request.query).grant_type !== 'th_refresh_token') throw new Refused('bad_request');
  const long = expiresAt !== null && expiresAt - issuedAt > SHORT_LIVED_SECONDS * 1000;
  if (!long || Date.now() - issuedAt < dayMs) throw new Refused('bad_request');
  return longLived(call);
}

function longLived({ access, tokens }: Call): object {
  const token = tokens.issue(access.grant, 'access', LONG_LIVED_SECONDS);
  return { access_token: token, token_type: 'bearer', expires_in: LONG_LIVED_SECONDS };
}

function me({ access: { identity } }: Call): object {
  const username = identity.name.toLowerCase().replaceAll(/[^a-z0-9._]/g, '') || `user${identity.id}`;
  return { id: identity.id, username, name: identity.name };
}
