/** Reads the message files, i18n/<language>/, and determines the parameters of each message. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const PARSING = { ignoreTag: true, shouldParseSkeletons: false };

/** The languages: one folder each. */
export const LANGUAGES = readdirSync(path.join(ROOT, 'i18n'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name.length === 2)
  .map(({ name }) => name);

/** Returns the sorted files of a language, such as "emails/letters". */
export function filesOf(language) {
  const folder = path.join(ROOT, 'i18n', language);
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

export const read = (language, file) =>
  JSON.parse(readFileSync(path.join(ROOT, 'i18n', language, `${file}.json`), 'utf8'));

/** Yields each message's key ("letters.first.subject", "letters.steps.0") and its text. */
export function* messagesOf(source, key = '') {
  if (typeof source === 'string') yield [key, source];
  else
    for (const [name, value] of Object.entries(source)) yield* messagesOf(value, key === '' ? name : `${key}.${name}`);
}

/** Whether a parameter is one of the numbers in i18n/numbers.ts, which every message is given. */
export const isNumberOfOurs = (name) => /^[A-Z][A-Z_]*$/.test(name);

/**
 * Returns the parameters of a message: 'number', 'string', or the choices of a select. Throws if the message isn't valid ICU MessageFormat.
 */
export function parametersOf(message) {
  const found = new Map();
  const note = (name, type) => {
    const known = found.get(name);
    if (known === undefined || known === 'string') found.set(name, type);
    else if (type !== 'string' && String(type) !== String(known))
      throw new Error(`{${name}} is used both as ${known} and as ${type}`);
  };
  const walk = (elements) => {
    for (const element of elements) {
      if (element.type === TYPE.argument) note(element.value, 'string');
      else if (element.type === TYPE.number || element.type === TYPE.plural) note(element.value, 'number');
      else if (element.type === TYPE.select)
        note(
          element.value,
          Object.keys(element.options).toSorted((a, b) => (a < b ? -1 : 1)),
        );
      else if (element.type === TYPE.date || element.type === TYPE.time)
        throw new Error(`{${element.value}}: dates depend on a time zone; pass the formatted date as a parameter`);
      if (element.options) for (const { value } of Object.values(element.options)) walk(value);
    }
  };
  walk(parse(message, PARSING));
  return found;
}

export const camelCase = (name) => name.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());
export const pascalCase = (name) => camelCase(name).replace(/^./, (letter) => letter.toUpperCase());
