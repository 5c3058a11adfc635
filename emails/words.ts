/** Names as they may appear in an email, and small pieces of English. Nothing here knows HTML: React escapes. */
import { LINK_PLACEHOLDER } from './content.js';

/** Long enough for every real name; short enough that 50 of the worst ones stay under Gmail's 102 kB. */
const LONGEST_NAME = 100;

// Controls would forge lines in the text part or the subject; bidi marks would reverse what follows them; private-use,
// unassigned and lone surrogate code points have no meaning to a reader. Zero width joiner and non-joiner stay: emoji
// and Persian need them.
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/gu;

/** What a person typed, safe inside one line of an email. */
export function plain(name: string): string {
  const line = name.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  // A name that spells the placeholder would be replaced by somebody's secret link.
  const tame = line.replaceAll(LINK_PLACEHOLDER, 'RELINK LINK');
  const characters = Array.from(tame);
  return characters.length <= LONGEST_NAME
    ? tame
    : `${characters
        .slice(0, LONGEST_NAME - 1)
        .join('')
        .trimEnd()}…`;
}

/** A whole sentence of ours with names in it: as plain(), without the limit of a name. */
export function plainLine(line: string): string {
  return line.replace(UNPRINTABLE, ' ').replaceAll(LINK_PLACEHOLDER, 'RELINK LINK').trim();
}

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "1 account", "2,300 accounts". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** Thousands by hand: Intl's answer depends on the ICU data of the machine, and these bytes must not. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
