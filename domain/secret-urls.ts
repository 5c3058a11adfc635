/**
 * How a link with a secret survives what mail programs and people do to it. Programs that turn text into links leave out punctuation at
 * the end, and `-` and `_` are punctuation to some of them. People copy a period, a bracket, or half a line break along with the link.
 */

/** How many characters of a secret a link carries at most. */
const SECRET_LENGTH = 32;

/** A shorter secret was cut. A whole one is shorter than `SECRET_LENGTH` only by what `secretForUrl` left out at its end. */
export const SHORTEST_SECRET = SECRET_LENGTH - 3;

/** Writes a secret of base64url so that its end is a letter or a digit: at least 174 of its 192 bits. */
export const secretForUrl = (base64url: string): string => base64url.slice(0, SECRET_LENGTH).replace(/[-_]+$/, '');

/**
 * Returns the part of a secret that counts: as long as the right one. What follows it was added on the way, or is the `-` or `_` with
 * which a secret could end in the past.
 */
export const secretPart = (given: string, expected: string): string => given.slice(0, expected.length);

/**
 * Undoes what happened to the part of a URL after its #: percent-encoding, up to twice; line breaks and the `=` and `>` that mail
 * programs put beside them; spaces and invisible characters. Only letters, digits, `.`, `-`, and `_` are left. What was added at the end
 * can still follow the secret.
 */
export function tidyFragment(text: string): string {
  return decode(decode(text.slice(0, MAX_FRAGMENT_LENGTH))).replaceAll(/[^A-Za-z0-9._-]/g, '');
}

/** An archive's own sign-in token is the longest that comes in a fragment. */
const MAX_FRAGMENT_LENGTH = 8000;

function decode(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return '';
    }
  });
}

/** What a Personalized Link's fragment says. */
export interface LinkFragment {
  link: string;
  secret: string;
  account?: string;
}

/** The first part of a Personalized Link's fragment: which link it is, even if the secret is missing or damaged. */
const LINK_ID = /lnk_[A-Za-z0-9]{32}/;

/** Returns the ID of the link whose fragment this is, or was before it was cut or damaged; null if too little is left. */
export const linkIdIn = (text: string): string | null => LINK_ID.exec(tidyFragment(text))?.[0] ?? null;

const PERSONALIZED = /(lnk_[A-Za-z0-9]+)\.([A-Za-z0-9_-]+)(?:\.(acc_[A-Za-z0-9]{32}))?/;

/** Reads a Personalized Link's fragment. Null when its beginning is missing, or so much of its end that it can't be right. */
export function readLinkFragment(text: string): LinkFragment | null {
  const [, link, secret, account] = PERSONALIZED.exec(tidyFragment(text)) ?? [];
  if (link === undefined || secret === undefined) return null;
  return { link, secret, ...(account !== undefined && { account }) };
}

/** A page whose link has its secret after the #, when the # was turned into `%23` on the way and the secret into a part of the path. */
const ENCODED_HASH =
  /^(\/(?:connect|preferences|sign-in\/open|sign-in\/archive))\/?(?:\?[^#%]*)?(?:%(?:25)*23|#)(.*)$/is;

/** Returns where a URL with `%23` instead of `#` was meant to lead; null for any other URL. */
export function withRealHash(url: string): string | null {
  const [, path, rest] = ENCODED_HASH.exec(url) ?? [];
  return path === undefined || rest === undefined ? null : `${path.toLowerCase()}#${tidyFragment(rest)}`;
}

const SECRET_PAGES = ['/connect', '/preferences', '/sign-in/open', '/sign-in/archive'];
/** Such a page, with something behind it that isn't part of any of our paths. */
const SPOILED_PATH = /^(\/(?:connect|preferences|sign-in\/(?:open|archive)))(?:[^a-z0-9/]|\/[^a-z])/i;

/**
 * Returns where a URL was meant to lead whose path was spoiled: a space, a period, or an invisible character was put into it, it was cut, or
 * a mail filter wrote `*` instead of `#`. A browser keeps its own fragment. Null for any other URL.
 */
export function withRealPath(url: string): string | null {
  const [given = ''] = url.split(/[?#]/);
  const path = decode(given)
    .replaceAll(/[^\x21-\x7e]/g, '')
    .replace(/^\/{2,}/, '/');
  const [, page] = SPOILED_PATH.exec(path) ?? [];
  if (page !== undefined) {
    const rest = tidyFragment(path.slice(page.length)).replace(/^[._-]+/, '');
    return `${page.toLowerCase()}${rest.length > SHORTEST_SECRET ? `#${rest}` : ''}`;
  }
  if (path !== given && SECRET_PAGES.includes(path.toLowerCase())) return path.toLowerCase();
  // The shortest beginning that no other page shares.
  return SECRET_PAGES.find((whole) => whole.startsWith(path) && whole !== path && isOwnBeginning(path)) ?? null;
}

const isOwnBeginning = (path: string) => /^\/(?:conn|pref|sign-in\/[oa])/.test(path);

/** Removes the secrets from a URL for the log: query strings, what should have been a fragment, and the secrets in paths. */
export const withoutSecrets = (url: string): string =>
  url
    .replace(/\?.*$/s, '?…')
    .replace(/(?:%(?:25)*23|#).*$/is, '#…')
    // Whatever else stands where the # should be.
    .replace(/^(\/*(?:connect|preferences|sign-in\/(?:open|archive)))[^a-z/].*$/is, '$1…')
    .replace(/\b(lnk|sgn|eyJ).*$/s, '$1…')
    .replace(/^(\/(?:reconnect|data-deletion)\/).*$/is, '$1…');
