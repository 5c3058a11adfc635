/** What Relink asks of a network. One file a provider implements it (facebook.ts, linkedin.ts, x.ts, google.ts). */
import type { NetworkName, ProviderName } from '../domain/networks.js';

export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** When the access token ends; absent: it does not end by itself. */
  expiresAt?: Date;
  refreshExpiresAt?: Date;
}

/** An account that the signed-in identity manages, or is. */
export interface AuthorizedAccount {
  network: NetworkName;
  /** The network's own immutable id: what the identity check compares. */
  networkAccountId: string;
  name: string;
  tokens: Tokens;
}

/** What came back from one sign-in at a network. */
export interface NetworkAuthorization {
  /** Who signed in: a personal profile (Parent Profile), or the account itself where the network has no Parent Profiles. */
  identity: { id: string; name: string };
  /** The identity's own tokens. */
  tokens: Tokens;
  /** Every account that this sign-in authorizes (all pages of the network's lists). */
  accounts: AuthorizedAccount[];
}

export interface AuthorizationRequest {
  network: NetworkName;
  redirectUri: string;
  state: string;
  /** Relink makes one for every flow; an adapter whose network has no PKCE leaves it out of the URL. */
  codeVerifier: string;
}

export interface ProviderCredentials {
  clientId: string;
  clientSecret: string;
}

export interface ProviderAdapter {
  provider: ProviderName;
  networks: readonly NetworkName[];
  /** Whether access tokens can be renewed without a person. */
  refreshes: boolean;
  /** Where the person's browser goes. */
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /**
   * Exchanges the code of `callbackUrl` and reads who signed in and what they manage.
   * @throws {NetworkError}
   */
  authorize(request: AuthorizationRequest & { callbackUrl: URL }): Promise<NetworkAuthorization>;
  /** @throws {NetworkError} */
  refresh(refreshToken: string): Promise<Tokens>;
}

/**
 * `denied`: the person said no. `rejected`: the network refused for good (a used code, a dead refresh token).
 * `unavailable`: worth another try later. `misconfigured`: client id, secret or redirect URI are not what the network has.
 */
export type NetworkErrorKind = 'denied' | 'rejected' | 'unavailable' | 'misconfigured';

export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  constructor(
    readonly kind: NetworkErrorKind,
    message: string,
    options?: ErrorOptions & { rawCode?: string },
  ) {
    super(message, options);
    this.rawCode = options?.rawCode;
  }
  readonly rawCode?: string;
}
