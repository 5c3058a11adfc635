/**
 * Names and free texts go into emails, where mail programs make links of whatever looks like one. A name must never lead anywhere: it
 * would be somebody else's link in an email that people trust. "Fairview.gov" is a name; "www.fairview.gov" and "fairview.gov/pay" are links.
 */
import { removeInvisible } from './visible-text.js';

/** What browsers and mail programs read as the dot of a domain. */
const DOT = '[.\\u3002\\uFF0E\\uFF61\\u2024\\uFE52]';
const LABEL = '[\\p{L}\\p{M}\\p{N}-]+';
const DOMAIN = `(?:(?:${LABEL}${DOT})+\\p{L}[\\p{L}\\p{M}\\p{N}-]+|\\d{1,3}(?:${DOT}\\d{1,3}){3})`;

/** Those that programs open without slashes. Any other word with a colon, such as "Note:this", is only text. */
const SCHEMES =
  'about|bitcoin|blob|callto|data|facetime(?:-audio)?|file|ftps?|geo|https?|im|intent|javascript|magnet|mailto|maps|market|news|onenote|' +
  'ms-[a-z-]+|search-ms|sftp|sips?|skype|sms|smsto|ssh|tel|telnet|vbscript|view-source|webcal|whatsapp|wss?|xmpp|zoommtg';
/** "https://", "ftp://", and the ones that mail programs know without slashes. */
const SCHEME = new RegExp(`[a-z][a-z\\d+.-]*:[/\\\\]{2,}|(?<![\\p{L}\\p{N}])(?:${SCHEMES}):(?=\\S)`, 'giu');
const WWW = new RegExp(`(?<![\\p{L}\\p{N}])www\\d{0,3}${DOT}(?=\\S)`, 'giu');
/** A domain with a path, a query, or a fragment. It can end with a dot, and with a colon that no port follows. */
const PATH = new RegExp(`(${DOMAIN})${DOT}?(?::\\d*)?(?:/[^\\s()]*|[?#][^\\s?#()][^\\s()]*)`, 'giu');
/** A shared folder: Outlook makes a link of it, which sends the reader's password to its server. */
const SHARE = /\\{2,}(?=\S)/gu;

const KINDS = [SCHEME, WWW, PATH, SHARE];

/** What a reader takes for a slash: ⁄ ∕ ╱ ⟋ ⧸ ⼃ 〳. */
const SLASHES = /[\u2044\u2215\u2571\u27CB\u29F8\u2F03\u3033]/gu;

/** Compatibility forms are unfolded: to a mail program, "ｗｗｗ．x" can be "www.x". */
const unfold = (text: string): string =>
  removeInvisible(text).replaceAll(SLASHES, '/').normalize('NFKC').replaceAll(SLASHES, '/');

export const containsLink = (text: string): boolean => KINDS.some((kind) => unfold(text).search(kind) >= 0);

/** Removes from a text that nobody can be asked to correct, such as a name from a network, what makes a link of it. */
export function withoutLinks(text: string): string {
  if (!containsLink(text)) return text;
  const plain = unfold(text).replaceAll(SCHEME, '').replaceAll(SHARE, '').replaceAll(WWW, '').replaceAll(PATH, '$1');
  // What was put together only by the removal.
  return containsLink(plain) ? plain.replaceAll(/[:/\\?#.]+/gu, ' ').trim() : plain;
}

/** Word joiner and zero-width non-joiner. Neither can be part of an address, and some mail programs look past one of them. */
export const LINK_BREAK = '\u2060\u200C';
const INSIDE_A_LINK = new RegExp(`(?<=\\S)(${DOT}|(?<=\\p{L}):|[\\\\@])(?=\\S)`, 'gu');
/** Digits as in a phone number. */
const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){6,}/gu;

/** Makes text that mail programs would make a link of show the same without becoming one. */
export const unlink = (text: string): string =>
  text
    .replaceAll(INSIDE_A_LINK, `${LINK_BREAK}$1${LINK_BREAK}`)
    .replaceAll(LONG_NUMBER, (number) => number.replaceAll(/\d(?=\S)/gu, `$&${LINK_BREAK}`));
