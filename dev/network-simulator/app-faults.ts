/**
 * What can happen to Relink's own app at a network, which no one at the archive caused: it was disabled, its credits are used up, its
 * API version was retired, or it isn't live. Each network words it in its own way, and some of these can't happen at some networks.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { ProviderName } from '../../domain/networks.js';
import type { Answer, Dialect } from './dialect.js';
import { send } from './faults.js';
import type { AppFault } from './model.js';
import type { Store } from './store.js';
import { parameters } from './wire.js';

type Place = 'authorize' | 'token' | 'api';

/** What the network answers instead; undefined where it serves as usual. A redirect goes back to Relink with these parameters. */
type Wording = Partial<Record<Place, Answer | { back: Record<string, string> }>>;

const graph = (message: string, code: number): Answer => ({
  status: 400,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'AbC190dEf' } },
});
const oauth = (error: string, error_description: string): Answer => ({
  status: 401,
  body: { error, error_description },
});

const GRAPH: Partial<Record<AppFault, Wording>> = {
  disabled: {
    token: graph('Error validating application. Application has been deleted.', 101),
    api: graph('API access deactivated. To reactivate, go to the app dashboard.', 200),
  },
  version: { api: graph('(#12) This API version is deprecated.', 12) },
  not_live: { authorize: { back: { error_code: '1349126', error_message: 'App Not Active' } } },
};

const WORDINGS: Record<ProviderName, Partial<Record<AppFault, Wording>>> = {
  facebook: GRAPH,
  threads: GRAPH,
  linkedin: {
    disabled: { token: oauth('invalid_client', 'Client authentication failed') },
    version: {
      api: {
        status: 426,
        body: { status: 426, code: 'NONEXISTENT_VERSION', message: 'Requested version 20250401 is not active' },
      },
    },
    not_live: {
      authorize: {
        back: {
          error: 'unauthorized_scope_error',
          error_description: 'Scope "r_organization_social" is not authorized for your application',
        },
      },
    },
  },
  x: {
    disabled: {
      token: oauth('unauthorized_client', 'Missing valid authorization header'),
      api: {
        status: 403,
        body: {
          reason: 'client-not-enrolled',
          title: 'Client Forbidden',
          detail: 'Your App must be attached to a Project with the right level of access.',
          required_enrollment: 'Appropriate Level of API Access',
          type: 'https://api.twitter.com/2/problems/client-forbidden',
        },
      },
    },
    credits: {
      api: {
        status: 402,
        body: {
          account_id: 1,
          title: 'CreditsDepleted',
          detail: 'Your enrolled account [1] does not have any credits to fulfill this request.',
          type: 'https://api.twitter.com/2/problems/credits',
        },
      },
    },
    version: { api: { status: 410, body: { errors: [{ code: 251, message: 'This endpoint has been retired.' }] } } },
  },
  google: {
    disabled: {
      token: oauth('disabled_client', 'The OAuth client was disabled.'),
      api: {
        status: 403,
        body: {
          error: {
            code: 403,
            message: 'YouTube Data API v3 has not been used in this project before or it is disabled.',
            errors: [{ message: 'It is disabled.', domain: 'usageLimits', reason: 'accessNotConfigured' }],
            status: 'PERMISSION_DENIED',
          },
        },
      },
    },
  },
};

export const appFaultsOf = (provider: ProviderName) => Object.keys(WORDINGS[provider]) as AppFault[];

/** Answers for a network that refuses the app, before anything else looks at the request. */
export function appFault(
  { provider, paths }: Dialect,
  store: Store,
  redirectUris: () => readonly string[],
): RequestHandler {
  return (request: Request, response: Response, next) => {
    const fault = store.appFault(provider);
    const place = placeOf(request, paths);
    const wording = fault && place && WORDINGS[provider][fault]?.[place];
    if (!wording) return next();
    if (!('back' in wording)) return send(response, wording);
    const { redirect_uri: redirectUri = '', state } = parameters(request.query);
    // Nothing is sent anywhere but to Relink.
    if (!redirectUris().includes(redirectUri)) return next();
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...wording.back, ...(state !== undefined && { state }) }))
      url.searchParams.set(name, value);
    response.redirect(303, url.href);
  };
}

/** The network's public keys and descriptions aren't about any app. */
function placeOf({ path }: Request, paths: Dialect['paths']): Place | null {
  if (/certs|\.well-known/.test(path)) return null;
  const matches = (pattern: string) => new RegExp(`^${pattern.replace(/:\w+/, '[^/]+')}$`).test(path);
  if (matches(paths.authorize)) return 'authorize';
  return matches(paths.token) ? 'token' : 'api';
}
