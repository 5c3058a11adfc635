/** The language in which a page addresses a person: its messages, and the formats of dates and numbers. */
import { createContext, useContext } from 'react';
import { whomToAsk } from '../../domain/whom-to-ask.js';
import { NETWORKS, PROVIDER_LABELS, type NetworkName } from '../../domain/networks.js';
import { formatDay, formatMoment } from '../../i18n/dates.js';
import { formatDuration } from '../../i18n/durations.js';
import { formatList, formatNumber } from '../../i18n/lists.js';
import { LOCALES, type Locale } from '../../domain/locales.js';
import type { Reason } from '../../domain/reasons.js';
import { reasonWords, type ReasonWords } from '../../i18n/reasons.js';
import { messagesIn, type Messages } from '../../i18n/index.js';

export interface I18n {
  locale: Locale;
  words: Messages;
  /** "Facebook Page", as a label. */
  networkLabel: (network: NetworkName) => string;
  /** "Facebook": the provider where people sign in. */
  providerLabel: (network: NetworkName) => string;
  reason: (reason: Reason, network: NetworkName) => ReasonWords;
  /** "1,234" */
  number: (n: number) => string;
  /** "A, B, and C"; beyond `max`, "A, B, C, and 4 more". */
  list: (names: readonly string[], max?: number) => string;
  /** "Nov 14, 2026" */
  day: (at: Date, timeZone: string) => string;
  /** "Nov 14, 2026, 3:05 PM EST" */
  moment: (at: Date, timeZone: string) => string;
  /** "3 days" */
  duration: (ms: number) => string;
  /** Whom to ask, as the end of a sentence: the archive's contact, unless that is the reader. */
  contactLabel: (primary: Contact | null, reader: { id: string }) => string;
}

interface Contact {
  id: string;
  name: string;
  email: string;
}

function createI18n(locale: Locale): I18n {
  const words = messagesIn(locale);
  const { contact, anAdministrator } = words.common;
  return {
    locale,
    words,
    networkLabel: (network) => words.networks[network].label,
    providerLabel: (network) => PROVIDER_LABELS[NETWORKS[network].provider],
    reason: (reason, network) => reasonWords(reason, network, locale),
    number: (n) => formatNumber(n, locale),
    list: (names, max) => formatList(names, locale, max),
    day: (at, timeZone) => formatDay(at, timeZone, locale),
    moment: (at, timeZone) => formatMoment(at, timeZone, locale),
    contactLabel(primary, reader) {
      const whom = whomToAsk(primary, reader);
      return whom ? contact(whom) : anAdministrator;
    },
    duration: (ms) => formatDuration(ms, locale),
  };
}

export const I18N = Object.fromEntries(LOCALES.map((locale) => [locale, createI18n(locale)])) as Record<Locale, I18n>;

export const I18nContext = createContext<I18n>(I18N.en);

export const useI18n = (): I18n => useContext(I18nContext);

/**
 * Returns the browser's first language that Relink supports. Reads RFC 9110's Accept-Language but ignores the weights,
 * because browsers send the languages in order.
 */
export function acceptedLocale(header: string | undefined): Locale | null {
  const requested = (header ?? '').split(',').map((part) => part.split(';')[0]!.trim().slice(0, 2).toLowerCase());
  return (
    requested.map((tag) => LOCALES.find((locale) => locale === tag)).find((locale) => locale !== undefined) ?? null
  );
}
