/** Email addresses as people read them, on pages and in emails. */
import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * An address as its owner writes it: "amt@xn--kln-sna.example", as it's kept, is "amt@köln.example". A domain whose letters could pass for
 * other ones ("аррӏе.com" in Cyrillic letters) stays as it is.
 */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at).toLowerCase();
  if (!/(^|\.)xn--/.test(domain)) return address;
  const shown = domainToUnicode(domain);
  return shown !== '' && domainToASCII(shown) === domain && isUnmistakable(shown)
    ? address.slice(0, at) + shown
    : address;
}

/** Letters that people can't take for English ones, or that come from the alphabet of the top-level domain, as browsers judge them. */
const UNLIKE_LATIN =
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Bopo}\p{sc=Arab}\p{sc=Hebr}\p{sc=Thai}\p{sc=Deva}\p{sc=Beng}\p{sc=Taml}\p{Mn}\p{Mc}\p{Lm}\d-]+$/u;
/** Latin letters with accents, beyond those that look like a plain one: a small i without its dot, for example. */
const LATIN = /^[a-z\u00DF-\u00F6\u00F8-\u017F\d-]+$/u;
const LOOKS_PLAIN = /[\u0131\u0138\u017F]/u;
const LIKE_LATIN = [/^[\p{sc=Cyrl}\d-]+$/u, /^[\p{sc=Grek}\d-]+$/u, /^[\p{sc=Armn}\d-]+$/u, /^[\p{sc=Geor}\d-]+$/u];

function isUnmistakable(domain: string): boolean {
  const labels = domain.split('.');
  const top = labels.at(-1)!;
  return labels.every(
    (label) =>
      (LATIN.test(label) && !LOOKS_PLAIN.test(label)) ||
      UNLIKE_LATIN.test(label) ||
      LIKE_LATIN.some((alphabet) => alphabet.test(label) && alphabet.test(top) && /\p{L}/u.test(top)),
  );
}

/** Returns the parts of an address that stay whole: it's broken after the @ and before a dot. */
export const addressPieces = (address: string): string[] => address.split(/(?<=@)|(?=\.)/);
