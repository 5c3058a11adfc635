/** The interface between Relink and a network. Each provider implements it in one file (facebook.ts, linkedin.ts, …). */
import type { NetworkName, ProviderName } from '../domain/networks.js';
import type { AccountObstacle, SignInObstacle } from '../domain/permissions.js';
import type { Verdict } from '../domain/reasons.js';

export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** When the access token expires; absent if it has no expiry date. */
  expiresAt?: Date;
  refreshExpiresAt?: Date;
  /** When the network stops returning data, even to a valid token, until the person uses the app again (Meta: 90 days). */
  dataAccessExpiresAt?: Date;
}

/** An account that the signed-in identity manages, or that is the identity itself. */
export interface AuthorizedAccount {
  network: NetworkName;
  /** The network's own immutable id, which the identity check compares. */
  networkAccountId: string;
  name: string;
  tokens: Tokens;
}

/** An account that the network named, but that this sign-in can't capture. */
export interface UnusableAccount {
  network: NetworkName;
  networkAccountId: string;
  name: string;
  obstacle: AccountObstacle;
}

/** The result of one sign-in at a network. */
export interface NetworkAuthorization {
  /** Who signed in: a personal profile (Parent Profile), or the account itself if the network has no Parent Profiles. */
  identity: {
    id: string;
    name: string;
    /** The person's id in the network's events, if it differs from `id` (Google's `sub`). */
    subject?: string;
  };
  /** The identity's own tokens. */
  tokens: Tokens;
  /** Every account that this sign-in authorizes, from all pages of the network's lists. */
  accounts: AuthorizedAccount[];
  /** Accounts that the network named but that can't be captured with what was granted. */
  unusable?: UnusableAccount[];
  /** Why an account of this network is probably not among them, if the network's answer shows it. */
  obstacle?: SignInObstacle;
}

/** An account that the person means to repair, and that the network may leave out of its lists. */
export interface WantedAccount {
  network: NetworkName;
  networkAccountId: string;
}

export interface AuthorizationRequest {
  network: NetworkName;
  redirectUri: string;
  state: string;
  /** Relink generates one for every flow. If a network has no PKCE, its adapter leaves the verifier out of the URL. */
  codeVerifier: string;
  /** Whether the person must be able to choose another account than the one that is signed in at the network. */
  chooseAccount?: boolean;
}

export interface SignInAnswer extends AuthorizationRequest {
  callbackUrl: URL;
  /** Where a network's lists are incomplete, these are looked up one by one, the first ones first. */
  wanted?: readonly WantedAccount[];
}

export interface CheckRequest {
  network: NetworkName;
  networkAccountId: string;
  accessToken: string;
}

/** `healthy`: a capture would succeed now. The result includes whatever the network says about when the authorization ends. */
export type CheckResult =
  { verdict: 'healthy'; expiresAt?: Date; dataAccessExpiresAt?: Date } | { verdict: Verdict; rawCode?: string };

export interface ProviderCredentials {
  clientId: string;
  clientSecret: string;
}

export interface ProviderAdapter {
  provider: ProviderName;
  networks: readonly NetworkName[];
  /** Whether access tokens can be renewed without a person signing in. */
  refreshes: boolean;
  /**
   * Where a person signs out of the network. Null if the network has a parameter that makes it offer its own choice of accounts
   * (`chooseAccount`), so that no one has to sign out.
   */
  signOutUrl: string | null;
  /** Returns the address to send the person's browser to. */
  authorizationUrl(request: AuthorizationRequest): Promise<URL>;
  /**
   * Exchanges the code in `callbackUrl`, then reads who signed in and what they manage.
   * @throws {NetworkError}
   */
  authorize(request: SignInAnswer): Promise<NetworkAuthorization>;
  /** @throws {NetworkError} */
  refresh(refreshToken: string): Promise<Tokens>;
  /**
   * Checks whether the authorization still captures this account by reading what capture reads, in as few requests as possible.
   * Never throws because of a network's response; an outage is `transient`.
   */
  check(request: CheckRequest): Promise<CheckResult>;
  /** The number of checks per second that all processes together can send to the network. */
  checksPerSecond: number;
  /** Revokes the authorization at the network, as far as the network lets an app do that. @throws {NetworkError} */
  revoke(tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>): Promise<void>;
}

/**
 * `denied`: the person declined. `rejected`: the network refused for good (a used code, a dead refresh token).
 * `unavailable`: worth retrying later. `application`: our own app is in trouble (it isn't set up,
 * or the network doesn't accept its client, plan, or API version), which only an operator can fix.
 */
export type NetworkErrorKind = 'denied' | 'rejected' | 'unavailable' | 'application';

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
  /** What the network's response means for the account, if there was a response. */
  readonly verdict?: Verdict;
}
