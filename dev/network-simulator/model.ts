/** What the simulator remembers: people, what they manage, what they allowed, and what was broken. */
import type { JsonWebKey } from 'node:crypto';
import { NETWORKS, NETWORK_NAMES, PARENT_PROFILE_NETWORKS, PROVIDER_LABELS } from '../../domain/networks.js';
import type { NetworkName, ParentProfileNetwork, ProviderName } from '../../domain/networks.js';

/** Anything that can sign in: a personal profile, or the account itself if the network has no Parent Profiles. */
export type IdentityNetwork = ParentProfileNetwork | NetworkName;

/** Returns the network of the identity that signs in. A LinkedIn profile is both an account and a person, and is known as the person. */
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

/** Returns the networks whose accounts such an identity manages. */
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
  /** Whether every browser is signed in as this identity. */
  signedIn: boolean;
  /** Set by the first consent: the accounts that were unchecked then. */
  consent: { declined: string[] } | null;
  /** Whether its owner has yet to pass a checkpoint; until then, signing in is refused. */
  locked: boolean;
  /** Whether the network has removed it; no one can sign in as it anymore. */
  removed?: boolean;
}

export const TOKEN_BREAKS = ['expire', 'revoke', 'password', 'checkpoint', 'remove_page', 'remove_profile'] as const;
export type TokenBreak = (typeof TOKEN_BREAKS)[number];
export const SERVICE_FAULTS = ['down', 'slow', 'rate_limit', 'unknown_error', 'html'] as const;
export type ServiceFault = (typeof SERVICE_FAULTS)[number];
/** What happens to Relink's app as a whole, for everyone at a network (app-faults.ts). */
export const APP_FAULTS = ['disabled', 'credits', 'version', 'not_live'] as const;
export type AppFault = (typeof APP_FAULTS)[number];
export type How = TokenBreak | ServiceFault;

/** One consent, with the tokens that come from it. `seq` orders consents, tokens, and breaks without a clock. */
export interface Grant {
  id: string;
  identity: string;
  scopes: string[];
  declined: string[];
  offline: boolean;
  seq: number;
  refreshExpiresAt: number | null;
  /** When the code was exchanged; missing on consents from before this was recorded. */
  grantedAt?: number;
}

export interface IssuedToken {
  token: string;
  kind: 'access' | 'refresh';
  grant: string;
  seq: number;
  /** Set on a Page token, which speaks for this account alone. */
  account: string | null;
  /** Missing on tokens from before this was recorded. */
  issuedAt?: number;
  /** Whether the app revoked it. */
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
  /** Missing in files from before this was recorded. */
  appFaults?: Partial<Record<ProviderName, AppFault>>;
  /** The JSON Web Key that signs ID tokens. */
  signingKey?: JsonWebKey;
}

export function emptySnapshot(): Snapshot {
  return { seq: 0, identities: [], grants: [], tokens: [], breaks: {}, faults: {} };
}

/** Names anything that can be broken: an identity, or an account that one manages. */
export function targetKey(network: string, id: string): string {
  return `${network === 'linkedin_profile' ? identityNetwork(network) : network}/${id}`;
}

export function identityKey(identity: Identity): string {
  return targetKey(identity.network, identity.id);
}
