/** What the pages say, a folder for each language and a file for each page. A language that lacks a word does not compile. */
import type { Locale } from '../../domain/locales.js';
import { EN } from './en/index.js';

export type Words = typeof EN;

export const WORDS: Record<Locale, Words> = { en: EN, es: EN };
