/** Facebook's Graph API as far as Relink uses it: the login dialog, tokens, and Pages with their linked Instagram accounts. */
import { randomBytes } from 'node:crypto';
import type { Answer, ApiProblem, Call, Dialect, TokenProblem } from './dialect.js';
import { targetKey } from './model.js';
import type { ManagedAccount } from './model.js';
import { requireProof, tokenInfoRoutes } from './facebook-token-info.js';
import { Refused } from './reader.js';
import { allowedAccounts } from './tokens.js';
import { parameters } from './wire.js';

/** The page size, whatever limit is asked for, as Facebook is free to choose. Any longer list shows whether a client follows the pages. */
const PAGE_SIZE = 25;
const LONG_LIVED_SECONDS = 5_183_944;

function refusal(status: number, message: string, code: number, subcode?: number, transient?: boolean): Answer {
  const error = {
    message,
    type: 'OAuthException',
    code,
    ...(subcode !== undefined && { error_subcode: subcode }),
    ...(transient && { is_transient: true }),
    fbtrace_id: randomBytes(9).toString('base64url'),
  };
  return { status, body: { error } };
}

const EXPIRED = 'Error validating access token: Session has expired.';
const API: Record<ApiProblem, () => Answer> = {
  unknown_token: () => refusal(400, 'Invalid OAuth access token - Cannot parse access token', 190),
  expire: () => refusal(400, EXPIRED, 190, 463),
  revoke: () => refusal(400, 'Error validating access token: The user has not authorized the application.', 190, 458),
  password: () =>
    refusal(
      400,
      'Error validating access token: The session has been invalidated because the user changed their password.',
      190,
      460,
    ),
  checkpoint: () =>
    refusal(
      400,
      'Error validating access token: You cannot access the app till you log in to facebook.com and follow the instructions given.',
      190,
      459,
    ),
  remove_page: () =>
    refusal(
      400,
      'Error validating access token: The user must be an administrator of the page in order to impersonate it.',
      190,
      492,
    ),
  remove_profile: () => refusal(400, 'Error validating access token: The session is invalid.', 190, 467),
  unknown_error: () => refusal(400, 'An unexpected error has occurred.', 1_357_054),
  scope: () => refusal(403, '(#200) Requires pages_show_list permission.', 200),
  not_found: () =>
    refusal(
      400,
      'Unsupported get request. Object does not exist or cannot be loaded due to missing permissions.',
      100,
      33,
    ),
  bad_request: () => refusal(400, 'Invalid appsecret_proof provided in the API argument', 100),
  down: () => refusal(503, 'Service temporarily unavailable', 2, undefined, true),
  rate_limit: () => refusal(429, '(#4) Application request limit reached', 4, undefined, true),
};

const TOKEN: Record<TokenProblem, () => Answer> = {
  client_id: () => refusal(400, 'Error validating application. Invalid application ID.', 101),
  client_secret: () => refusal(400, 'Error validating client secret.', 1),
  grant_type: () => refusal(400, 'Invalid grant_type.', 100),
  code_unknown: () => refusal(400, 'Invalid verification code format.', 100),
  code_used: () => refusal(400, 'This authorization code has been used.', 100, 36009),
  code_expired: () => refusal(400, 'This authorization code has expired.', 100, 36007),
  redirect_uri: () =>
    refusal(
      400,
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      100,
      36008,
    ),
  code_verifier: () => refusal(400, 'Invalid code_verifier.', 100),
  refresh_token: () => refusal(400, 'Invalid grant_type.', 100),
};

/** Meta's other networks word their refusals the same way. */
export const graphProblem = (problem: ApiProblem): Answer => API[problem]();
export const graphTokenProblem = (problem: TokenProblem): Answer => TOKEN[problem]();

