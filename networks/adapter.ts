/** What Relink asks of a network. One file a provider implements it (facebook.ts, linkedin.ts, …). */
import type { NetworkName, ProviderName } from '../domain/networks.js';
import type { Verdict } from '../domain/reasons.js';

export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** When the access token ends; absent: it does not end by itself. */
  expiresAt?: Date;
  refreshExpiresAt?: Date;
  /** When the network stops giving data, whatever the token says, until the person has been there again (Meta: 90 days). */
  dataAccessExpiresAt?: Date;
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
  identity: {
    id: string;
    name: string;
    /** The person's id in the network's events, where that is another one (Google's `sub`). */
    subject?: string;
  };
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

export interface CheckRequest {
  network: NetworkName;
  networkAccountId: string;
  accessToken: string;
}

/** `healthy`: a capture would succeed now. What else the network says of the authorization's end comes with it. */
export type CheckResult =
  { verdict: 'healthy'; expiresAt?: Date; dataAccessExpiresAt?: Date } | { verdict: Verdict; rawCode?: string };

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
  /**
   * Whether the authorization still captures this account: what capture itself reads, in as few requests as possible. Never throws
   * for what the network answers; an outage is `transient`.
   */
  check(request: CheckRequest): Promise<CheckResult>;
  /** How many checks a second the network may be asked for, by all processes together. */
  checksPerSecond: number;
  /** Ends the authorization at the network, as far as the network lets an app do so. @throws {NetworkError} */
  revoke(tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>): Promise<void>;
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
    options?: ErrorOptions & { rawCode?: string; verdict?: Verdict },
  ) {
    super(message, options);
    this.rawCode = options?.rawCode;
    this.verdict = options?.verdict;
  }
  readonly rawCode?: string;
  /** What the network's answer means for the account, where it answered. */
  readonly verdict?: Verdict;
}
