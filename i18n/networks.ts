/** What the networks are called in each language. */
import type { Locale } from '../domain/locales.js';
import { NETWORKS, type NetworkName } from '../domain/networks.js';

/** Where a language calls one something else. */
const TRANSLATIONS: Partial<Record<Locale, Partial<Record<NetworkName, string>>>> = {
  es: {
    facebook_page: 'Página de Facebook',
    linkedin_page: 'Página de LinkedIn',
    linkedin_profile: 'Perfil de LinkedIn',
  },
};

export const networkLabel = (network: NetworkName, locale: Locale): string =>
  TRANSLATIONS[locale]?.[network] ?? NETWORKS[network].label;
