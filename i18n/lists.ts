/** Formats lists and numbers the way a language writes them. */
import { LANGUAGES, LOCALES, type Locale } from '../domain/locales.js';
import { messagesIn } from './index.js';

type Kind = 'conjunction' | 'disjunction';

const perLocale = <T>(make: (tag: string) => T) =>
  Object.fromEntries(LOCALES.map((locale) => [locale, make(LANGUAGES[locale].tag)])) as Record<Locale, T>;

const LISTS: Record<Kind, Record<Locale, Intl.ListFormat>> = {
  conjunction: perLocale((tag) => new Intl.ListFormat(tag, { type: 'conjunction' })),
  disjunction: perLocale((tag) => new Intl.ListFormat(tag, { type: 'disjunction' })),
};
const NUMBERS = perLocale((tag) => new Intl.NumberFormat(tag));

/** How many names a sentence lists at most. */
export const MAX_LISTED = 4;

/**
 * "A", "A and B", "A, B, and C"; beyond `max`, "A, B, C, and 4 more".
 * @param count how many there are, if the caller has only the first names
 */
export function formatList(names: readonly string[], locale: Locale, max = MAX_LISTED, count = names.length): string {
  const rest = count - max + 1;
  const shown = count > max ? [...names.slice(0, max - 1), messagesIn(locale).common.more({ n: rest })] : names;
  return LISTS.conjunction[locale].format(shown);
}

/** "“A”, “B”, and “C”": what people have named, which could read as part of the sentence. */
export const listQuoted = (names: readonly string[], locale: Locale, count = names.length): string =>
  formatList(
    names.map((name) => messagesIn(locale).common.quoted({ name })),
    locale,
    MAX_LISTED,
    count,
  );

/** "A, B, or C". */
export const formatChoice = (names: readonly string[], locale: Locale): string =>
  LISTS.disjunction[locale].format(names);

/** "1,234". Inside a sentence, the message formats the number itself: {n, number}. */
export const formatNumber = (n: number, locale: Locale): string => NUMBERS[locale].format(n);
