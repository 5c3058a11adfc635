/** The OAuth 2 flow that all networks share: openid-client, adjusted for each network's deviations from the standard. */
import * as openid from 'openid-client';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import type { AuthorizationRequest, ProviderCredentials, SignInAnswer, Tokens } from './adapter.js';
import { asNetworkErrors, refuseMetaErrorCode, tokenFailure } from './failures.js';
import { scopesIn } from './granted.js';
import { TIMEOUT_SECONDS, parseJson, send } from './http.js';

/** The origins (plus a path for the simulator) of the sign-in pages, the token endpoint, and the API. */
export interface BaseUrls {
  authorize: string;
  token: string;
  api: string;
}

export interface ProviderSettings {
  credentials: ProviderCredentials;
  baseUrls?: BaseUrls;
  fetch?: typeof fetch;
}

export interface OAuthSettings {
  provider: ProviderName;
  credentials: ProviderCredentials;
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  fetch: typeof fetch;
  scopes: readonly string[];
  /** Facebook and Threads separate scopes by commas. The default is a space, as in the standard. */
  scopeSeparator?: string;
  pkce: boolean;
  /** OpenID Connect: the sign-in must return an ID token, whose issuer, audience, and time are checked. */
  idToken?: boolean;
  clientAuth?: openid.ClientAuth;
  /** Additional parameters for the authorization page. */
  parameters?: Readonly<Record<string, string>>;
  /** Those that make the network offer its choice of accounts, in place of the ones of the same names. */
  chooserParameters?: Readonly<Record<string, string>>;
}

export interface SignIn {
  tokens: Tokens;
  /** Who signed in, according to the ID token. */
  subject?: string;
  /** The person's name, according to the ID token. */
  name?: string;
  /** What was really granted; null if the network didn't say. */
  scopes: string[] | null;
}

export interface OAuth {
  authorizationUrl: (request: AuthorizationRequest) => Promise<URL>;
  signIn: (request: SignInAnswer) => Promise<SignIn>;
  refresh: (refreshToken: string) => Promise<Tokens>;
  /** Requests tokens with any other grant type. */
  grant: (type: string, parameters: Record<string, string>) => Promise<Tokens>;
}

export function oauth(settings: OAuthSettings): OAuth {
  const { provider, credentials } = settings;
  const config = new openid.Configuration(
    { issuer: settings.issuer, authorization_endpoint: settings.authorizeUrl, token_endpoint: settings.tokenUrl },
    credentials.clientId,
    undefined,
    settings.clientAuth ?? openid.ClientSecretPost(credentials.clientSecret),
  );
  config.timeout = TIMEOUT_SECONDS;
  config[openid.customFetch] = (url, options) =>
    tokenResponse(settings, url, { ...options, body: options.body ?? null });
  if (settings.tokenUrl.startsWith('http:')) openid.allowInsecureRequests(config);

  return {
    authorizationUrl: (request) =>
      asNetworkErrors(provider, async () =>
        openid.buildAuthorizationUrl(config, {
          redirect_uri: request.redirectUri,
          state: request.state,
          scope: settings.scopes.join(settings.scopeSeparator ?? ' '),
          ...(settings.pkce && {
            code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
            code_challenge_method: 'S256',
          }),
          ...settings.parameters,
          ...(request.chooseAccount && settings.chooserParameters),
        }),
      ),
    signIn: (request) =>
      asNetworkErrors(provider, async () => {
        // Behind a proxy, the address that Relink saw may differ from the one that the network knows.
        const callback = new URL(request.redirectUri);
        callback.search = request.callbackUrl.search;
        // Each network has a callback of its own, so the issuer (RFC 9207) adds nothing where OpenID Connect doesn't ask for it.
        if (!settings.idToken) callback.searchParams.delete('iss');
        if (callback.searchParams.get('state') === request.state) refuseMetaErrorCode(provider, callback.searchParams);
        const answer = await openid.authorizationCodeGrant(config, callback, {
          expectedState: request.state,
          idTokenExpected: settings.idToken === true,
          ...(settings.pkce && { pkceCodeVerifier: request.codeVerifier }),
        });
        const claims = answer.claims();
        return {
          tokens: tokensOf(answer),
          scopes: scopesIn(answer.scope ?? answer.permissions),
          ...(claims && { subject: claims.sub }),
          ...(typeof claims?.name === 'string' && { name: claims.name }),
        };
      }),
    refresh: (refreshToken) =>
      asNetworkErrors(provider, async () => {
        const tokens = tokensOf(await openid.refreshTokenGrant(config, refreshToken));
        // RFC 6749, 6: without a new refresh token in the response, the old one remains valid.
        return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
      }),
    grant: (type, parameters) =>
      asNetworkErrors(provider, async () => tokensOf(await openid.genericGrantRequest(config, type, parameters))),
  };
}

/** Requires TLS except for programs on this machine, because these requests carry secrets and tokens. */
export function checkedBaseUrls(provider: ProviderName, urls: BaseUrls): BaseUrls {
  for (const url of Object.values(urls)) {
    const { protocol, hostname } = new URL(url);
    const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
    if (protocol !== 'https:' && !(protocol === 'http:' && loopback)) {
      throw new NetworkError('application', `${PROVIDER_LABELS[provider]} must be reached over HTTPS: ${url}`);
    }
  }
  return urls;
}

async function tokenResponse(settings: OAuthSettings, url: string, init: RequestInit): Promise<Response> {
  const { provider } = settings;
  const label = PROVIDER_LABELS[provider];
  const answer = await send(settings.fetch, label, url, init);
  if (answer.status !== 200) throw tokenFailure(provider, answer);
  const body = parseJson(answer.body);
  if (typeof body !== 'object' || body === null || !('access_token' in body)) {
    throw new NetworkError('unavailable', `${label} returned an unexpected response.`);
  }
  const normal = normalizeTokens(body);
  // Only a sign-in needs to know who signed in. A refresh must not fail because of an ID token that no one needs.
  const signIn = init.body instanceof URLSearchParams && init.body.get('grant_type') === 'authorization_code';
  return Response.json(settings.idToken && signIn ? normal : { ...normal, id_token: undefined });
}

/** Values that are null or empty are as good as absent, and some networks list scopes as an array. LinkedIn omits token_type. */
function normalizeTokens(body: object): Record<string, unknown> {
  const given = Object.entries(body).filter(([, value]) => value !== null && value !== '');
  return {
    token_type: 'bearer',
    ...Object.fromEntries(
      given.map(([name, value]) => [name, name === 'scope' && Array.isArray(value) ? value.join(' ') : value]),
    ),
  };
}

function tokensOf(answer: openid.TokenEndpointResponse): Tokens {
  const now = Date.now();
  const after = (seconds: unknown): Date | undefined => {
    const value = Number(seconds);
    // Facebook sends 0 for "never expires".
    return Number.isFinite(value) && value > 0 ? new Date(now + value * 1000) : undefined;
  };
  const expiresAt = after(answer.expires_in);
  const refreshExpiresAt = after(answer.refresh_token_expires_in);
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
    ...(expiresAt && { expiresAt }),
    ...(refreshExpiresAt && { refreshExpiresAt }),
  };
}
