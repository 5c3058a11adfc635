/** Turns the messages of a language, as its files have them, into what the code calls. */
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';

/** What a file of messages has: ICU MessageFormat, in groups and lists. */
export type Source = string | readonly Source[] | { readonly [key: string]: Source };

export type Values = Readonly<Record<string, PrimitiveType>>;
type Message = string | ((values: Values) => string);
export type Compiled = Message | readonly Compiled[] | { readonly [key: string]: Compiled };

/** Tags are text: no message carries markup, so `<` needs no quotes. */
const PARSING = { ignoreTag: true, shouldParseSkeletons: false } as const;

const isText = (element: MessageFormatElement) => element.type === TYPE.literal;

/** A message without parameters is its text; one with them is a function of an object that gives each. */
export function compile(source: Source, tag: string): Compiled {
  if (typeof source === 'string') return compileMessage(source, tag);
  if (Array.isArray(source)) return source.map((one) => compile(one, tag));
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, compile(value, tag)]));
}

function compileMessage(message: string, tag: string): Message {
  if (!message.includes('{') && !message.includes("'")) return message;
  const elements = parse(message, PARSING);
  if (elements.every(isText)) return elements.map((element) => (isText(element) ? element.value : '')).join('');
  let format: IntlMessageFormat | undefined;
  return (values) => {
    format ??= new IntlMessageFormat(elements, tag);
    return String(format.format(values));
  };
}
