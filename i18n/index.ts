/** All the text that people read, in their language: the messages of i18n/<language>/, by key (docs/translating.md). */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES, LOCALES, type Locale } from '../domain/locales.js';
import { compile, type Source } from './compile.js';
import type { Messages } from './messages/index.js';

/** Reads a folder: each file and each subfolder, keyed by its name in camel case. */
function readFolder(folder: string): Source {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const { name } = path.parse(entry.name);
      const at = path.join(folder, entry.name);
      const source = entry.isDirectory() ? readFolder(at) : (JSON.parse(readFileSync(at, 'utf8')) as Source);
      return [name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), source];
    }),
  );
}

/** Returns the messages as they are in the language's files, uncompiled. */
export const readMessages = (locale: Locale): Source => readFolder(path.join(import.meta.dirname, locale));

/** CI checks that every language has the same keys and parameters: `npm run messages -- --check`. */
const messagesOf = (locale: Locale): Messages =>
  compile(readMessages(locale), LANGUAGES[locale].tag) as unknown as Messages;

const MESSAGES = Object.fromEntries(LOCALES.map((locale) => [locale, messagesOf(locale)])) as Record<Locale, Messages>;

export const messagesIn = (locale: Locale): Messages => MESSAGES[locale];
export type { Messages };