export const facebookDialect: Dialect = {
  provider: 'facebook',
  who: 'profile',
  color: '#0866ff',
  paths: {
    authorize: '/:version/dialog/oauth',
    token: '/:version/oauth/access_token',
    signOut: '/logout.php',
  },
  declinable: () => true,
  asksAgain: ({ auth_type: type }) => type?.split(',').includes('rerequest') === true,
  scopeSeparator: ',',
  pkce: 'ignored',
  clientAuth: 'body',
  lifetimes: { access: 5_400, refresh: null },
  refresh: 'none',
  offline: () => false,
  cancelled: { error_reason: 'user_denied', error: 'access_denied', error_description: 'Permissions error' },
  tokenAnswer: ({ access_token, expires_in }) => ({ access_token, token_type: 'bearer', expires_in }),
  tokenProblem: graphTokenProblem,
  apiProblem: graphProblem,
  exchange({ parameters: sent, tokens, store }) {
    if (sent.grant_type !== 'fb_exchange_token') return undefined;
    const access = tokens.find('facebook', sent.fb_exchange_token ?? '', 'access');
    const broken = access && store.damage(access.token, access.grant, [access.grant.identity]);
    return access && !broken ? { access, lifetime: LONG_LIVED_SECONDS } : undefined;
  },
  api(router, read, parts) {
    tokenInfoRoutes(router, read, parts);
    router.get('/:version/me', read(me));
    router.get(
      '/:version/me/accounts',
      read((call) => pages(call), 'pages_show_list'),
    );
    router.get('/:version/me/businesses', read(businesses, 'business_management'));
    router.get(
      '/:version/:business/owned_pages',
      read((call) => pages(call, String(call.request.params.business)), 'business_management'),
    );
    router.get(
      '/:version/:business/client_pages',
      read(() => ({ data: [] }), 'business_management'),
    );
    router.get('/:version/:id', read(node));
  },
};

function me(call: Call): object {
  requireProof(call);
  const { identity, token } = call.access;
  const page = pagesOf(call).find(({ account }) => token.account === targetKey(account.network, account.id));
  return page ? { id: page.account.id, name: page.account.name } : { id: identity.id, name: identity.name };
}

/** @param portfolio the business portfolio whose Pages to list; a person's own list leaves out those of any portfolio */
function pages(call: Call, portfolio?: string): object {
  requireProof(call);
  const { limit, after } = parameters(call.request.query);
  const size = Math.min(Number(limit ?? PAGE_SIZE) || PAGE_SIZE, PAGE_SIZE);
  const from = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString()) || 0;
  const all = pagesOf(call).filter(({ account }) => account.portfolio === portfolio);
  const shown = all.slice(from, from + size);
  const cursor = Buffer.from(String(from + shown.length)).toString('base64url');
  const { request } = call;
  const next = `${request.protocol}://${request.host}${request.baseUrl}${request.path}?after=${cursor}`;
  return {
    data: shown.map((page) => described(call, page)),
    paging: { cursors: { after: cursor }, ...(from + shown.length < all.length && { next }) },
  };
}

function described(call: Call, { account, instagram }: LinkedPage): object {
  return {
    id: account.id,
    name: account.name,
    access_token: call.tokens.pageToken(call.access, targetKey(account.network, account.id)),
    tasks: ['ANALYZE', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'],
    // Facebook names it only to apps that may read it.
    ...(instagram &&
      call.access.grant.scopes.includes('instagram_basic') && {
        instagram_business_account: { id: instagram.id, username: instagram.name, name: instagram.name },
      }),
  };
}

/** Returns the business portfolios of the person's Pages. A portfolio's id is its name here. */
function businesses(call: Call): object {
  requireProof(call);
  const names = new Set(pagesOf(call).flatMap(({ account }) => account.portfolio ?? []));
  return { data: [...names].map((name) => ({ id: name, name })) };
}

/** Returns a Page or an Instagram account by its id; a Page with its token, to a person who has a role there. */
function node(call: Call): object {
  requireProof(call);
  const page = pagesOf(call).find(({ account }) => account.id === call.request.params.id);
  if (page && call.access.token.account === null) return described(call, page);
  const found = allowedAccounts(call.access).find(({ id }) => id === call.request.params.id);
  if (!found) throw new Refused('not_found');
  return { id: found.id, name: found.name };
}

interface LinkedPage {
  account: ManagedAccount;
  instagram?: ManagedAccount;
}

/**
 * Returns the Pages with their Instagram accounts. At Facebook, an Instagram account belongs to a Page, but identities here are described
 * as a flat list: the first Instagram account is linked to the first Page, and so on. One that is left over gets a Page of its own.
 */
function pagesOf({ access }: Call): LinkedPage[] {
  const allowed = allowedAccounts(access);
  const facebookPages = allowed.filter(({ network }) => network === 'facebook_page');
  const instagram = allowed.filter(({ network }) => network === 'instagram');
  const unlinked = instagram.slice(facebookPages.length).map((account): ManagedAccount => ({
    network: 'facebook_page',
    id: `${account.id}-page`,
    name: `Page of ${account.name}`,
  }));
  return [...facebookPages, ...unlinked].map((account, index) => ({ account, instagram: instagram[index] }));
}
