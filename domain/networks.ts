/** The networks Relink knows, in the words of the API. How each is spoken to is in networks/, one file a provider. */
import type { Locale } from './locales.js';

export const NETWORK_NAMES = [
  'facebook_page',
  'instagram',
  'linkedin_page',
  'linkedin_profile',
  'x',
  'youtube',
] as const;
export type NetworkName = (typeof NETWORK_NAMES)[number];

/** Whose sign-in authorizes: one OAuth client (and one redirect URI) each. */
export const PROVIDER_NAMES = ['facebook', 'linkedin', 'x', 'google'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** A Parent Profile is a personal profile at one of these; a Facebook one authorizes Facebook Pages and Instagram accounts. */
export const PARENT_PROFILE_NETWORKS = ['facebook', 'linkedin'] as const;
export type ParentProfileNetwork = (typeof PARENT_PROFILE_NETWORKS)[number];

export interface NetworkFacts {
  label: string;
  provider: ProviderName;
  /** Article: "Account Owners must use their personal profile to connect to a Facebook Page, Instagram account, or LinkedIn Page." */
  parentProfile: ParentProfileNetwork | null;
}

export const NETWORKS: Record<NetworkName, NetworkFacts> = {
  facebook_page: { label: 'Facebook Page', provider: 'facebook', parentProfile: 'facebook' },
  instagram: { label: 'Instagram', provider: 'facebook', parentProfile: 'facebook' },
  linkedin_page: { label: 'LinkedIn Page', provider: 'linkedin', parentProfile: 'linkedin' },
  linkedin_profile: { label: 'LinkedIn profile', provider: 'linkedin', parentProfile: null },
  x: { label: 'X', provider: 'x', parentProfile: null },
  youtube: { label: 'YouTube', provider: 'google', parentProfile: null },
};

export const PROVIDER_LABELS: Record<ProviderName, string> = {
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
  x: 'X',
  google: 'Google',
};

const SPANISH_LABELS: Record<NetworkName, string> = {
  facebook_page: 'Página de Facebook',
  instagram: 'Instagram',
  linkedin_page: 'Página de LinkedIn',
  linkedin_profile: 'Perfil de LinkedIn',
  x: 'X',
  youtube: 'YouTube',
};

export const networkLabel = (network: NetworkName, locale: Locale): string =>
  locale === 'es' ? SPANISH_LABELS[network] : NETWORKS[network].label;

/** The networks that one provider's sign-in authorizes. */
export const networksOf = (provider: ProviderName): NetworkName[] =>
  NETWORK_NAMES.filter((network) => NETWORKS[network].provider === provider);
