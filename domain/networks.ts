/**
 * The networks that Relink supports, by their names in the API. A network that is registered here shows up in lists, the API
 * document, and the configuration. The compiler then requires its adapter and errors (networks/), its messages (i18n/), its icon,
 * and its part of the simulator.
 */

/** The companies whose sign-in grants an authorization. Each has one OAuth client and one redirect URI. */
export const PROVIDER_LABELS = {
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
  x: 'X',
  google: 'Google',
  threads: 'Threads',
} as const;
export type ProviderName = keyof typeof PROVIDER_LABELS;
export const PROVIDER_NAMES = Object.keys(PROVIDER_LABELS) as [ProviderName, ...ProviderName[]];

/** The networks of Parent Profiles (personal profiles). A Facebook one authorizes Facebook Pages and Instagram accounts. */
export const PARENT_PROFILE_NETWORKS = ['facebook', 'linkedin'] as const;
export type ParentProfileNetwork = (typeof PARENT_PROFILE_NETWORKS)[number];

export interface NetworkFacts {
  label: string;
  provider: ProviderName;
  /** Article: "Account Owners must use their personal profile to connect to a Facebook Page, Instagram account, or LinkedIn Page." */
  parentProfile: ParentProfileNetwork | null;
}

const REGISTERED = {
  facebook_page: {
    label: 'Facebook Page',
    provider: 'facebook',
    parentProfile: 'facebook',
  },
  instagram: { label: 'Instagram', provider: 'facebook', parentProfile: 'facebook' },
  linkedin_page: {
    label: 'LinkedIn Page',
    provider: 'linkedin',
    parentProfile: 'linkedin',
  },
  linkedin_profile: {
    label: 'LinkedIn profile',
    provider: 'linkedin',
    parentProfile: null,
  },
  x: { label: 'X', provider: 'x', parentProfile: null },
  youtube: { label: 'YouTube', provider: 'google', parentProfile: null },
  threads: { label: 'Threads', provider: 'threads', parentProfile: null },
} as const satisfies Record<string, NetworkFacts>;

export type NetworkName = keyof typeof REGISTERED;
export const NETWORKS: Readonly<Record<NetworkName, NetworkFacts>> = REGISTERED;
export const NETWORK_NAMES = Object.keys(REGISTERED) as [NetworkName, ...NetworkName[]];

/** Returns the networks that a provider's sign-in authorizes. */
export const networksOf = (provider: ProviderName): NetworkName[] =>
  NETWORK_NAMES.filter((network) => NETWORKS[network].provider === provider);

/** Returns the redirect URI to register with the provider. Each provider has its own, so their callbacks can't be mixed up. */
export const redirectUri = (publicUrl: string, provider: ProviderName): string =>
  `${publicUrl}/oauth/${provider}/callback`;
