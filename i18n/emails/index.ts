/**
 * The words of the emails, a folder for each language. Sentences are whole and take names that are sanitized already; every
 * language has every one of them. Names of networks and reasons are in i18n/networks.ts and i18n/reasons.ts, since the pages use them too.
 */
import type { Locale } from '../../domain/locales.js';
import { EN } from './en/index.js';
import { ES } from './es/index.js';

export type Words = typeof EN;

const WORDS: Record<Locale, Words> = { en: EN, es: ES };

export const wordsIn = (locale: Locale): Words => WORDS[locale];
