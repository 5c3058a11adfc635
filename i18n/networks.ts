/** The networks' names in each language, and as people write them. */
import { LOCALES, type Locale } from '../domain/locales.js';
import { NETWORK_NAMES, NETWORKS, type NetworkName } from '../domain/networks.js';
import { lookup } from '../domain/normalize-name.js';
import { messagesIn } from './index.js';

export const networkLabel = (network: NetworkName, locale: Locale): string =>
  messagesIn(locale).networks[network].label;

/**
 * Other names that offices use in their spreadsheets. A name that fits two networks, such as "LinkedIn" or "Meta", isn't here: a person
 * has to say which one is meant.
 */
const ALSO: Record<NetworkName, readonly string[]> = {
  facebook_page: [
    'Facebook',
    'Facebook.com',
    'Facebook Pages',
    'Facebook Business Page',
    'FB',
    'FB Page',
    'Página Facebook',
    'Páginas de Facebook',
  ],
  instagram: ['Instagram.com', 'Instagram Business', 'Instagram Creator', 'Insta', 'IG'],
  linkedin_page: [
    'LinkedIn Pages',
    'LinkedIn Company',
    'LinkedIn Company Page',
    'LinkedIn Business Page',
    'LinkedIn Organization',
    'Página LinkedIn',
    'Página de empresa de LinkedIn',
  ],
  linkedin_profile: [
    'LinkedIn Member',
    'LinkedIn Personal',
    'LinkedIn Personal Profile',
    'LinkedIn Personal Account',
    'Perfil LinkedIn',
    'Perfil personal de LinkedIn',
  ],
  x: [
    'Twitter',
    'X Twitter',
    'Twitter X',
    'X formerly Twitter',
    'Twitter now X',
    'X antes Twitter',
    'X.com',
    'Twitter.com',
  ],
  youtube: ['YouTube.com', 'YT'],
  threads: ['Threads.net', 'Threads.com', 'Meta Threads', 'Threads by Meta'],
};

function namesOf(network: NetworkName): string[] {
  const inEach = LOCALES.map((locale) => messagesIn(locale).networks[network]);
  return [NETWORKS[network].label, ...inEach.flatMap(({ label, account }) => [label, account]), ...ALSO[network]];
}

/** "facebook_page", "Página de Facebook", and "FB" are the same network. */
export const parseNetwork = lookup<NetworkName>(
  Object.fromEntries(NETWORK_NAMES.map((network) => [network, namesOf(network)])) as Record<NetworkName, string[]>,
);
