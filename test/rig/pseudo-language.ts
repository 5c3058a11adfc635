/**
 * A language that nobody speaks: English with accents, a third longer, in brackets. What a page in it shows without brackets stands
 * in code and not in a catalog; what breaks in it has no room for a longer language.
 */
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { printAST } from '@formatjs/icu-messageformat-parser/printer.js';
import type { Locale } from '../../domain/locales.js';
import { compile, type Compiled, type Source } from '../../i18n/compile.js';
import { messagesIn, readMessages } from '../../i18n/index.js';

const PLAIN = 'aeiouyncsAEIOUYNCS';
const ACCENTED = 'åéîöüýñçšÅÉÎÖÜÝÑÇŠ';

const accented = (text: string) =>
  text.replaceAll(/[a-z]/gi, (letter) => ACCENTED.charAt(PLAIN.indexOf(letter)) || letter);
/** In words of six letters, so that a line can break in it as in any language. */
const padding = (text: string) => ' ~~~~~~'.repeat(Math.ceil(text.length / 21)).slice(0, Math.ceil(text.length / 3));

function accentAll(elements: MessageFormatElement[]): void {
  for (const element of elements) {
    if (element.type === TYPE.literal) element.value = accented(element.value);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) accentAll(value);
  }
}

/** The same message in the pseudo-language: "[Žéšt~~]". */
export function pseudo(message: string): string {
  const elements = parse(message, { ignoreTag: true });
  accentAll(elements);
  // The package declares its types of elements once for each of its entries.
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  return `⟦${printAST(elements)}${padding(message)}⟧`;
}

function pseudoAll(source: Source): Source {
  if (typeof source === 'string') return pseudo(source);
  if (Array.isArray(source)) return source.map(pseudoAll);
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, pseudoAll(value)]));
}

/** Puts each message in its place: groups stay the objects that others already hold. */
function replaceAll(into: Compiled, by: Compiled): void {
  for (const [key, value] of Object.entries(by)) {
    const here = into as Record<string, Compiled>;
    if (typeof value === 'object' && typeof here[key] === 'object') replaceAll(here[key], value);
    else here[key] = value;
  }
}

/** From now on, in this process, whoever chose this language reads the pseudo-language. */
export function speakPseudo(locale: Locale): void {
  replaceAll(messagesIn(locale) as unknown as Compiled, compile(pseudoAll(readMessages('en')), 'en-US'));
}

/** What of a text is in no brackets; they may be nested, as parameters are. */
export function outsideOfBrackets(text: string): string {
  let depth = 0;
  let outside = '';
  for (const letter of text) {
    if (letter === '⟦') depth += 1;
    else if (letter === '⟧') depth -= 1;
    else if (depth === 0) outside += letter;
  }
  return outside;
}
