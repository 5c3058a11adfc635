/** The language in which a page speaks to this person: its words, and how it writes dates and numbers. */
import { createContext, useContext } from 'react';
import { NETWORKS, PROVIDER_LABELS, type NetworkName } from '../../domain/networks.js';
import { networkLabel } from '../../i18n/networks.js';
import { LOCALES, type Locale } from '../../domain/locales.js';
import type { Reason } from '../../domain/reasons.js';
import { reasonWords, type ReasonWords } from '../../i18n/reasons.js';
import { WORDS, type Words } from '../../i18n/pages/index.js';

export interface I18n {
  locale: Locale;
  words: Words;
  networkLabel: (network: NetworkName) => string;
  providerLabel: (network: NetworkName) => string;
  reason: (reason: Reason) => ReasonWords;
  /** "1,234" */
  number: (n: number) => string;
  /** "November 14, 2026" */
  day: (at: Date, timeZone: string) => string;
  /** "Nov 14, 2026, 3:05 PM EST" */
  moment: (at: Date, timeZone: string) => string;
}

/** How each language is written where Relink is used. */
const INTL: Record<Locale, string> = { en: 'en-US', es: 'es-US' };

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times a use of it. */
function formatter(locale: Locale, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${options.timeStyle ?? options.hour ?? ''}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(INTL[locale], { ...options, timeZone });
  formatters.set(key, made);
  return made;
}

const MOMENT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
};

function i18nIn(locale: Locale): I18n {
  return {
    locale,
    words: WORDS[locale],
    networkLabel: (network) => networkLabel(network, locale),
    providerLabel: (network) => PROVIDER_LABELS[NETWORKS[network].provider],
    reason: (reason) => reasonWords(reason, locale),
    number: (n) => n.toLocaleString(INTL[locale]),
    day: (at, timeZone) => formatter(locale, timeZone, { dateStyle: 'long' }).format(at),
    moment: (at, timeZone) => formatter(locale, timeZone, MOMENT).format(at),
  };
}

export const I18N: Record<Locale, I18n> = { en: i18nIn('en'), es: i18nIn('es') };

export const I18nContext = createContext<I18n>(I18N.en);

export const useI18n = (): I18n => useContext(I18nContext);

/** The first of the browser's languages that Relink speaks (RFC 9110's Accept-Language, without its weights: browsers send them in order). */
export function acceptedLocale(header: string | undefined): Locale | null {
  const asked = (header ?? '').split(',').map((part) => part.split(';')[0]!.trim().slice(0, 2).toLowerCase());
  return asked.map((tag) => LOCALES.find((locale) => locale === tag)).find((locale) => locale !== undefined) ?? null;
}
