/** What the pages say, a folder for each language and a file for each page. A language that lacks a word does not compile. */
import type { Locale } from '../../domain/locales.js';
import { messagesIn, type Messages } from '../index.js';
import { EN } from './en/index.js';
import { ES } from './es/index.js';
import type { Spoken } from './spoken.js';

export type Words = Spoken<typeof EN> & Messages;

export const WORDS: Record<Locale, Words> = { en: { ...EN, ...messagesIn('en') }, es: { ...ES, ...messagesIn('es') } };
