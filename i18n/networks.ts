/** The networks' names in each language. */
import type { Locale } from '../domain/locales.js';
import type { NetworkName } from '../domain/networks.js';
import { messagesIn } from './index.js';

export const networkLabel = (network: NetworkName, locale: Locale): string =>
  messagesIn(locale).networks[network].label;
