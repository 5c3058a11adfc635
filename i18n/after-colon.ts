/** How a sentence goes on after a colon. */
import { LANGUAGES, type Locale } from '../domain/locales.js';

/** Spanish writes lower case after a colon, even where a sentence follows; American English doesn’t. */
const LOWER_CASE: ReadonlySet<Locale> = new Set<Locale>(['es']);

/** "Nombre: este dato es obligatorio." Abbreviations ("CSV") keep their capitals. */
export const afterColon = (sentence: string, locale: Locale): string =>
  LOWER_CASE.has(locale)
    ? sentence.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLocaleLowerCase(LANGUAGES[locale].tag))
    : sentence;
