/** The OAuth 2 flow that all networks share: openid-client, adjusted for each network's deviations from the standard. */
import * as openid from 'openid-client';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import type { AuthorizationRequest, ProviderCredentials, Tokens } from './adapter.js';
import { asNetworkErrors, refuseBareErrorCode, tokenFailure } from './failures.js';
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
}

export interface SignIn {
  tokens: Tokens;
  /** Who signed in, according to the ID token. */
  subject?: string;
}

export interface OAuth {
  authorizationUrl: (request: AuthorizationRequest) => Promise<URL>;
  signIn: (request: AuthorizationRequest & { callbackUrl: URL }) => Promise<SignIn>;
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
        }),
      ),
    signIn: (request) =>
      asNetworkErrors(provider, async () => {
        // Behind a proxy, the address that Relink saw may differ from the one that the network knows.
        const callback = new URL(request.redirectUri);
        callback.search = request.callbackUrl.search;
        if (callback.searchParams.get('state') === request.state) refuseBareErrorCode(provider, callback.searchParams);
        const answer = await openid.authorizationCodeGrant(config, callback, {
          expectedState: request.state,
          idTokenExpected: settings.idToken === true,
          ...(settings.pkce && { pkceCodeVerifier: request.codeVerifier }),
        });
        const subject = answer.claims()?.sub;
        return { tokens: tokensOf(answer), ...(subject !== undefined && { subject }) };
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
  // LinkedIn omits token_type.
  const normal = { token_type: 'bearer', ...body };
  // Only a sign-in needs to know who signed in. A refresh must not fail because of an ID token that no one needs.
  const signIn = init.body instanceof URLSearchParams && init.body.get('grant_type') === 'authorization_code';
  return Response.json(settings.idToken && signIn ? normal : { ...normal, id_token: undefined });
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
