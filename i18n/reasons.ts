/** The reasons why an account is disconnected, in words that a city clerk understands, each with its remedy. */
import type { Locale } from '../domain/locales.js';
import { NETWORKS, PROVIDER_LABELS, type NetworkName } from '../domain/networks.js';
import type { Reason } from '../domain/reasons.js';
import { messagesIn } from './index.js';
import { formatMessage } from './format-message.js';

export interface ReasonWords {
  /** For lists: "Permission expired". */
  label: string;
  /** What happened, as a sentence about one account. */
  what: string;
  /** What to do about it, in full sentences. */
  remedy: string;
}

export function reasonWords(reason: Reason, network: NetworkName, locale: Locale): ReasonWords {
  const { label, what, remedy } = messagesIn(locale).reasons[reason];
  const provider = PROVIDER_LABELS[NETWORKS[network].provider];
  return { label, what: formatMessage(what, { provider }), remedy: formatMessage(remedy, { provider }) };
}
