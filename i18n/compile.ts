/** Compiles the messages in a language's files into the values and functions that the code uses. */
import { isLiteralElement, parse, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';
import { NUMBERS } from './numbers.js';

/** The contents of a message file: ICU MessageFormat, in groups and lists. */
export type Source = string | readonly Source[] | { readonly [key: string]: Source };

export type Values = Readonly<Record<string, PrimitiveType>>;
type Message = string | ((values: Values) => string);
export type Compiled = Message | readonly Compiled[] | { readonly [key: string]: Compiled };

/** Tags are treated as text. No message carries markup, so `<` needs no quoting. */
const PARSING = { ignoreTag: true, shouldParseSkeletons: false } as const;

/**
 * Compiles a message without parameters to its text, and one with parameters to a function that takes them as an
 * object. The numbers in numbers.ts are filled in here.
 */
export function compile(source: Source, tag: string): Compiled {
  if (typeof source === 'string') return compileMessage(source, tag);
  if (Array.isArray(source)) return source.map((one) => compile(one, tag));
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, compile(value, tag)]));
}

function compileMessage(message: string, tag: string): Message {
  if (!message.includes('{') && !message.includes("'")) return message;
  const elements = parse(message, PARSING);
  if (elements.every(isLiteralElement)) return elements.map(({ value }) => value).join('');
  let format: IntlMessageFormat | undefined;
  const write = (values: Values) => {
    format ??= new IntlMessageFormat(elements, tag);
    return String(format.format({ ...NUMBERS, ...values }));
  };
  return parametersOf(elements).every((name) => Object.hasOwn(NUMBERS, name)) ? write({}) : write;
}

/** @throws {Error} if a parameter in capitals isn't in numbers.ts */
function parametersOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isLiteralElement(element) || !('value' in element)) return [];
    const { value: name } = element;
    if (/^[A-Z_]+$/.test(name) && !Object.hasOwn(NUMBERS, name)) throw new Error(`i18n/numbers.ts has no ${name}`);
    const options = 'options' in element ? Object.values(element.options) : [];
    return [name, ...options.flatMap(({ value }) => parametersOf(value))];
  });
}
