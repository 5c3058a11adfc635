/** What the simulator remembers: people, what they manage, what they allowed, what was broken. */
import type { JsonWebKey } from 'node:crypto';
import { NETWORKS, NETWORK_NAMES, PARENT_PROFILE_NETWORKS, PROVIDER_LABELS } from '../../domain/networks.js';
import type { NetworkName, ParentProfileNetwork, ProviderName } from '../../domain/networks.js';

/** Who can sign in: a personal profile, or the account itself where the network has no Parent Profiles. */
export type IdentityNetwork = ParentProfileNetwork | NetworkName;

/** A LinkedIn profile is an account and a person at once, and known as the latter. */
export function identityNetwork(network: NetworkName | ParentProfileNetwork): IdentityNetwork {
  if (isParentProfile(network)) return network;
  const { parentProfile, provider } = NETWORKS[network];
  return parentProfile ?? (isParentProfile(provider) ? provider : network);
}

export const IDENTITY_NETWORKS: readonly IdentityNetwork[] = [...new Set(NETWORK_NAMES.map(identityNetwork))];

export const providerOf = (network: IdentityNetwork): ProviderName =>
  isParentProfile(network) ? network : NETWORKS[network].provider;

export const identityNetworkAt = (provider: ProviderName): IdentityNetwork =>
  IDENTITY_NETWORKS.find((network) => providerOf(network) === provider)!;

/** Which accounts hang on such an identity. */
export const managedBy = (identity: IdentityNetwork): NetworkName[] =>
  NETWORK_NAMES.filter((network) => NETWORKS[network].parentProfile === identity);

export const identityLabel = (network: IdentityNetwork): string =>
  isParentProfile(network) ? PROVIDER_LABELS[network] : NETWORKS[network].label;

function isParentProfile(name: string): name is ParentProfileNetwork {
  return (PARENT_PROFILE_NETWORKS as readonly string[]).includes(name);
}

export interface ManagedAccount {
  network: NetworkName;
  id: string;
  name: string;
}

export interface Identity {
  network: IdentityNetwork;
  id: string;
  name: string;
  manages: ManagedAccount[];
  /** Every browser is signed in with it. */
  signedIn: boolean;
  /** Set by the first consent: the accounts that were unticked then. */
  consent: { declined: string[] } | null;
  /** A checkpoint that its owner has not passed yet: signing in is refused. */
  locked: boolean;
  /** The network has removed it: nobody signs in as it any more. */
  removed?: boolean;
}

export const TOKEN_BREAKS = ['expire', 'revoke', 'password', 'checkpoint', 'remove_page', 'remove_profile'] as const;
export type TokenBreak = (typeof TOKEN_BREAKS)[number];
export const SERVICE_FAULTS = ['down', 'slow', 'rate_limit', 'unknown_error', 'html'] as const;
export type ServiceFault = (typeof SERVICE_FAULTS)[number];
export type How = TokenBreak | ServiceFault;

/** One consent; its tokens go on from it. `seq` orders consents, tokens and breaks without a clock. */
export interface Grant {
  id: string;
  identity: string;
  scopes: string[];
  declined: string[];
  offline: boolean;
  seq: number;
  refreshExpiresAt: number | null;
  /** When the code was exchanged; of a consent from before this was kept: unknown. */
  grantedAt?: number;
}

export interface IssuedToken {
  token: string;
  kind: 'access' | 'refresh';
  grant: string;
  seq: number;
  /** A Page token: speaks for this account alone. */
  account: string | null;
  /** Of a token from before this was kept: unknown. */
  issuedAt?: number;
  /** The app gave it back. */
  revoked?: boolean;
  expiresAt: number | null;
}

export interface Snapshot {
  seq: number;
  identities: Identity[];
  grants: Grant[];
  tokens: IssuedToken[];
  breaks: Record<string, Partial<Record<TokenBreak, number>>>;
  faults: Record<string, ServiceFault>;
  /** What ID tokens are signed with: a JSON Web Key. */
  signingKey?: JsonWebKey;
}

export function emptySnapshot(): Snapshot {
  return { seq: 0, identities: [], grants: [], tokens: [], breaks: {}, faults: {} };
}

/** What can be broken, by one name: an identity, or an account that one manages. */
export function targetKey(network: string, id: string): string {
  return `${network === 'linkedin_profile' ? identityNetwork(network) : network}/${id}`;
}

export function identityKey(identity: Identity): string {
  return targetKey(identity.network, identity.id);
}
