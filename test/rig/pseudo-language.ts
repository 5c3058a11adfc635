/**
 * A pseudo-language: English with accents, a third longer, in brackets. Text that a page shows without brackets is hard-coded and not in a
 * catalog; layout that breaks has no room for a longer language.
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
/** Padding in words of six characters, so that lines can wrap as in any language. */
const padding = (text: string) => ' ~~~~~~'.repeat(Math.ceil(text.length / 21)).slice(0, Math.ceil(text.length / 3));

function accentAll(elements: MessageFormatElement[]): void {
  for (const element of elements) {
    if (element.type === TYPE.literal) element.value = accented(element.value);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) accentAll(value);
  }
}

/** Returns the same message in the pseudo-language: "⟦Téšt ~⟧". */
export function pseudo(message: string): string {
  const elements = parse(message, { ignoreTag: true });
  accentAll(elements);
  // The package declares its element types separately for each of its entry points.
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  return `⟦${printAST(elements)}${padding(message)}⟧`;
}

function pseudoAll(source: Source): Source {
  if (typeof source === 'string') return pseudo(source);
  if (Array.isArray(source)) return source.map(pseudoAll);
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, pseudoAll(value)]));
}

/** Replaces each message in place, because other modules already hold the group objects. */
function replaceAll(into: Compiled, by: Compiled): void {
  for (const [key, value] of Object.entries(by)) {
    const here = into as Record<string, Compiled>;
    if (typeof value === 'object' && typeof here[key] === 'object') replaceAll(here[key], value);
    else here[key] = value;
  }
}

/** From now on in this process, everyone who chose this language reads the pseudo-language. */
export function speakPseudo(locale: Locale): void {
  replaceAll(messagesIn(locale) as unknown as Compiled, compile(pseudoAll(readMessages('en')), 'en-US'));
}

/** Returns the part of a text that is outside all brackets, which can be nested for parameters. */
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
