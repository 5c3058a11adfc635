/** What the checks before reconnecting found and what to do about it, in the reader's language. */
import type { Locale } from '../domain/locales.js';
import { NETWORKS, PROVIDER_LABELS, type NetworkName } from '../domain/networks.js';
import type { CheckName, Found } from '../domain/reconnect-checks.js';
import { messagesIn, type Messages } from './index.js';
import { formatMessage } from './format-message.js';

export interface FindingWords {
  detail: string;
  /** What to do when the check fails. */
  remedy?: string;
}

export function findingWords(locale: Locale, found: Found, network: NetworkName): FindingWords {
  const provider = PROVIDER_LABELS[NETWORKS[network].provider];
  const message = messageOf(locale, found);
  return {
    detail: formatMessage(message.detail, { provider }),
    ...('remedy' in message && { remedy: message.remedy }),
  };
}

type Checks = Messages['reconnectChecks'];
type FindingMessage = { [C in CheckName]: Checks[C][keyof Checks[C]] }[CheckName];

/** A check or finding without a message is a compile-time error. */
function messageOf(locale: Locale, found: Found): FindingMessage {
  const words = messagesIn(locale).reconnectChecks;
  switch (found.check) {
    case 'account_active':
      return words.account_active[found.finding];
    case 'account_owner':
      return words.account_owner[found.finding];
    case 'parent_profile_owner':
      return words.parent_profile_owner[found.finding];
    case 'transfer':
      return words.transfer[found.finding];
    default:
      return found satisfies never;
  }
}
