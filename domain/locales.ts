/**
 * The languages that Relink supports, each with its Intl tag and its date style. A new language takes a line here and a folder of
 * messages in i18n/<language>/ (docs/translating.md).
 */
export const LANGUAGES = {
  en: { tag: 'en-US', dates: 'medium' },
  es: { tag: 'es-US', dates: 'long' },
} as const;

export type Locale = keyof typeof LANGUAGES;
export const LOCALES = Object.keys(LANGUAGES) as [Locale, ...Locale[]];

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);
